"""Whom a pronoun stands for that speaks."""

from workers.stages.quotes import lexicon
from workers.stages.quotes.coreference.genders import PRONOUNS
from workers.stages.quotes.coreference.knowledge import Knowledge
from workers.stages.quotes.coreference.people import Party
from workers.stages.quotes.coreference.resolved import NOBODY, Resolved, chosen
from workers.stages.quotes.tokens import Token

LATELY = 2
"""Sentences back to which a collective must have been spoken of to be "it", and have spoken or acted to be "they"."""


def pronoun_speaker(known: Knowledge, token: Token) -> Resolved:
    """Find who speaks as "she", "it", "they" or "I"; "we" and "you" are nobody."""
    if token.word in PRONOUNS:
        choice = known.person(token.start, token.word)
        return chosen(choice, "pronoun") if choice else NOBODY
    if token.word == "it":
        return _it(known, token)
    if token.word in lexicon.PLURAL_PRONOUNS:
        return _they(known, token)
    return _author(known) if token.word == "i" else NOBODY


def _it(known: Knowledge, token: Token) -> Resolved:
    choice = known.references.choose(known.place(token.start), lambda party: None if _is_person(party) else 0.0)
    return chosen(choice, "pronoun") if choice and choice.distance <= LATELY else NOBODY


def _they(known: Knowledge, token: Token) -> Resolved:
    place = known.place(token.start)
    choice = known.references.choose(place, lambda party: None if party.is_person else 0.0, ahead=0)
    return chosen(choice, "pronoun") if choice and known.references.acted(choice.party, place, LATELY) else NOBODY


def _author(known: Knowledge) -> Resolved:
    authors = known.article.authors
    if len(authors) != 1:
        return NOBODY
    party = next((party for party in known.parties.values() if party.name == authors[0]), None)
    return Resolved(party or Party(authors[0]), "author")


def _is_person(party: Party) -> bool:
    return party.label == "PERSON" or party.plural
