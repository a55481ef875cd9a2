import re

from hypothesis import given
from hypothesis import strategies as st

from schemas.article_with_entities import EntityLabel
from workers.stages.entities.grouping import grouped
from workers.stages.entities.mentions import Named

LABELS: tuple[EntityLabel, ...] = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "TIME", "WORK_OF_ART")


def marked(text: str) -> list[Named]:
    """Read mentions from a text that marks them as [PERSON Anna Berg]; the words are all that grouping looks at."""
    return [
        Named("text", match.start(2), match.end(2), label, match[2])
        for match in re.finditer(r"\[(\w+) ([^\]]+)\]", text)
        for label in LABELS
        if label == match[1]
    ]


def groups(text: str) -> list[tuple[str, str, list[str]]]:
    """Return label, name and surfaces of each entity."""
    mentions, entities = grouped(marked(text))
    return [
        (
            entity.label,
            entity.name,
            [
                named.surface
                for named, mention in zip(marked(text), mentions, strict=True)
                if mention.entity_id == entity.id
            ],
        )
        for entity in entities
    ]


def test_a_surname_joins_its_person() -> None:
    assert groups("[PERSON Lavrov] … [PERSON Sergei Lavrov] … [PERSON Mr Lavrov]") == [
        ("PERSON", "Sergei Lavrov", ["Lavrov", "Sergei Lavrov", "Mr Lavrov"])
    ]


def test_a_shared_surname_joins_who_was_named_last() -> None:
    found = groups(
        "[PERSON Clinton] [PERSON Bill Clinton] [PERSON Clinton] "
        "[PERSON Hillary Clinton] [PERSON Clinton] [PERSON Bill]"
    )
    assert found == [
        ("PERSON", "Bill Clinton", ["Clinton", "Bill Clinton", "Clinton", "Bill"]),
        ("PERSON", "Hillary Clinton", ["Hillary Clinton", "Clinton"]),
    ]


def test_a_surname_taken_for_something_else_joins_its_person_unless_it_is_named_more_often() -> None:
    assert len(groups("[PERSON Sergei Lavrov] [ORG Lavrov]")) == 1
    place = "[PERSON Denzel Washington] [GPE Washington] [GPE Washington]"
    assert [label for label, _, _ in groups(place)] == ["PERSON", "GPE"]


def test_a_surname_that_no_place_has_joins_its_person_however_often_it_is_taken_for_one() -> None:
    named = marked("[PERSON Ousmane Mbaye] [GPE Mbaye] [GPE Mbaye]")
    _, entities = grouped(named, {"Washington"}.__contains__)
    assert [(entity.label, entity.count) for entity in entities] == [("PERSON", 3)]


def test_repeated_names_take_the_label_of_most() -> None:
    mentions, entities = grouped(marked("[GPE Chelsea] [ORG Chelsea] [ORG chelsea’s] [ORG the Chelsea]"))
    assert [entity.count for entity in entities] == [4]
    assert {mention.label for mention in mentions} == {"ORG"}


def test_an_acronym_joins_its_expansion_and_takes_its_label() -> None:
    assert groups("[ORG European Rail Safety Office] ([GPE ERSO]) … [ORG the ERSO]") == [
        ("ORG", "European Rail Safety Office", ["European Rail Safety Office", "ERSO", "the ERSO"])
    ]
    assert len(groups("[GPE U.S.] [GPE United States] [GPE US]")) == 1


def test_a_company_joins_the_one_with_its_form() -> None:
    assert [name for _, name, _ in groups("[ORG Acme Steel] [ORG Acme Steel Holdings, Inc.]")] == [
        "Acme Steel Holdings, Inc."
    ]
    assert [name for _, name, _ in groups("[ORG Acme Holdings Inc.] [ORG Acme Holdings] [ORG Acme]")] == [
        "Acme Holdings Inc."
    ]


def test_dates_stay_apart_from_names_and_are_grouped_by_their_words() -> None:
    assert [label for label, _, _ in groups("[PERSON Theresa May] [DATE May] [PERSON May] [DATE May]")] == [
        "PERSON",
        "DATE",
    ]


def test_the_name_is_not_in_capitals_if_it_is_written_otherwise_too() -> None:
    assert [name for _, name, _ in groups("[PERSON ANNA BERG] [PERSON Anna Berg]")] == ["Anna Berg"]


SURFACES = st.sampled_from(
    [
        "Anna Berg",
        "Berg",
        "A. Berg",
        "Anna",
        "Jon Berg",
        "UN",
        "United Nations",
        "Acme",
        "Acme Inc.",
        "May",
        "the UN",
        "Dr Berg",
    ]
)


@given(st.lists(st.tuples(st.sampled_from(LABELS), SURFACES), max_size=30))
def test_every_mention_belongs_to_one_entity_in_order_of_first_mention(found: list[tuple[EntityLabel, str]]) -> None:
    named = [Named("text", 20 * n, 20 * n + len(words), label, words) for n, (label, words) in enumerate(found)]
    mentions, entities = grouped(named)
    assert [(mention.start, mention.end) for mention in mentions] == [(each.start, each.end) for each in named]
    assert list(dict.fromkeys(mention.entity_id for mention in mentions)) == [entity.id for entity in entities]
    assert [entity.id for entity in entities] == [f"e{number}" for number in range(1, len(entities) + 1)]
    for entity in entities:
        own = [mention for mention in mentions if mention.entity_id == entity.id]
        assert len(own) == entity.count
        assert {mention.label for mention in own} == {entity.label}


def test_a_courtesy_title_tells_namesakes_apart() -> None:
    mentions = [
        Named("text", 0, 1, "PERSON", "Alex Smithers", title="dr"),
        Named("text", 2, 3, "PERSON", "John Smithers", title="mr"),
        Named("text", 4, 5, "PERSON", "Smithers", title="dr"),
    ]
    marks, _ = grouped(mentions)
    assert [mark.entity_id for mark in marks] == ["e1", "e2", "e1"]


def test_so_does_a_forename() -> None:
    mentions = [
        Named("text", 0, 1, "PERSON", "Peter Halloran"),
        Named("text", 2, 3, "PERSON", "Grace Halloran"),
        Named("text", 4, 5, "PERSON", "Halloran", title="mr"),
        Named("text", 6, 7, "PERSON", "Halloran", title="mrs"),
    ]
    marks, _ = grouped(mentions)
    assert [mark.entity_id for mark in marks] == ["e1", "e2", "e1", "e2"]


def test_so_does_a_relative() -> None:
    mentions = [
        Named("text", 0, 1, "PERSON", "Gerrit Haverkort"),
        Named("text", 2, 3, "PERSON", "Lieke Haverkort", title="daughter"),
        Named("text", 4, 5, "PERSON", "Haverkort", title="mr"),
        Named("text", 6, 7, "PERSON", "Haverkort", title="ms"),
    ]
    marks, _ = grouped(mentions)
    assert [mark.entity_id for mark in marks] == ["e1", "e2", "e1", "e2"]


def test_ministries_of_two_countries_are_two() -> None:
    mentions = [
        Named("text", 0, 1, "ORG", "Defence Ministry", owner="RU"),
        Named("text", 2, 3, "ORG", "Defence Ministry", owner="UA"),
        Named("text", 4, 5, "ORG", "Russian Defence Ministry", owner="RU"),
        Named("text", 6, 7, "ORG", "Defence Ministry"),
    ]
    marks, entities = grouped(mentions)
    assert [mark.entity_id for mark in marks] == ["e1", "e2", "e1", "e1"]
    assert [(entity.name, entity.country) for entity in entities] == [
        ("Russian Defence Ministry", "RU"),
        ("Defence Ministry", "UA"),
    ]


def test_who_has_a_title_is_not_the_place() -> None:
    mentions = [
        Named("text", 0, 1, "PERSON", "Michael Jordan"),
        Named("text", 2, 3, "GPE", "Jordan"),
        Named("text", 4, 5, "GPE", "Jordan"),
        Named("text", 6, 7, "PERSON", "Jordan", title="mr"),
        Named("text", 8, 9, "GPE", "Jordan"),
    ]
    marks, _ = grouped(mentions)
    assert [mark.entity_id for mark in marks] == ["e1", "e2", "e2", "e1", "e2"]
