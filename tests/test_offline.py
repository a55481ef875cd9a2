from schemas import CleanArticle
from workers.errors import RecordRejectedError
from workers.kafka.codec import MAX_TEXT
from workers.offline import RAW_ARTICLES, OfflineFlow, stages_between

STORY = "“The harbour is open,” Ann Lee told reporters in Bergen on Monday, ten days after the storm."


def test_a_record_that_a_stage_refuses_holds_up_no_other() -> None:
    flow = OfflineFlow("clean", stages_between("clean", "entities"))
    texts = {"a": STORY, "b": "x" * (MAX_TEXT + 1), "c": STORY}
    first, refused, last = flow.run([CleanArticle(article_id=name, text=text) for name, text in texts.items()])
    assert isinstance(refused, RecordRejectedError)
    assert refused.field == "text"
    assert isinstance(first, CleanArticle)
    assert isinstance(last, CleanArticle)
    assert (first.article_id, last.article_id) == ("a", "c")


def test_stages_lead_from_one_to_another() -> None:
    assert [stage.name for stage in stages_between(RAW_ARTICLES, "quotes")] == ["clean", "entities", "quotes"]
    assert [stage.name for stage in stages_between("clean", "entities")] == ["entities"]
    assert stages_between("entities", "clean") == ()
