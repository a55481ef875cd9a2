import pytest

from workers.stages.quotes.cues import CUES, NOT_FLOATING, PHRASES_BY_FIRST, Behaviour, Form, inflected


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("warn", ("warns", "warned", "warning")),
        ("argue", ("argues", "argued", "arguing")),
        ("testify", ("testifies", "testified", "testifying")),
        ("say", ("says", "said", "saying")),
        ("confess", ("confesses", "confessed", "confessing")),
        ("admit", ("admits", "admitted", "admitting")),
    ],
)
def test_forms_of_a_verb(lemma: str, forms: tuple[str, str, str]) -> None:
    assert inflected(lemma) == forms


@pytest.mark.parametrize(
    ("word", "lemma", "behaviour", "form"),
    [
        ("said", "say", Behaviour.SAYING, Form.PAST),
        ("tells", "tell", Behaviour.TELLING, Form.PRESENT),
        ("calling", "call", Behaviour.NAMING, Form.PARTICIPLE),
        ("read", "read", Behaviour.SAYING, Form.PAST),
        ("quoted", "quote", Behaviour.QUOTING, Form.PAST),  # in two rows: the last one holds
        ("advise", "advise", Behaviour.TELLING, Form.PLAIN),
    ],
)
def test_a_word_is_a_cue_in_one_form_with_one_behaviour(
    word: str, lemma: str, behaviour: Behaviour, form: Form
) -> None:
    cue = CUES[word]
    assert (cue.lemma, cue.behaviour, cue.form) == (lemma, behaviour, form)


def test_a_plain_form_that_is_mostly_another_word_is_no_cue() -> None:
    assert {"post", "counter"} <= NOT_FLOATING
    assert not {"post", "counter"} & CUES.keys()
    assert {"posted", "countering"} <= CUES.keys()


def test_of_phrases_with_one_first_word_the_longest_is_tried_first() -> None:
    for phrases in PHRASES_BY_FIRST.values():
        assert [len(phrase) for phrase in phrases] == sorted(map(len, phrases), reverse=True)
