import pytest

from schemas.article_with_entities import Entity, EntityLabel, MentionField
from workers.stages.entities.confidence import Calibration
from workers.stages.entities.details import described
from workers.stages.entities.grouping import grouped
from workers.stages.entities.mentions import Named
from workers.stages.entities.places import Places

CALIBRATION = Calibration({"mean": 1.0})


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


def entities(places: Places, text: str, *names: tuple[str, EntityLabel], title: str = "") -> dict[str, Entity]:
    """Describe the entities whose names are tagged wherever they stand, by name."""
    texts: dict[MentionField, str] = {"title": title, "text": text}
    named = [
        Named(field, start, start + len(name), label, name, 0.75)
        for field, content in texts.items()
        for name, label in names
        for start in range(len(content))
        if content.startswith(name, start)
    ]
    named.sort(key=lambda each: each.place)
    mentions, found = grouped(named)
    return {entity.name: entity for entity in described(found, mentions, named, texts, places, CALIBRATION)}


def test_salience_is_about_counts_title_and_place(places: Places) -> None:
    text = "Anna Berg spoke. Anna Berg left on Monday." + " x" * 29 + " Kofi Annan stayed."
    found = entities(
        places, text, ("Anna Berg", "PERSON"), ("Kofi Annan", "PERSON"), ("Monday", "DATE"), title="Anna Berg leaves"
    )
    assert found["Anna Berg"].salience == 1.0
    late = 1 - text.index("Kofi") / len(text)
    assert found["Kofi Annan"].salience == round(0.5 / 3 + 0.25 * late, 3)
    assert found["Monday"].salience is None
    assert (found["Anna Berg"].first_mention, found["Kofi Annan"].first_mention) == (0, 4)


def test_a_place_has_its_codes_and_a_nationality_its_country(places: Places) -> None:
    found = entities(
        places,
        "In Paris, Texas, a Dutch man met Kurds.",
        ("Paris", "GPE"),
        ("Texas", "GPE"),
        ("Dutch", "NORP"),
        ("Kurds", "NORP"),
    )
    paris = found["Paris"].place
    assert paris
    assert (paris.country, paris.region, paris.geonames_id) == ("US", "US-TX", 4717560)
    assert (paris.latitude, paris.longitude) == pytest.approx((33.66, -95.56), abs=0.01)
    assert found["Texas"].country == "US"
    assert (found["Dutch"].country, found["Dutch"].place) == ("NL", None)
    assert found["Kurds"].country is None


def test_what_is_no_place_is_not_looked_up(places: Places) -> None:
    found = entities(places, "Chelsea beat Paris.", ("Chelsea", "ORG"), ("Paris", "PERSON"))
    assert all(entity.place is None and entity.country is None for entity in found.values())
    assert entities(places, "Off Nice.", ("Nice", "LOC"))["Nice"].place is None


def test_confidence_follows_the_model_and_the_weights(places: Places) -> None:
    assert entities(places, "Oslo.", ("Oslo", "GPE"))["Oslo"].confidence == 0.75
    entity = Entity(id="e1", name="Oslo", label="GPE", count=2)
    calibration = Calibration({"GPE": -1.0, "mean": 1.0, "mentions": 0.5})
    assert calibration.of(entity, [0.9, 0.9]) > calibration.of(entity, [0.9]) > calibration.of(entity, [0.5])
    assert 0 <= calibration.of(entity, [0.0]) < calibration.of(entity, [1.0]) <= 1
