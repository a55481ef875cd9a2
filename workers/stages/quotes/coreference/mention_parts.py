"""The parts of a speaker's mention: its core, the people it names, a name that is no entity."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.tokens import Token


def core_of(speaker: Sequence[Token]) -> Sequence[Token]:
    """Cut a phrase before its first comma, relative clause or preposition that is not part of a name."""
    for at, token in enumerate(speaker):
        inside = at > 0 and token.mention is not None and token.mention is speaker[at - 1].mention
        named_before = at > 0 and speaker[at - 1].mention is not None
        if (
            at
            and not inside
            and (token.word in lexicon.PREPOSITIONS | lexicon.RELATIVE_SUBJECTS or token.text in {",", "("})
        ):
            later = [t for t in speaker[at:] if t.is_person]
            one_of_many = speaker[0].word in lexicon.SOMEBODY  # a spokeswoman for their chief Ann Lane
            titled = token.word in {"of", "for"} and not named_before and not one_of_many
            titled = titled and bool(later) and later[-1] is speaker[-1]
            if titled and speaker[-1].mention is not speaker[at + 1].mention:  # Governor of Washington Chris Gregoire
                return speaker
            return speaker[:at]
    return speaker


def following(speaker: Sequence[Token]) -> Sequence[Token]:
    """Return the name in "His deputy, Sofia Berg"; none in "the minister, a rival of Sofia Berg"."""
    comma = next((at for at, token in enumerate(speaker) if token.text == ","), len(speaker))
    end = next((at for at in range(comma + 1, len(speaker)) if speaker[at].text == ","), len(speaker))
    name = speaker[comma + 1 : end]
    return name if name and name[0].is_person else ()


def people_in(tokens: Sequence[Token]) -> list[str]:
    """Return the entities of the people named, without those whose something else speaks: "Reyes's lawyer"."""
    found: list[str] = []
    for at, token in enumerate(tokens):
        mention = token.mention
        if mention is None or mention.label != "PERSON":
            continue
        last = at + 1 == len(tokens) or tokens[at + 1].mention is not mention
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        speaks_otherwise = after == "'s" or lexicon.is_person_noun(after) or lexicon.is_organisation_noun(after)
        if last and not speaks_otherwise:
            found.append(mention.entity_id)
    return found


def run_of_capitals(core: Sequence[Token]) -> list[Token]:
    """Return the words with capitals at the end of a mention, if they may be a name: "Unseen Smithers", "Foreign Ministry"."""
    run: list[Token] = []
    for token in reversed(core):
        described = lexicon.can_speak(token.word) and not lexicon.is_organisation_noun(token.word)
        small = not (token.capital or token.text in {".", "&"})
        if small or described or token.word in lexicon.TITLES | lexicon.DETERMINERS | lexicon.PRONOUNS:
            break
        run.insert(0, token)
    body = bool(run) and lexicon.is_organisation_noun(run[-1].word)
    return run if run and run[0].capital and (len(run) > 1 or not body) else []
