"""Who says a quote that names no speaker: told right before it, right after it, or in the title."""

import re

from workers.stages.quotes.coreference.knowledge import Knowledge
from workers.stages.quotes.coreference.people import Party
from workers.stages.quotes.coreference.references import Part
from workers.stages.quotes.coreference.resolved import NOBODY, Resolved
from workers.stages.quotes.draft import Draft

_POINTS_BACK = re.compile(r"\W*(that|those|this|these)\b", re.IGNORECASE)
LEAD = 4
"""Code points before a quote in which a colon introduces it."""


def absent_speaker(known: Knowledge, draft: Draft) -> Resolved:
    """Find the speaker of a quote without a mention of one."""
    if party := _introduced(known, draft.spans[0][0]):
        return Resolved(party, "before")
    if party := _pointed_back_at(known, draft.spans[-1][1]):
        return Resolved(party, "after")
    people = [party for party in known.discourse.in_title if party.is_person]
    return Resolved(people[0], "title") if len(people) == 1 else NOBODY


def _introduced(known: Knowledge, begin: int) -> Party | None:
    """Find the one who acts in "… issued the following statement:"."""
    if not known.narrative.text[max(0, begin - LEAD) : begin].rstrip().endswith(":"):
        return None
    sentence = known.narrative.sentence(max(0, begin - LEAD))
    acting = [one for one in known.references.before(begin) if one.sentence == sentence]
    acting = [one for one in acting if one.part is not Part.OTHER] or acting
    parties = list(dict.fromkeys(one.party for one in acting if one.party.name and one.party.label != "GPE"))
    parties = [party for party in parties if party.is_person] or parties
    return parties[0] if len(parties) == 1 else None


def _pointed_back_at(known: Knowledge, end: int) -> Party | None:
    """Find the one person in "Those are the words of …"."""
    after = _POINTS_BACK.match(known.narrative.text, end, end + 20)
    if not after:
        return None
    offset, sentence = known.place(after.start(1))
    named = {one.party for one in known.references.after(offset, sentence) if one.party.is_person}
    return named.pop() if len(named) == 1 else None
