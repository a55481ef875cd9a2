import pytest

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.institutions import with_institutions
from workers.stages.entities.mentions import Named


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Ukraine's Defence Ministry said no.", ("Ukraine", "GPE"), ["Defence Ministry"]),
        ("The Russian Defence Ministry said no.", ("Russian", "NORP"), ["Defence Ministry"]),
        ("He sued the Food and Drug Agency.", None, ["Food and Drug Agency"]),
        ("The Food and Drug Agency waits.", None, ["Food and Drug Agency"]),
        ("He is with the Port Police.", ("Port Police", "ORG"), []),
        ("Local Police and two Court officials left.", None, []),
        ("The Ministry said no; the Court Street school too.", None, []),
        ("He spoke for the State Opening of Parliament.", None, []),
        ("Storm Hits the Land Registry and Housing Agency", None, []),
    ],
)
def test_what_the_last_word_of_a_name_tells(text: str, known: tuple[str, EntityLabel] | None, found: list[str]) -> None:
    texts: dict[MentionField, str] = {"title": "", "text": text}
    mentions = (
        [Named("text", text.index(known[0]), text.index(known[0]) + len(known[0]), known[1], known[0])] if known else []
    )
    added = [named for named in with_institutions(texts, mentions, Headlines(texts)) if named not in mentions]
    assert [named.surface for named in added] == found
    assert all(named.label == "ORG" and text[named.start : named.end] == named.surface for named in added)
