"""Quotes of a whole article: sentence by sentence, going on over sentences and paragraphs, carrying speakers over."""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.attribution_search import find_attributions
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.passages import Passage
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.patterns.alone import STANDALONE, is_standalone
from workers.stages.quotes.patterns.paragraphs import ANSWER, Said
from workers.stages.quotes.patterns.pattern import Pattern
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.scare import is_headline
from workers.stages.quotes.sentence import Sentence
from workers.stages.quotes.sentence_quotes import SentenceQuote, find_in_sentence
from workers.stages.quotes.speakers import leading_speaker
from workers.stages.quotes.tokens import Token, mention_end
from workers.stages.quotes.unmarked import said_without_marks
from workers.stages.quotes.whole_mentions import whole_mention

CARRY = 2
"""Paragraphs over which a speaker is carried to a quote without a cue."""


def find_drafts(sentences: Sequence[Sentence], patterns: Sequence[Pattern] = PATTERNS) -> list[Draft]:
    """Find the quotes of a text with their cues and speakers, in order; all patterns are tried unless fewer are given.

    Spans lie within the text and do not overlap.
    """
    reading = _Reading(patterns)
    whole = {number: said for number, said in said_without_marks(sentences).items() if said.pattern in patterns}
    for sentence in sentences:
        said = whole.get(sentence.paragraph)
        if said is None:
            reading.read(sentence)
        elif sentence.first and said.spans:
            reading.take(said, sentence.paragraph)
    return reading.drafts


class _Reading:
    """What is known when a sentence is read: the quotes so far, and who spoke or acted last."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = patterns
        self.drafts: list[Draft] = []
        self.joinable = False
        """Whether a passage that stands alone now goes on with the last quote."""
        self.asked = False
        """Whether the narrator has just asked something: a passage that stands alone now is the answer."""
        self.speaker: list[Token] = []
        self.speaker_paragraph = -1

    def read(self, sentence: Sentence) -> None:
        """Take the quotes of the next sentence."""
        tokens = sentence.tokens
        if is_standalone(tokens):
            for quote in find_in_sentence(tokens, (), sentence.tree, self.patterns):
                passage = tokens[quote.begin].passage
                if quote.pattern is STANDALONE and passage is not None:
                    self._standalone(passage, sentence)
            return
        attributions = find_attributions(tokens, sentence.tree)
        quotes = find_in_sentence(tokens, attributions, sentence.tree, self.patterns)
        last = None
        for quote in quotes:
            last = self._quote(quote, sentence)
        ended = attributions[-1].extent.end if attributions else 0
        quoted_last = last is not None and tokens[-1].end - last.spans[-1][1] <= 1
        attributed_last = bool(quotes) and quotes[-1].attribution is not None and len(attributions) == 1
        self.joinable = last is not None and bool(last.marked) and (attributed_last or quoted_last)
        asks = not quotes and tokens[-1].text == "?"
        speaker = attributions[-1].speaker if ended else None if asks else _protagonist(tokens)
        narrator = speaker is not None and tokens[speaker.begin].word == "i"
        self.asked = asks or narrator
        if not narrator:  # who writes, or asks, does not give the answers
            self._remember(sentence, speaker)

    def take(self, said: Said, paragraph: int) -> None:
        """Take what is said in a whole paragraph."""
        marked = list(said.spans) if said.marked else []
        self.drafts.append(
            Draft(
                list(said.spans),
                paragraph,
                said.pattern,
                speaker=list(said.speaker),
                carried=said.pattern is ANSWER,
                marked=marked,
            )
        )
        self.joinable = False

    def _remember(self, sentence: Sentence, speaker: Range | None) -> None:
        if speaker is None:
            return
        self.speaker = sentence.tokens[speaker.begin : speaker.end]
        self.speaker_paragraph = sentence.paragraph

    def _standalone(self, passage: Passage, sentence: Sentence) -> None:
        span = (passage.start, passage.end)
        last = self.drafts[-1] if self.drafts else None
        if last is not None and self._goes_on(last, passage, sentence):
            last.spans.append(span)
            last.marked.append(span)
            last.open = not passage.closed
            self.joinable = True
            return
        if sentence.first and is_headline(sentence.tokens[0].text):
            return  # a heading in marks
        carried = sentence.paragraph - self.speaker_paragraph <= CARRY + self.asked and bool(self.speaker)
        if passage.words >= (2 if carried and not passage.single else 4):
            speaker = self.speaker if carried else []
            if carried and self.asked:
                self.speaker_paragraph = sentence.paragraph
            self.drafts.append(
                Draft(
                    [span],
                    sentence.paragraph,
                    STANDALONE,
                    speaker=speaker,
                    carried=True,
                    open=not passage.closed,
                    marked=[span],
                )
            )
            self.joinable = True

    def _goes_on(self, last: Draft, passage: Passage, sentence: Sentence) -> bool:
        if passage.continues and sentence.first:
            return last.open
        return self.joinable and not sentence.first and last.paragraph <= sentence.paragraph

    def _quote(self, quote: SentenceQuote, sentence: Sentence) -> Draft:
        tokens = sentence.tokens
        spans = [(tokens[begin].start, tokens[end - 1].end) for begin, end in quote.pieces]
        marked = [t.passage for begin, end in quote.pieces for t in tokens[begin:end] if t.passage is not None]
        attribution = quote.attribution
        speaker = attribution.speaker if attribution else quote.speaker
        if attribution and speaker and not attribution.alone:
            after = (piece.begin for piece in quote.pieces if piece.begin >= speaker.end)
            speaker = whole_mention(tokens, speaker, attribution.cue, min(after, default=len(tokens)))
        draft = Draft(
            spans,
            sentence.paragraph,
            quote.pattern,
            cue=(tokens[attribution.cue.begin].start, tokens[attribution.cue.end - 1].end) if attribution else None,
            speaker=tokens[speaker.begin : speaker.end] if speaker else [],
            open=bool(marked) and not marked[-1].closed,
            marked=[(passage.start, passage.end) for passage in marked],
            modality=attribution.modality if attribution else "said",
        )
        last = self.drafts[-1] if self.drafts else None
        if marked and marked[0].continues and sentence.first and last is not None and last.open:
            last.spans += draft.spans
            last.marked += draft.marked
            last.open = draft.open
            if last.cue is None and draft.cue is not None:
                last.cue, last.speaker, last.carried = draft.cue, draft.speaker, False
            return last
        if (
            attribution is None
            and not draft.speaker
            and self.speaker
            and sentence.paragraph - self.speaker_paragraph <= CARRY
        ):
            draft.speaker, draft.carried = self.speaker, True
        self.drafts.append(draft)
        return draft


def _protagonist(tokens: Sequence[Token]) -> Range | None:
    """Find who a sentence without a cue is about, if it is a person: a quote that follows alone is by them."""
    found = leading_speaker(tokens, len(tokens)) or _introduced(tokens)
    if found is None:
        return None
    last = tokens[found.end - 1]
    return found if last.is_person or last.word in lexicon.SINGULAR_PERSONS else None


def _introduced(tokens: Sequence[Token]) -> Range | None:
    """Find whose words follow a colon: "And from Chairwoman Rosa Lindgren:"."""
    if tokens[-1].text != ":":
        return None
    begin = next((at for at, token in enumerate(tokens) if token.is_person), None)
    if begin is None:
        return None
    return Range(begin, mention_end(tokens, begin))
