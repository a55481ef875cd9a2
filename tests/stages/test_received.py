from schemas import CleanArticle, RawArticle
from schemas.lineage import Model, Origin, Said, StageLineage
from workers.stages.received import Received

ORIGIN = Origin(topic="t", partition=0, offset=1)


def test_the_first_stage_begins_status_warnings_and_lineage() -> None:
    received = Received(RawArticle(body="x"), "1", ORIGIN, oddities=("no_key",))
    report = received.report("clean", "ok", None, ["b", "no_key"], record_said=Said(title="T"))
    assert report == {
        "status": {"clean": "ok"},
        "warnings": ["no_key", "b"],
        "lineage": {"clean": StageLineage(worker="1", input=ORIGIN, record_said=Said(title="T"))},
    }


def test_the_next_stage_continues_them() -> None:
    before = CleanArticle(
        article_id="a",
        text="x",
        status={"clean": "ok"},
        warnings=["b"],
        lineage={"clean": StageLineage(worker="1")},
    )
    model = Model(name="names", version="2")
    report = Received(before, "2", ORIGIN, oddities=("key_not_utf8", "b")).report("entities", "empty", model)
    assert list(report["status"].items()) == [("clean", "ok"), ("entities", "empty")]
    assert report["warnings"] == ["b", "key_not_utf8"]
    assert report["lineage"] == {
        "clean": StageLineage(worker="1"),
        "entities": StageLineage(worker="2", model=model, input=ORIGIN),
    }
