"""From the mentions of speakers to the entities of the article that are meant.

The candidates are the entities of the record. The speakers and the pronouns around the quotes are read in the order of
the text, so that each tells the next one who was spoken of last; nobody is meant when nothing tells.
"""

from collections.abc import Iterable, Iterator, Sequence

from schemas.article_with_entities import ArticleWithEntities
from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.absent import absent_speaker
from workers.stages.quotes.coreference.genders import PRONOUNS, gender_of_noun
from workers.stages.quotes.coreference.knowledge import Knowledge
from workers.stages.quotes.coreference.mention_parts import core_of
from workers.stages.quotes.coreference.names import named_speakers, namesake, unseen_name
from workers.stages.quotes.coreference.people import Party, Role
from workers.stages.quotes.coreference.pronoun import pronoun_speaker
from workers.stages.quotes.coreference.references import Part
from workers.stages.quotes.coreference.resolved import Resolved, chosen
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.tokens import Token

Event = tuple[int, str, Sequence[Token]]
"""Where somebody is spoken of: by a pronoun around the quotes, by the mention of a speaker, or, with neither, by a shared surname."""


def resolve_speakers(
    article: ArticleWithEntities, drafts: Sequence[Draft], sentences: Iterable[Sequence[Token]]
) -> list[Resolved]:
    """Find the speakers of an article's quotes: one for each of its drafts, in order."""
    known = Knowledge(article, drafts, sentences)
    found: dict[int, Resolved] = {}
    for start, word, tokens in sorted(_events(known), key=lambda event: event[0]):
        if tokens:
            found[start] = speaker_of(known, tokens)
            if tokens[0].word != "i":  # who tells the story is never its "he"
                known.discourse.add(start, Part.SPEAKER, found[start].party)
        else:
            _read(known, start, word)
    return [found[draft.speaker[0].start] if draft.speaker else absent_speaker(known, draft) for draft in drafts]


def speaker_of(known: Knowledge, speaker: Sequence[Token]) -> Resolved:
    """Find who is meant by a mention: a pronoun, names, a description, a relative, a name not seen before, in this order."""
    first = speaker[0]
    if len(speaker) == 1 and first.word in lexicon.PRONOUNS | PRONOUNS.keys() | lexicon.PLURAL_PRONOUNS:
        return pronoun_speaker(known, first)
    core = core_of(speaker)
    parties = named_speakers(known, speaker, core)
    if parties:
        together = len(parties) > 1
        return Resolved(known.discourse.group(parties) if together else parties[0], "group" if together else "name")
    place = known.place(first.start)
    choice = known.describer.describe(core, place)
    if choice is not None:
        return chosen(choice, "group" if choice.party.members else "description")
    party = _relative(known, core, place) or unseen_name(known, core)
    return Resolved(party, "name") if party else Resolved(_unnamed(core), "unnamed")


def _events(known: Knowledge) -> Iterator[Event]:
    speakers = {draft.speaker[0].start: draft.speaker for draft in known.drafts if draft.speaker}
    inside = {token.start for tokens in speakers.values() for token in tokens}
    yield from ((start, "", tokens) for start, tokens in speakers.items())
    for start, word in known.narrative.pronouns():
        if start not in inside and word in lexicon.SINGULAR_PERSONS:
            yield start, word, ()
    yield from ((start, "", ()) for start in known.discourse.shared if start not in inside)


def _read(known: Knowledge, start: int, word: str) -> None:
    """Remember whom a pronoun or a shared surname around the quotes stands for."""
    if word:
        choice = known.person(start, word)
        party, end = choice.party if choice else None, start + len(word)
    else:
        mention = known.discourse.shared[start]
        party, end = namesake(known, mention), mention.end
    subject = known.narrative.is_subject(start, end)
    known.discourse.add(start, Part.SUBJECT if subject else Part.OTHER, party)


def _relative(known: Knowledge, core: Sequence[Token], place: tuple[int, int]) -> Party | None:
    """Find "her father": the one other person of the same surname whose gender agrees."""
    possessive, kin = core[0], core[-1]
    if possessive.word not in lexicon.SINGULAR_POSSESSIVES or kin.word not in lexicon.KIN:
        return None
    anchor = known.person(place[0], possessive.word)
    if anchor is None or not anchor.party.words:
        return None
    gender = gender_of_noun(kin.word)
    family = [known.parties[one] for one in known.surnames.get(anchor.party.words[-1], ())]
    fitting = {one for one in family if one is not anchor.party and one.gender in {gender, None}}
    return fitting.pop() if len(fitting) == 1 else None


def _unnamed(core: Sequence[Token]) -> Party:
    """Remember a speaker without a name, so that "she" after "a spokeswoman" is nobody else."""
    head = core[-1].word
    plural = head in lexicon.HUMAN_PLURALS or (head.endswith("s") and head not in lexicon.PERSONS)
    label = "ORG" if lexicon.is_organisation_noun(head) or head in lexicon.STATEMENTS else "PERSON"
    return Party(label=label, gender=gender_of_noun(head), plural=plural, roles=[Role(head, frozenset())])
