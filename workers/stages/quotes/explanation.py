"""Why something was found to be said, or was not, and why by this speaker: for people who miss a quote."""

from collections.abc import Iterator, Sequence

from schemas.article_with_entities import ArticleWithEntities
from workers.stages.quotes.assembly import found_in
from workers.stages.quotes.attribution import Attribution
from workers.stages.quotes.attribution_search import find_attributions
from workers.stages.quotes.confidence import Confidence, confidence
from workers.stages.quotes.coreference import Resolved
from workers.stages.quotes.cues import may_be_cue
from workers.stages.quotes.model import SyntaxModel
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.reading import Reading
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.sentence import Sentence
from workers.stages.quotes.sentence_quotes import Step, steps
from workers.stages.quotes.stage import sentences_of

WIDTH = 90
"""Code points of a text that are shown."""
CANDIDATES = 4
"""Candidates for a speaker that are shown."""


def explain(article: ArticleWithEntities, model: SyntaxModel) -> Iterator[str]:
    """Yield lines of plain text: per sentence its cues and what each pattern did, then per quote who may have said it."""
    (sentences,) = sentences_of([article], model)
    for sentence in sentences:
        yield from _explained(article.text, sentence)
    for draft, resolved, quote in found_in(article, sentences):
        yield f"quote {_cut(quote.text)}"
        yield f"      by {draft.pattern.name}, {quote.type}, {quote.modality}, {_sure(confidence(draft, resolved, quote.type))}"
        yield f"      speaker: {quote.speaker.text if quote.speaker else 'no mention'}{' (carried over)' * draft.carried}"
        yield from _who(resolved)


def _explained(text: str, sentence: Sentence) -> Iterator[str]:
    tokens = sentence.tokens
    yield f"sentence {_cut(text[tokens[0].start : tokens[-1].end])}"
    if not any(token.passage or may_be_cue(token.word) for token in tokens):
        yield "  none of its words is a cue, and none stands in marks"
        return
    attributions = find_attributions(tokens, sentence.tree)
    yield from _cues(sentence, attributions)
    for step in steps(Reading(tokens, attributions, sentence.tree), PATTERNS):
        yield from _tried(text, sentence, attributions, step)


def _cues(sentence: Sentence, attributions: Sequence[Attribution]) -> Iterator[str]:
    """Yield the words that may be cues, each with its speaker or why it is none."""
    by_cue = {at: one for one in attributions for at in range(*one.cue)}
    inside = {at for one in attributions for at in range(*one.extent)}
    for at, token in enumerate(sentence.tokens):
        if at in by_cue and at == by_cue[at].cue.begin:
            speaker = by_cue[at].speaker
            named = _words(sentence, speaker) if speaker else "nobody"
            yield f"  cue   {token.text}: {by_cue[at].behaviour.name.lower()}, {by_cue[at].modality}, by {named}"
        elif at not in inside and may_be_cue(token.word):
            tag = sentence.tree.tags[at] or "not parsed"
            yield f"  no cue {token.text} ({tag}): no speaker fits, or it is no verb of saying here"


def _tried(text: str, sentence: Sentence, attributions: Sequence[Attribution], step: Step) -> Iterator[str]:
    about = _words(sentence, attributions[step.at].cue) if step.pattern.has_cue else "marks"
    if not step.found:
        yield f"  left  {step.pattern.name} ({about}): needs {step.pattern.needs}"
    for pieces in step.found:
        tokens = sentence.tokens
        shown = " … ".join(text[tokens[piece.begin].start : tokens[piece.end - 1].end] for piece in pieces)
        yield f"  took  {step.pattern.name} ({about}): {_cut(shown)}"


def _who(resolved: Resolved) -> Iterator[str]:
    names = ", ".join(one.name or "" for one in resolved.speakers) or "nobody who is named"
    yield f"      means {names}, by {resolved.how}"
    for candidate in resolved.candidates[:CANDIDATES]:
        reasons = "; ".join(f"{weight:+.1f} {name}" for name, weight in candidate.reasons)
        yield f"      {candidate.score:+6.1f} {candidate.party.name or 'somebody without a name'}: {reasons}"


def _sure(sure: Confidence) -> str:
    return f"confidence {sure.both:.2f} (content {sure.content:.2f}, speaker {sure.speaker:.2f})"


def _words(sentence: Sentence, part: Range) -> str:
    return " ".join(token.text for token in sentence.tokens[slice(*part)])


def _cut(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= WIDTH else f"{whole[: WIDTH - 1]}…"
