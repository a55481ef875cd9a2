"""People, companies, teams and places that the model takes for one another: what the whole article says of a name."""

from schemas.article_with_entities import EntityLabel, MentionField
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


def labels(text: str, *names: tuple[str, EntityLabel]) -> list[str]:
    texts: dict[MentionField, str] = {"title": "", "text": text}
    return [one.label for one in with_people(texts, named(text, *names), PLACES)]


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
    names = ("Ljubljana", "Lahore", "Mpondo", "Umeh", "Jallow", "Hartwell", "Leeds", "Jordan")
    for example, sign in SIGNS.items():
        sides = (example.partition(name) for name in (*names, "Norwich") if name in example)
        assert sign.label in {told(before, behind) for before, _, behind in sides}, example
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


def test_people_who_play_stay_people() -> None:
    assert (
        labels("Ivo Blom beat Matteo Bellandi.", ("Ivo Blom", "PERSON"), ("Matteo Bellandi", "PERSON"))
        == ["PERSON"] * 2
    )
    assert labels("Hartwell shares fell.", ("Hartwell", "PERSON")) == ["ORG"]


def test_a_team_that_a_town_is_called_by_is_no_person() -> None:
    text = "Kelby Rovers won. Kelby will play Dunmore or Harbour."
    names: tuple[tuple[str, EntityLabel], ...] = (
        ("Kelby Rovers", "ORG"),
        ("Kelby", "PERSON"),
        ("Dunmore", "GPE"),
        ("Harbour", "GPE"),
    )
    assert labels(text, *names) == ["ORG", "ORG", "ORG", "ORG"]


def test_whose_surname_alone_is_a_person_is_one() -> None:
    text = "Thuy Duong won. Duong smiled."
    assert labels(text, ("Thuy Duong", "ORG"), ("Duong", "PERSON")) == ["PERSON", "PERSON"]
    text = "Hartwell Duong shares fell, Duong wept."
    assert labels(text, ("Hartwell Duong", "ORG"), ("Duong", "PERSON")) == ["ORG", "PERSON"]


def test_a_title_in_one_place_tells_of_the_others() -> None:
    text = "Lahore left. Mr Lahore sells mangoes."
    assert labels(text, ("Lahore", "GPE"), ("Lahore", "GPE")) == ["PERSON", "PERSON"]


def test_a_place_of_that_name_stays_one() -> None:
    text = "Judge Durban sat in Durban. Durban was cold."
    assert labels(text, ("Durban", "GPE"), ("Durban", "GPE"), ("Durban", "GPE")) == ["PERSON", "GPE", "GPE"]


def test_what_lies_on_a_map_and_somebody_is_in_is_a_place() -> None:
    text = "Homes in Inverness are dark. Inverness waits. Faith in Windmark grew."
    found = labels(text, ("Inverness", "ORG"), ("Inverness", "ORG"), ("Windmark", "ORG"))
    assert found == ["GPE", "GPE", "ORG"]


def test_a_surname_that_is_a_town_is_a_person_where_it_acts_and_is_named_in_full() -> None:
    text = "Desmond London retires. London, who began late, sent off nine. London will teach."
    names: tuple[tuple[str, EntityLabel], ...] = (
        ("Desmond London", "PERSON"),
        ("London", "GPE"),
        ("London", "GPE"),
    )
    assert labels(text, *names) == ["PERSON", "PERSON", "PERSON"]
    assert labels("London, who began late, won.", ("London", "GPE")) == ["GPE"]


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
    found = with_called(texts, named(text, ("Dolan", "PERSON")), PLACES)
    assert [(one.surface, one.label) for one in found] == [
        ("Kessary", "PERSON"),
        ("Dolan", "PERSON"),
        ("al-Busaidi", "PERSON"),
    ]


def test_who_is_called_like_a_holiday_is_no_day_too() -> None:
    text = "Mr Christmas left before Easter."
    texts: dict[MentionField, str] = {"title": "", "text": text}
    found = with_called(texts, [], PLACES)
    assert [(one.surface, one.label) for one in found] == [("Christmas", "PERSON"), ("Easter", "DATE")]


def test_what_has_shares_is_a_company() -> None:
    text = "Shares of Pebble rose. Shares in Acme Power Ltd fell; shares in Italian banks and in Norway too. Shares in Lagos slid."
    texts: dict[MentionField, str] = {"title": "", "text": text}
    found = with_called(texts, [], PLACES)
    assert [(one.surface, one.label) for one in found] == [("Pebble", "ORG"), ("Acme Power Ltd", "ORG")]


def test_a_role_and_a_surname_are_told_apart_from_the_country() -> None:
    text = "Jordan said he was glad. Jordan is dry."
    texts: dict[MentionField, str] = {"title": "", "text": text}
    found = with_people(texts, named(text, ("Jordan", "GPE"), ("Jordan", "GPE")), PLACES)
    assert [(one.label, one.told) for one in found] == [("PERSON", True), ("PERSON", False)]
