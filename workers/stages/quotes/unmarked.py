"""Whole paragraphs that somebody says though no marks stand around them: answers, posts, turns, blocks."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution_search import find_attributions
from workers.stages.quotes.cues import Behaviour
from workers.stages.quotes.openings import ASIDE
from workers.stages.quotes.patterns.paragraphs import ANSWER, BLOCK, EMBEDDED_POST, Said
from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.sentence import Sentence
from workers.stages.quotes.tokens import DASHES, ENDS, Token
from workers.stages.quotes.transcripts import turns

QUESTION = 40
"""Tokens; a paragraph that is longer is no question, though it may end with one."""
SIGNATURE = 12
"""Tokens; who somebody is may take as many under what they say."""
LEAST = 2
"""Questions from which on an article is an interview."""
BLOCK_WORDS = 8
"""Words; what is shorter after a colon may be an item of a list."""


def said_without_marks(sentences: Sequence[Sentence]) -> dict[int, Said]:
    """Find what is said without marks, by the number of its paragraph."""
    paragraphs = {
        number: [token for sentence in group for token in sentence.tokens]
        for number, group in groupby(sentences, key=lambda sentence: sentence.paragraph)
    }
    return {
        **dict(_blocks(sentences, paragraphs)),
        **dict(_answers(paragraphs)),
        **dict(_posts(paragraphs)),
        **dict(_pulled(paragraphs)),
        **dict(turns(paragraphs)),
    }


def _blocks(sentences: Sequence[Sentence], paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    """Find what stands in a block of its own: "Lane said in a statement:", and a paragraph after that."""
    for sentence, following in pairwise(sentences):
        said = paragraphs[following.paragraph]
        long = sum(token.is_word for token in said) >= BLOCK_WORDS and not any(token.passage for token in said)
        if sentence.tokens[-1].text != ":" or not following.first or not long:
            continue
        found = find_attributions(sentence.tokens, sentence.tree)[-1:]
        for attribution in found:
            near = len(sentence.tokens) - attribution.extent.end <= ASIDE
            if near and attribution.speaker and attribution.behaviour in {Behaviour.SAYING, Behaviour.TELLING}:
                yield following.paragraph, _said(BLOCK, said, sentence.tokens[slice(*attribution.speaker)])


def _posts(paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    """Find posts by the paragraph after them: "— Daniel Okafor (@cllrokafor) March 3, 2026"."""
    for (number, tokens), (_, after) in pairwise(paragraphs.items()):
        bracket = next((at for at, token in enumerate(after) if token.text == "("), 0)
        handle = after[bracket + 1].text if bracket + 1 < len(after) else ""
        signed = len(after) > 1 and after[0].text in DASHES and bracket > 1 and handle == "@"
        if signed and not any(token.passage for token in tokens):
            yield number, _said(EMBEDDED_POST, tokens, after[1:bracket])


def _pulled(paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    """Find what somebody says of themselves in a box, by the line under it: "Miriam Feld, Brackwater Sports Trust"."""
    for (number, tokens), (_, after) in pairwise(paragraphs.items()):
        name = next((at for at, token in enumerate(after) if not token.is_person), len(after))
        signed = name > 0 and len(after) <= SIGNATURE and (name == len(after) or after[name].text == ",")
        alone = signed and after[-1].text not in ENDS and not any(token.word in lexicon.AUXILIARIES for token in after)
        if alone and _personal(tokens) and not any(token.passage for token in tokens):
            yield number, _said(BLOCK, tokens, after)


def _answers(paragraphs: dict[int, list[Token]]) -> Iterator[tuple[int, Said]]:
    """Find what comes after questions that stand alone, where one person was named before the first of them."""
    questions = [number for number, tokens in paragraphs.items() if _asks(tokens)]
    if len(questions) < LEAST or not any(_addresses(paragraphs[number]) for number in questions):
        return
    speaker = _only_person(
        [token for number, tokens in paragraphs.items() if number < questions[0] for token in tokens]
    )
    answers = dict(_after_questions(paragraphs, questions[0]))
    personal = sum(map(_personal, answers.values()))
    if speaker and 2 * personal >= len(answers):
        yield from ((number, _said(ANSWER, tokens, speaker)) for number, tokens in answers.items())
        asked = (number for number in paragraphs if number + 1 in answers and number not in answers)
        yield from ((number, Said(ANSWER, (), speaker)) for number in asked)


def _after_questions(paragraphs: dict[int, list[Token]], first: int) -> Iterator[tuple[int, list[Token]]]:
    """Yield the paragraph after each question, and those after it in which somebody goes on about themselves."""
    asked = answered = False
    for number, tokens in paragraphs.items():
        if number < first:
            continue
        if _asks(tokens) or _addresses(tokens):
            asked, answered = True, False
            continue
        goes_on = answered and _personal(tokens)
        answered = (asked or goes_on) and not any(token.passage for token in tokens)
        asked = False
        if answered:
            yield number, tokens[2:] if _labelled(tokens, "a") else tokens


def _said(pattern: Pattern, tokens: Sequence[Token], speaker: Sequence[Token]) -> Said:
    return Said(pattern, ((tokens[0].start, tokens[-1].end),), speaker)


def _asks(tokens: Sequence[Token]) -> bool:
    short = len(tokens) <= QUESTION and not any(token.passage for token in tokens)
    return short and (tokens[-1].text == "?" or _labelled(tokens, "q"))


def _addresses(tokens: Sequence[Token]) -> bool:
    """Return whether a short paragraph speaks to somebody: "Your critics say that it came too late."."""
    return len(tokens) <= QUESTION and (
        _labelled(tokens, "q") or (any(token.word in {"you", "your"} for token in tokens) and not _personal(tokens))
    )


def _personal(tokens: Sequence[Token]) -> bool:
    return any(token.word in lexicon.FIRST_PERSONS for token in tokens)


def _labelled(tokens: Sequence[Token], label: str) -> bool:
    return len(tokens) > len("q:") and tokens[0].word == label and tokens[1].text == ":"


def _only_person(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the mention of the one person that an introduction names; nothing where it names several."""
    people = [token for token in tokens if token.is_person]
    if len({token.mention.entity_id for token in people if token.mention is not None}) != 1:
        return ()
    return [token for token in people if token.mention is people[0].mention]
