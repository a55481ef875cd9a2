"""Noun phrases that name a speaker: found without a parser, from names, nouns for speakers and signs.

Functions work on the tokens of one sentence, give index ranges, end exclusive, and look at few tokens.
"""

from collections.abc import Sequence

from workers.stages.quotes import lexicon
from workers.stages.quotes.phrases import REACH, Range, can_head, phrase_after, phrase_before
from workers.stages.quotes.tokens import COMMAS, DASHES, Token, mention_end


def subject_before(tokens: Sequence[Token], cue: int, floor: int) -> Range | None:
    """Find the speaker that ends before a cue and begins at or after `floor`, with or without apposition."""
    end = _before_adverbs(tokens, cue, floor)
    if end <= floor:
        return None
    if tokens[end - 1].text == ")":
        end = next((at for at in range(end - 2, max(floor, end - 15) - 1, -1) if tokens[at].text == "("), floor)
        if end <= floor:
            return None
    last = tokens[end - 1]
    if last.text in COMMAS:
        return _before_apposition(tokens, end - 1, floor)
    if last.word == "who":
        end -= 2 if end - 2 >= floor and tokens[end - 2].text == "," else 1
        return phrase_before(tokens, end, floor) if end > floor else None
    found = phrase_before(tokens, end, floor)
    if found and found.begin - 2 > floor and tokens[found.begin - 1].word in lexicon.BINDING:
        aside = tokens[found.begin - 2].text == ","  # Senator Ken Salazar, from Colorado said
        return (_before_apposition(tokens, found.begin - 2, floor) if aside else None) or found
    return found and _with_description(tokens, found, floor)


def _before_adverbs(tokens: Sequence[Token], cue: int, floor: int) -> int:
    """Pass over adverbs and times before a verb: "Lane on Tuesday said", but not over those of "a report released last week"."""
    end = cue
    while end > floor and _is_adverb(tokens[end - 1]):
        end -= 1
    timeless = before_times(tokens, end, floor)
    return end if timeless > floor and tokens[timeless - 1].word in lexicon.ORIGINS else timeless


def before_times(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Pass over times and adverbs to the left, and over the preposition before them: "a letter early on Friday"."""
    begin = end
    while begin > floor:
        timed = begin < end and tokens[begin - 1].word in lexicon.ASIDE
        if not (timed or _is_time(tokens[begin - 1]) or _is_adverb(tokens[begin - 1])):
            break
        begin -= 1
    return begin


def _is_time(token: Token) -> bool:
    time = token.word in lexicon.TIMES or token.word in lexicon.THIS_OR_LAST
    return token.dated or token.word in lexicon.MONTHS_AND_DAYS or (time and not token.capital)


def _is_adverb(token: Token) -> bool:
    word = token.word
    adverb = word.endswith("ly") and token.mention is None and word not in lexicon.NO_ADVERBS
    return adverb or word in lexicon.ADVERBS or word in lexicon.AUXILIARIES


def _before_apposition(tokens: Sequence[Token], comma: int, floor: int) -> Range | None:
    """Find the speaker of "Ilves, the harbour master of Pelsund, said": the first part between commas that is one."""
    starts = [floor] if comma - floor <= REACH else []
    starts += [at + 1 for at in range(max(floor, comma - REACH), comma) if tokens[at].text in COMMAS]
    parts = [Range(begin, _part_end(tokens, begin, comma)) for begin in starts]
    for number, part in enumerate(parts):
        phrase = _whole_phrase(tokens, part)
        dateline = (
            part.begin == 0 and part.end < len(tokens) and tokens[part.end].text in DASHES and tokens[0].text.isupper()
        )
        if phrase is None or dateline:
            continue
        following = parts[number + 1] if number + 1 < len(parts) else None
        described = _is_description(tokens, phrase)
        if described and following and _is_one_name(tokens, following):
            return Range(phrase.begin, following.end)
        return phrase
    return None


def _part_end(tokens: Sequence[Token], begin: int, limit: int) -> int:
    return next((at for at in range(begin, limit) if tokens[at].text in COMMAS | {"("}), limit)


def _whole_phrase(tokens: Sequence[Token], part: Range) -> Range | None:
    """Take a part between commas for a speaker if all of it is a noun phrase around a name or a noun for speakers."""
    begin = part.begin
    while begin < part.end and tokens[begin].word in lexicon.ADVERBS | lexicon.THEN:
        begin += 1
    end = next((at for at in range(begin, part.end) if tokens[at].word in lexicon.RELATIVES), part.end)
    words = tokens[begin:end]
    if not words or len(words) > REACH or words[0].word in lexicon.PREPOSITIONS | lexicon.CLAUSE_WORDS | {"according"}:
        return None
    if any(token.passage or token.word in lexicon.AUXILIARIES or token.text in ";:?!" for token in words):
        return None
    head = next((at for at, token in enumerate(words) if token.word in lexicon.PREPOSITIONS and at), len(words))
    inside = any(token.mention and token.mention is words[head - 1].mention for token in words[head:])
    core = words[-1] if inside else words[head - 1]
    lone = len(words) == 1 and core.word in lexicon.PRONOUNS
    unseen_name = len(words) > 1 and all(token.capital and token.mention is None for token in words)
    return Range(begin, end) if lone or unseen_name or can_head(core) else None


def _is_description(tokens: Sequence[Token], phrase: Range) -> bool:
    last = tokens[phrase.end - 1]
    headed = any(lexicon.is_person_noun(token.word) for token in tokens[phrase.begin : phrase.end])
    return headed and not last.is_person


def _is_one_name(tokens: Sequence[Token], part: Range) -> bool:
    words = tokens[part.begin : part.end]
    mention = words[0].mention if words else None
    return mention is not None and mention.label == "PERSON" and all(token.mention is mention for token in words)


def _with_description(tokens: Sequence[Token], name: Range, floor: int) -> Range:
    """Add the description before a name: "His deputy, Sofia Berg said"."""
    if name.begin - 1 <= floor or tokens[name.begin - 1].text != "," or not _is_one_name(tokens, name):
        return name
    comma = name.begin - 1
    begin = next((at + 1 for at in range(comma - 1, max(floor, comma - 12) - 1, -1) if tokens[at].text in ",;:"), floor)
    determined = tokens[begin].word in lexicon.DETERMINERS or tokens[begin + 1].word == "'s"
    phrase = _whole_phrase(tokens, Range(begin, comma)) if determined and comma - begin <= 12 else None
    if phrase is None or not _is_description(tokens, phrase):
        return name
    several = lexicon.is_plural(tokens[phrase.end - 1].word)  # These employees, Stumpf said, …
    return name if several else Range(begin, name.end)


def subject_after(tokens: Sequence[Token], begin: int) -> Range | None:
    """Find the speaker that begins right after a cue: "said councillor Priya Nair", "according to the Health Board"."""
    if begin >= len(tokens) or not tokens[begin].is_word:
        return None
    first = tokens[begin]
    if first.word in lexicon.PRONOUNS or first.word in lexicon.THIRD_PERSON_OBJECTS:
        follows = begin + 1 < len(tokens) and first.word == "her" and tokens[begin + 1].is_word
        if not follows or tokens[begin + 1].word in lexicon.PREPOSITIONS:
            return Range(begin, begin + 1)
    if first.word in lexicon.PREPOSITIONS | lexicon.CLAUSE_WORDS | lexicon.AUXILIARIES | lexicon.MONTHS_AND_DAYS:
        return None
    phrase = phrase_after(tokens, begin)
    return phrase and Range(begin, _joined_name(tokens, begin, phrase.end))


def _joined_name(tokens: Sequence[Token], begin: int, end: int) -> int:
    """Add "and Jones" after a name, and the name after a description: "said his deputy, Sofia Berg"."""
    if end + 1 < len(tokens) and tokens[end].word == "and" and tokens[end - 1].mention is not None:
        mention = tokens[end + 1].mention
        if mention is not None and mention.label == "PERSON":
            return mention_end(tokens, end + 1)
    if end + 1 < len(tokens) and tokens[end].text == "," and _is_description(tokens, Range(begin, end)):
        mention = tokens[end + 1].mention
        if mention is not None and mention.label == "PERSON":
            stop = mention_end(tokens, end + 1)
            return (
                stop
                if stop == len(tokens) or not tokens[stop].is_word or tokens[stop].word in lexicon.PREPOSITIONS | {"as"}
                else end
            )
    return end


def leading_speaker(tokens: Sequence[Token], limit: int) -> Range | None:
    """Find the first phrase of a sentence that can be a speaker: a pronoun, a name, a noun for people."""
    for at in range(min(limit, REACH)):
        token = tokens[at]
        if token.word in lexicon.PRONOUNS:
            return Range(at, at + 1)
        titled = token.word in lexicon.TITLES and at + 1 < limit and tokens[at + 1].text == "."  # Mrs. Clinton
        if token.passage is not None or titled or not can_head(token) or token.word in lexicon.STATEMENTS:
            continue
        end = at + 1
        while end < limit and ((token.mention and tokens[end].mention is token.mention) or can_head(tokens[end])):
            end += 1
        governed = phrase_before(tokens, end, 0)
        if governed is None:
            continue
        previous = tokens[governed.begin - 1].word if governed.begin else ""
        possessive = end < limit and tokens[end].word == "'s"
        if previous not in lexicon.PREPOSITIONS and not possessive:
            return governed
    return None
