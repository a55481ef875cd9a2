"""How sure a quote says it is, and what training takes for right."""

import pytest

from tests.stages.quotes.support import quotes
from training.quotes.calibrate import verdict


def test_a_named_speaker_is_surer_than_none() -> None:
    (named,) = quotes("“We wait for the tide,” said {Eva Weber}.")
    (nobody,) = quotes("“We wait for the tide to turn.”")

    assert named.confidence is not None
    assert nobody.confidence is not None
    assert 0.5 < nobody.confidence < named.confidence < 1
    assert named.content_confidence is not None
    assert named.speaker_confidence is not None
    assert named.confidence == pytest.approx(named.content_confidence * named.speaker_confidence, abs=0.001)


def test_words_in_marks_are_surer_than_a_clause() -> None:
    (direct,) = quotes("“We wait for the tide,” said {Eva Weber}.")
    (indirect,) = quotes("{Eva Weber} said that they would wait for the tide.")

    assert direct.confidence is not None
    assert indirect.confidence is not None
    assert indirect.confidence < direct.confidence
    assert (direct.found_by, indirect.found_by) == ("marks_and_cue", "clause_and_cue")


TEXT = "“We wait for the tide,” said Weber. Eva Weber left."


@pytest.mark.parametrize(
    ("annotated", "right"),
    [
        ({"content": [[0, 23]], "speaker": [29, 34], "speaker_name": "Captain Eva Weber"}, True),
        ({"content": [[0, 23]], "speaker": [29, 34], "speaker_name": "Karl Voss"}, False),
        ({"content": [[0, 23]], "speaker": [29, 34]}, True),
        ({"content": [[0, 23]], "speaker": [36, 45]}, False),
        ({"content": [[0, 23]]}, False),
        ({"content": [[36, 45]], "speaker": [29, 34]}, False),
        ({"content": [[0, 23]], "optional": True}, None),
    ],
)
def test_what_is_right(annotated: dict[str, object], right: bool | None) -> None:  # noqa: FBT001
    (quote,) = quotes("“We wait for the tide,” said {Weber=Eva Weber}. {Eva Weber} left.")

    said = verdict({"text": TEXT, "quotes": [annotated]}, quote)
    assert (said and said.speaker) is right
