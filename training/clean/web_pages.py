"""Web pages to train on: their lines by the tree, measured, and which of them belong to the story."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from training.clean.measures import shingles
from training.clean.plain_pages import plain_page
from training.clean.samples import UNKNOWN, Sample
from training.clean.variants import VARIANTS, Variant, varied, with_boxes
from workers.stages.clean.html import read_page
from workers.stages.clean.language import language_of_tag, language_of_text
from workers.stages.clean.line_features import Matrix
from workers.stages.clean.page_model import PageText
from workers.stages.clean.prose import line_key
from workers.stages.clean.unicode_repair import repair_line

KEPT_SHARE = 0.6
"""The share of a line's shingles that stand in the story, from which on it belongs to it."""
WORDS = 3
NEAR = 6
"""Lines; of several copies the one counts that has most of the story so near."""
MUCH_LONGER = 2
"""A line so many times as long as the longest paragraph holds a second copy of the story, not a part of it."""
VARIANT_SHARE = 0.4
"""What a page counts of which all but the story was taken away, against 1 of the page: what is clean must come through as it is."""
MARKUPS = 4
"""In how many other markups a page is trained on, of those in `variants`; each has boxes in it as likely as not."""
PLAIN_PAGES = 4
"""How many pages with little around the story are made of each."""
MARKUP_SHARE = 0.2
"""What a page counts in another markup."""
PASSAGES_SHARE = 0.3
"""What a page counts whose story is known in passages only."""
FILES = {"stories": "html_dev.jsonl.gz", "passages": "passages.jsonl.gz"}


def read_stories(folder: Path) -> Iterator[tuple[Sample, list[Sample]]]:
    """Read pages with the whole of their stories, each with variants: one that holds nothing else, some in other markup."""
    for row in _rows(folder / FILES["stories"]):
        html = _html(folder / row["html_file"])
        page = _read(html)
        keep = labels([line.text for line in page.lines], row["article_body"])
        story = replace(page, lines=[line for line, kept in zip(page.lines, keep, strict=True) if kept])
        made = _sample(row, "variant", story, np.ones(len(story.lines)), VARIANT_SHARE)
        yield _sample(row, row["source"], page, keep, 1.0), [*([made] if story.lines else []), *_varied(row, html)]


def _varied(row: dict[str, Any], html: str) -> Iterator[Sample]:
    random = Random(row["html_file"])
    made: list[tuple[Variant, ...]] = [(variant,) for variant in random.sample(VARIANTS, MARKUPS)]
    for variants in [*(one if random.random() < 0.5 else (*one, with_boxes) for one in made), (with_boxes,)]:
        page = _read(varied(html, variants, random))
        if page.lines:
            yield _labelled(row, page)
    title = row["title"] or "…"
    for _ in range(PLAIN_PAGES):
        yield _labelled(row, _read(plain_page(title, row["article_body"], row["lang"], random)))


def _labelled(row: dict[str, Any], page: PageText) -> Sample:
    keep = labels([line.text for line in page.lines], row["article_body"])
    return _sample(row, "markup", page, keep, MARKUP_SHARE)


def read_passages(folder: Path) -> Iterator[Sample]:
    """Read pages of which some passages are known to belong to the story, and some not to."""
    for row in _rows(folder / FILES["passages"]):
        page = _read(_html(folder / row["html_file"]))
        wanted, unwanted = (_keys(row[name]) for name in ("with", "without"))
        keep = np.array([_known(f" {key} ", wanted, unwanted) for key in page.judged.keys])
        row |= {"site": urlsplit(row["url"]).netloc, "article_body": ""}
        if page.lines:
            yield _sample(row, "passages", page, keep, PASSAGES_SHARE)


def labels(lines: Sequence[str], story: str) -> Matrix:
    """Return for each line 1 where it belongs to a story, else 0; of copies one does, unless the story has several."""
    paragraphs = Counter(line_key(repair_line(line)) for line in story.split("\n"))
    del paragraphs[""]
    story_shingles = {shingle for key in paragraphs for shingle in shingles(key.split(), WORDS)}
    longest = MUCH_LONGER * max(map(len, paragraphs), default=0)
    keys = [line_key(line) for line in lines]
    keep = np.array(
        [_is_in_story(key, paragraphs, story_shingles) and len(key) <= longest for key in keys], dtype=np.float64
    )
    copies = Counter(keys)
    once = keep * np.array([copies[key] == 1 for key in keys])
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if keep[index] and copies[key] > 1 and paragraphs[key] <= 1:
            places[key].append(index)
    for found in places.values():
        best = max(found, key=lambda index: (once[max(0, index - NEAR) : index + NEAR + 1].sum(), -index))
        keep[[index for index in found if index != best]] = 0.0
    return keep


def _is_in_story(key: str, paragraphs: Counter[str], story_shingles: set[tuple[str, ...]]) -> bool:
    if not key or key in paragraphs:
        return bool(key)
    own = shingles(key.split(), WORDS)
    return key.count(" ") >= WORDS and sum(one in story_shingles for one in own) >= KEPT_SHARE * len(own)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def _html(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return file.read()


def _read(html: str) -> PageText:
    page = read_page(html)
    texts = [line.text for line in page.lines]
    language = language_of_text(page.chosen or texts) or language_of_tag(page.metadata.language) or "en"
    return PageText(page.lines, page.chosen, language, page.metadata.title, page.told, page.metadata.description)


def _sample(row: dict[str, Any], kind: str, page: PageText, keep: Matrix, share: float) -> Sample:
    words = np.array(page.judged.words, dtype=np.float64)
    texts = [line.text for line in page.lines]
    return Sample(row["site"], kind, texts, words, page.features(), page.context, keep, row["article_body"], share)


def _keys(passages: Sequence[str] | None) -> list[str]:
    return [f" {key} " for passage in passages or () if (key := line_key(repair_line(passage)))]


def _known(key: str, wanted: Sequence[str], unwanted: Sequence[str]) -> float:
    if any(passage in key for passage in wanted):
        return 1.0
    return 0.0 if any(passage in key for passage in unwanted) else UNKNOWN
