"""Words that are no people, and people that are no places: what the whole article says of a name."""

from schemas.article_with_entities import EntityLabel, MentionField
from workers.stages.entities.first_words import without_first_words
from workers.stages.entities.mentions import Named
from workers.stages.entities.people import SIGNS, told, with_called, with_people
from workers.stages.entities.places import Places

PLACES = Places()


def named(text: str, *names: tuple[str, EntityLabel]) -> list[Named]:
    found, begin = [], 0
    for surface, label in names:
        begin = text.index(surface, begin)
        found.append(Named("text", begin, begin + len(surface), label, surface))
        begin += len(surface)
    return found


def kept(text: str, *names: tuple[str, EntityLabel]) -> list[str]:
    texts: dict[MentionField, str] = {"title": "", "text": text}
    return [one.surface for one in without_first_words(texts, named(text, *names))]


def labels(text: str, *names: tuple[str, EntityLabel]) -> list[str]:
    texts: dict[MentionField, str] = {"title": "", "text": text}
    return [one.label for one in with_people(texts, named(text, *names), PLACES.is_country)]


def test_a_first_word_that_the_article_writes_small_is_nobody() -> None:
    assert kept("Drones hit the port. It shot down 33 drones.", ("Drones", "PERSON")) == []
    assert kept("Storms came late. The storm was slight.", ("Storms", "PERSON")) == []


def test_a_first_word_for_what_people_are_is_nobody() -> None:
    assert kept("Singer ends tour", ("Singer", "PERSON")) == []


def test_a_name_that_stands_elsewhere_too_is_somebody() -> None:
    assert kept("Rose rose early. Then Rose left.", ("Rose", "PERSON"), ("Rose", "PERSON")) == ["Rose", "Rose"]
    assert kept("Rose rose early. May Rose left.", ("Rose", "PERSON"), ("May Rose", "PERSON")) == ["Rose", "May Rose"]
    assert kept("Lavrov left.", ("Lavrov", "PERSON")) == ["Lavrov"]


def test_a_word_in_small_letters_is_nobody_where_names_have_capitals() -> None:
    assert kept("Mayor resigns. Anna wept.", ("resigns", "PERSON")) == []
    assert kept("lol anna wept", ("anna", "PERSON")) == ["anna"]


def test_other_names_stay() -> None:
    assert kept("Apple was late. An apple fell.", ("Apple", "ORG")) == ["Apple"]


def test_who_speaks_alone_under_a_surname_is_a_person() -> None:
    text = "Her advocate is Dali Mpondo. Mpondo said nothing."
    assert labels(text, ("Dali Mpondo", "GPE"), ("Mpondo", "ORG")) == ["PERSON", "PERSON"]


def test_what_has_one_label_throughout_keeps_it() -> None:
    text = "Manchester United lost. United said little."
    assert labels(text, ("Manchester United", "ORG"), ("United", "ORG")) == ["ORG", "ORG"]


def test_a_newspaper_with_its_article_is_none() -> None:
    text = "The Harbour Post wrote first. The Post said so."
    assert labels(text, ("Harbour Post", "GPE"), ("Post", "ORG")) == ["GPE", "ORG"]


def test_every_sign_reads_its_example() -> None:
    names = ("Lahore", "Mpondo", "Umeh", "Jallow", "Hartwell", "Leeds", "Jordan")
    for example, sign in SIGNS.items():
        before, _, behind = example.partition(next(name for name in names if name in example))
        assert told(before, behind) == sign.label, example
    assert told("", ".") is None


def test_a_town_that_plays_is_a_team_and_a_country_stays_one() -> None:
    text = "Leeds beat Norwich. Leeds sang in Norwich."
    towns: tuple[tuple[str, EntityLabel], ...] = (
        ("Leeds", "GPE"),
        ("Norwich", "GPE"),
        ("Leeds", "GPE"),
        ("Norwich", "GPE"),
    )
    assert labels(text, *towns) == ["ORG", "ORG", "ORG", "GPE"]
    assert labels("Kenya beat Zimbabwe.", ("Kenya", "GPE"), ("Zimbabwe", "GPE")) == ["GPE", "GPE"]


def test_a_title_in_one_place_tells_of_the_others() -> None:
    text = "Lahore left. Mr Lahore sells mangoes."
    assert labels(text, ("Lahore", "GPE"), ("Lahore", "GPE")) == ["PERSON", "PERSON"]


def test_a_place_of_that_name_stays_one() -> None:
    text = "Judge Durban sat in Durban. Durban was cold."
    assert labels(text, ("Durban", "GPE"), ("Durban", "GPE"), ("Durban", "GPE")) == ["PERSON", "GPE", "GPE"]


def test_a_company_named_like_its_founder() -> None:
    text = "Shares in Hartwell fell. Hartwell said it would close."
    assert labels(text, ("Hartwell", "PERSON"), ("Hartwell", "PERSON")) == ["ORG", "ORG"]


def test_a_person_who_is_named_in_full_is_no_company() -> None:
    text = "Ann Hartwell left. Hartwell, which she founded, said so. Shares in Hartwell fell. Hartwell wept."
    found = labels(
        text, ("Ann Hartwell", "PERSON"), ("Hartwell", "PERSON"), ("Hartwell", "PERSON"), ("Hartwell", "PERSON")
    )
    assert found[-1] == "PERSON"


def test_who_is_called_by_title_and_surname_is_somebody() -> None:
    text = "Mrs Kessary and Mr Dolan met Dr. al-Busaidi, Mr Speaker and Mr President."
    texts: dict[MentionField, str] = {"title": "", "text": text}
    found = with_called(texts, named(text, ("Dolan", "PERSON")))
    assert [(one.surface, one.label) for one in found] == [
        ("Kessary", "PERSON"),
        ("Dolan", "PERSON"),
        ("al-Busaidi", "PERSON"),
    ]
