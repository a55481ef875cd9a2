"""Whom a mention names: the entities in it, several of one surname, a name that the entities stage did not see."""

from collections.abc import Sequence
from itertools import pairwise

from schemas.article_with_entities import Mention
from workers.stages.forenames import Gender
from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.aliases import surname
from workers.stages.quotes.coreference.discourse import NEAR, NO_SPEAKERS
from workers.stages.quotes.coreference.genders import PRONOUNS, gender_of_noun
from workers.stages.quotes.coreference.knowledge import Knowledge
from workers.stages.quotes.coreference.mention_parts import following, people_in, run_of_capitals
from workers.stages.quotes.coreference.nouns import ONE_OF_A_PEOPLE
from workers.stages.quotes.coreference.people import Party
from workers.stages.quotes.tokens import TOKEN, Token


def named_speakers(known: Knowledge, speaker: Sequence[Token], core: Sequence[Token]) -> list[Party]:
    """Find whom the mention names: several when they speak together."""
    people = people_in(core) or people_in(following(speaker))
    parties = list(dict.fromkeys(known.parties[one] for one in people if one in known.parties))
    if len(parties) == 1:
        own = (token.mention for token in speaker if token.mention and token.mention.entity_id == people[-1])
        return [namesake(known, next(own))]
    if parties:
        return parties if _is_joint(core) else parties[-1:]
    last = core[-1]
    if core[0].word == "the" and ONE_OF_A_PEOPLE.fullmatch(last.word):
        return []
    if _speaks(known, last.mention):
        return _heads(known, core)
    return _spoken_for(known, core) or _published_by(known, speaker)


def namesake(known: Knowledge, mention: Mention) -> Party:
    """Choose among people of one surname as for a pronoun; a title or a pronoun in the sentence tells the gender."""
    party = known.parties[mention.entity_id]
    namesakes = known.discourse.namesakes(mention)
    if len(namesakes) < 2:
        return party
    begin = known.narrative.begin(mention.start)
    before = TOKEN.findall(known.narrative.text[max(begin, mention.start - NEAR) : mention.end].lower())
    said = {gender for word in before if (gender := PRONOUNS.get(word) or _title_gender(word))}
    gender = said.pop() if len(said) == 1 else None

    def fits(one: Party) -> float | None:
        return 0.0 if one in namesakes and (gender is None or one.gender in {gender, None}) else None

    choice = known.references.choose(known.place(mention.start), fits, gender)
    if choice:
        return choice.party
    others = [one for one in namesakes if one.gender is gender]  # Mrs. Clinton, of whom only Bill was spoken lately
    return others[0] if gender and party.gender not in {gender, None} and len(others) == 1 else party


def unseen_name(known: Knowledge, core: Sequence[Token]) -> Party | None:
    """Take a name that the entities stage did not see: by its surname, else as it stands."""
    run = run_of_capitals(core)
    if not run or run[-1].dated or run[-1].word in lexicon.MONTHS_AND_DAYS:
        return None
    seen = surname(run[-1].word, known.surnames)
    if seen is not None:
        return known.parties[seen]
    name = known.article.text[run[0].start : run[-1].end]
    body = lexicon.is_organisation_noun(run[-1].word)
    party = known.parties.setdefault(f"unseen {name.lower()}", Party(name, label="ORG" if body else "PERSON"))
    if len(run) > 1 and not body:
        known.surnames.setdefault(run[-1].word, []).append(f"unseen {name.lower()}")
    return party


def _is_joint(core: Sequence[Token]) -> bool:
    return any(token.word == "and" and token.mention is None for token in core)


def _speaks(known: Knowledge, mention: Mention | None) -> bool:
    return mention is not None and mention.label not in NO_SPEAKERS and mention.entity_id in known.parties


def _heads(known: Knowledge, core: Sequence[Token]) -> list[Party]:
    """Return the entities that a phrase ends with, or that stand before "and" or a comma in it."""
    heads = [
        token.mention
        for token, after in zip(core, [*core[1:], None], strict=True)
        if token.mention is not None
        and token.mention.entity_id in known.parties
        and (after is None or after.word == "and" or after.text == ",")
    ]
    named = [_meant(known, mention, core[-1]) for mention in dict.fromkeys(heads)]
    return list(dict.fromkeys(named)) if _is_joint(core) else named[-1:]


def _spoken_for(known: Knowledge, core: Sequence[Token]) -> list[Party]:
    """Return the entity whose statement speaks, or whose body: "the ministry's report", "the Tarnvik council"."""
    last = core[-1]
    for token, after in pairwise(core):
        mention = token.mention
        if mention is None or not _speaks(known, mention):
            continue
        speaks_for = after.word == "'s" and last.word in lexicon.STATEMENTS
        body = mention.label == "ORG" and after.word != "'s" and lexicon.is_organisation_noun(last.word)
        if speaks_for or body:
            return [known.parties[mention.entity_id]]
    return []


def _published_by(known: Knowledge, speaker: Sequence[Token]) -> list[Party]:
    """Return the entity behind a document: "a study by the Tidewater Institute"."""
    for at, (document, by) in enumerate(pairwise(speaker)):
        if document.word in lexicon.STATEMENTS and by.word in {"by", "from"}:
            mention = next((token.mention for token in speaker[at + 2 : at + 4] if token.mention), None)
            return [known.parties[mention.entity_id]] if mention is not None and _speaks(known, mention) else []
    return []


def _meant(known: Knowledge, mention: Mention, token: Token) -> Party:
    """See through a name that the record keeps apart from the speaker's: a surname that is a place, "the Church"."""
    party = known.parties[mention.entity_id]
    words = party.words
    if len(words) != 1:
        return party
    person = known.surnames.get(words[0]) or []
    if len(set(person)) != 1:
        misspelt = surname(words[0], known.surnames) if party.label in {"PERSON", "ORG"} else None
        person = [misspelt] if misspelt else []
    if person:
        return known.parties[person[0]]
    if lexicon.is_organisation_noun(words[0]) or words[0] in lexicon.NEWSPAPERS:
        choice = known.describer.fuller(words[0], known.place(token.start))
        return choice.party if choice else party
    return party


def _title_gender(word: str) -> Gender | None:
    return gender_of_noun(word) if word in lexicon.GENDERED_TITLES else None
