import pytest
import spacy

from workers.stages import spacy_pipelines
from workers.stages.spacy_pipelines import WordMemory


def test_words_are_remembered_until_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_pipelines, "MOST_WORDS", 100)
    language = spacy.blank("en")
    before = len(language.vocab.strings)
    words = WordMemory(language)
    sizes = []
    for number in range(50):
        words.make_room()
        doc = language.make_doc(" ".join(f"name{number}x{other}" for other in range(30)))
        assert [token.text for token in doc][-1] == f"name{number}x29"
        sizes.append(len(language.vocab.strings) - before)
    assert sizes[1] > sizes[0]
    assert max(sizes) < 3 * 100 + 30


def test_the_first_words_are_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_pipelines, "MOST_WORDS", 40)
    language = spacy.blank("en")
    words = WordMemory(language)
    for number in range(6):
        words.make_room()
        language.make_doc(" ".join(f"name{number}x{other}" for other in range(30)))
    words.make_room()
    assert "name0x1" in language.vocab.strings
    assert "name4x1" not in language.vocab.strings
