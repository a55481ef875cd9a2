from collections.abc import Sequence

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities import agreement
from workers.stages.entities.headlines import Headlines
from workers.stages.entities.mentions import Named


def completed(texts: dict[MentionField, str], mentions: Sequence[Named]) -> list[Named]:
    return agreement.completed(texts, mentions, Headlines(texts))


def surfaces(text: str, *known: tuple[str, EntityLabel], title: str = "") -> list[str]:
    """Return what is found besides the known names, each of them tagged where it first stands in the text."""
    tagged = [Named("text", text.index(name), text.index(name) + len(name), label, name) for name, label in known]
    found = completed({"title": title, "text": text}, tagged)
    assert all(
        ({"title": title, "text": text}[named.field])[named.start : named.end] == named.surface for named in found
    )
    return [named.surface for named in found if named not in tagged]


def test_a_name_found_once_is_found_again() -> None:
    assert surfaces(
        "Anna Berg spoke. Later Anna Berg left Oslo; Oslo slept.", ("Anna Berg", "PERSON"), ("Oslo", "GPE")
    ) == [
        "Anna Berg",
        "Oslo",
    ]


def test_so_is_a_surname() -> None:
    assert surfaces("Anna Berg spoke. But Berg’s voice failed, Ms Berg said.", ("Anna Berg", "PERSON")) == [
        "Berg",
        "Berg",
    ]


def test_a_part_of_a_longer_name_is_left_alone() -> None:
    text = "Anna Berg spoke at Berg Street, to Jon Berg and Berg-Hansen of Berg & Sons; the Bergs wept."
    assert surfaces(text, ("Anna Berg", "PERSON")) == []


def test_a_word_that_the_article_writes_small_is_no_name() -> None:
    assert surfaces("Rose Hope spoke. Hope was all; hope is much.", ("Rose Hope", "PERSON")) == []


def test_an_entire_title_in_capitals_is_compared_without_case() -> None:
    assert surfaces(
        "Anna Berg spoke in Oslo.", ("Anna Berg", "PERSON"), ("Oslo", "GPE"), title="BERG SPEAKS IN OSLO"
    ) == [
        "BERG",
        "OSLO",
    ]


def test_places_that_are_taken_stay_taken() -> None:
    text = "Anna Berg met the Anna Berg Choir."
    choir = Named("text", 18, 33, "ORG", "Anna Berg Choir")
    person = Named("text", 0, 9, "PERSON", "Anna Berg")
    assert completed({"title": "", "text": text}, [person, choir]) == [person, choir]


def test_in_capitals_a_person_ends_where_the_name_ends_that_the_article_gives() -> None:
    title, text = "BERG QUITS AFTER VOTE", "Anna Berg left Oslo. The New York Times wept, and New York."
    names: list[tuple[MentionField, str, EntityLabel]] = [
        ("title", "BERG QUITS", "PERSON"),
        ("text", "Anna Berg", "PERSON"),
        ("text", "New York", "GPE"),
    ]
    texts: dict[MentionField, str] = {"title": title, "text": text}
    tagged = [
        Named(field, texts[field].index(name), texts[field].index(name) + len(name), label, name)
        for field, name, label in names
    ]
    assert [named.surface for named in completed(texts, tagged) if named.field == "title"] == ["BERG QUITS"]
    tagged.append(Named("text", text.index("Berg"), text.index("Berg") + 4, "PERSON", "Berg"))
    assert [named.surface for named in completed(texts, tagged) if named.field == "title"] == ["BERG"]


def test_other_names_in_capitals_are_left_whole() -> None:
    title, text = "NEW YORK TIMES MOVES", "It leaves New York."
    tagged = [Named("title", 0, 14, "ORG", "NEW YORK TIMES"), Named("text", 10, 18, "GPE", "New York")]
    found = completed({"title": title, "text": text}, tagged)
    assert [named.surface for named in found] == ["NEW YORK TIMES", "New York"]


def test_in_a_headline_of_title_case_a_name_ends_where_the_article_says() -> None:
    title = "Tessaro Energy Buys Half Of Windmark From Fund"
    text = "Tessaro Energy bought half of Windmark."
    mentions: list[Named] = [
        Named("title", 0, len(title), "ORG", title),
        Named("text", 0, 14, "ORG", "Tessaro Energy"),
        Named("text", text.index("Windmark"), len(text) - 1, "ORG", "Windmark"),
    ]
    found = completed({"title": title, "text": text}, mentions)
    assert [(one.field, one.surface) for one in found] == [
        ("title", "Tessaro Energy"),
        ("title", "Windmark"),
        ("text", "Tessaro Energy"),
        ("text", "Windmark"),
    ]


def test_a_longer_name_of_the_same_beginning_stays() -> None:
    title = "Mayor Sues New York Times Over Story"
    mentions = [Named("title", 11, 25, "ORG", "New York Times"), Named("text", 0, 8, "GPE", "New York")]
    found = completed({"title": title, "text": "New York waits."}, mentions)
    assert [one.surface for one in found] == ["New York Times", "New York"]


def test_an_acronym_in_brackets_is_the_name_before_it_everywhere() -> None:
    text = "The Council for Product Safety (CPS) spoke. The CPS (MP) said so; CPSU is another."
    assert surfaces(text, ("Council for Product Safety", "ORG")) == ["CPS", "CPS"]
    assert surfaces("The US left. Contact US. It is us.", ("US", "GPE")) == ["US"]
    assert surfaces("The US left.", ("US", "GPE"), title="CONTACT US TODAY") == []


def test_in_a_headline_of_title_case_a_person_ends_where_the_name_ends() -> None:
    mentions = [Named("title", 0, 15, "PERSON", "Ann Lee Cancels"), Named("text", 0, 7, "PERSON", "Ann Lee")]
    found = completed({"title": "Ann Lee Cancels Tour After Illness", "text": "Ann Lee rests."}, mentions)
    assert [one.surface for one in found] == ["Ann Lee", "Ann Lee"]


def test_a_name_that_the_model_cuts_is_as_long_as_elsewhere() -> None:
    text = "Lindqvist & Daughters was sold. Lindqvist & Daughters stays, and Lindqvist & Daughtersson too."
    again = text.index("Lindqvist", 10)
    third = text.index("Lindqvist", again + 1)
    mentions = [
        Named("text", 0, 21, "ORG", "Lindqvist & Daughters"),
        Named("text", again, again + 9, "PERSON", "Lindqvist"),
        Named("text", again + 12, again + 21, "PERSON", "Daughters"),
        Named("text", third, third + 9, "PERSON", "Lindqvist"),
    ]
    found = completed({"title": "", "text": text}, mentions)
    assert [(named.surface, named.label) for named in found] == [
        ("Lindqvist & Daughters", "ORG"),
        ("Lindqvist & Daughters", "ORG"),
        ("Lindqvist", "PERSON"),
    ]
    assert all(text[named.start : named.end] == named.surface for named in found)
