import pytest

from workers.stages.quotes.cues import CUES, PHRASES_BY_FIRST, Behaviour, Cue, Form, read_verbs
from workers.stages.quotes.lexicon.loading import WordLists


def rows(**changed: str) -> dict[str, dict[str, dict[str, str]]]:
    return {"saying": {"posit": {"forms": "posit posits posited positing", **changed}}}


def test_a_verb_is_one_row() -> None:
    assert read_verbs(rows()) == {
        "posit": Cue("posit", Behaviour.SAYING, Form.PLAIN),
        "posits": Cue("posit", Behaviour.SAYING, Form.PRESENT),
        "posited": Cue("posit", Behaviour.SAYING, Form.PAST),
        "positing": Cue("posit", Behaviour.SAYING, Form.PARTICIPLE),
    }


def test_a_form_may_have_two_spellings_or_none() -> None:
    assert set(read_verbs(rows(forms="- posits posited/positted positing"))) == {
        "posits",
        "posited",
        "positted",
        "positing",
    }


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (rows(forms="posit posits posited"), "saying.posit needs four forms"),
        (rows(traits="listens"), "saying.posit"),
        (rows(listener="true"), "saying.posit"),
        ({"claiming": rows()["saying"]}, "claiming.posit"),
        (rows() | {"telling": {"pose": {"forms": "pose poses posited posing"}}}, "posited stands there twice"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(tables: dict[str, dict[str, dict[str, str]]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_verbs(tables)


def test_a_word_list_is_read_once_and_by_some_rule() -> None:
    lists = WordLists("words.toml")
    assert "she" in lists.take("subject_pronouns")
    for key in ("subject_pronouns", "unheard_of"):
        with pytest.raises(ValueError, match=key):
            lists.take(key)
    with pytest.raises(ValueError, match="no rule reads it, you, object_pronouns"):
        lists.close()


@pytest.mark.parametrize(
    ("word", "lemma", "behaviour", "form"),
    [
        ("said", "say", Behaviour.SAYING, Form.PAST),
        ("tells", "tell", Behaviour.TELLING, Form.PRESENT),
        ("calling", "call", Behaviour.NAMING, Form.PARTICIPLE),
        ("read", "read", Behaviour.SAYING, Form.PAST),
        ("quoted", "quote", Behaviour.QUOTING, Form.PAST),
        ("advise", "advise", Behaviour.TELLING, Form.PLAIN),
        # Forms that rules of spelling get wrong, checked against lemminflect's.
        ("slammed", "slam", Behaviour.NAMING, Form.PAST),
        ("dubbed", "dub", Behaviour.NAMING, Form.PAST),
        ("labeled", "label", Behaviour.NAMING, Form.PAST),
        ("snapped", "snap", Behaviour.SAYING, Form.PAST),
        ("averring", "aver", Behaviour.SAYING, Form.PARTICIPLE),
        ("foresaw", "foresee", Behaviour.SAYING, Form.PAST),
        ("agreeing", "agree", Behaviour.SAYING, Form.PARTICIPLE),
        ("instructed", "instruct", Behaviour.TELLING, Form.PAST),
    ],
)
def test_a_word_is_a_cue_in_one_form_with_one_behaviour(
    word: str, lemma: str, behaviour: Behaviour, form: Form
) -> None:
    cue = CUES[word]
    assert (cue.lemma, cue.behaviour, cue.form) == (lemma, behaviour, form)


def test_a_plain_form_that_is_mostly_another_word_is_no_cue() -> None:
    assert not {"post", "counter"} & CUES.keys()
    assert {"posted", "countering"} <= CUES.keys()


def test_of_phrases_with_one_first_word_the_longest_is_tried_first() -> None:
    for phrases in PHRASES_BY_FIRST.values():
        assert [len(phrase) for phrase in phrases] == sorted(map(len, phrases), reverse=True)
