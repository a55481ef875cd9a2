"""The headline of an article, and the story without it."""

from collections.abc import Sequence

from workers.stages.clean.prose import line_key, prose_weight, word_count
from workers.stages.clean.wordings import wording

FEWEST_WORDS = 3
MOST_WORDS = 30
MOST_PASSED = 10  # lines
SITE_MARKS = (" | ", " - ", " – ", " — ", " :: ", " » ")
SURE_MARKS = frozenset([" | ", " :: ", " » "])
"""What stands behind one of these in a page's `title` is the site; dashes also stand within headlines."""
LONGEST_SITE = 5  # words


def title_of_page_text(lines: Sequence[str], language: str) -> str | None:
    """Take the first line for the headline if it looks like one: short, no sentence, and a story below it.

    Notices and buttons above it are passed over.
    """
    texts = [line for line in lines if line]
    passed = 0
    while passed < min(MOST_PASSED, len(texts)) and wording(texts[passed], word_count(texts[passed]), language):
        passed += 1
    texts = texts[passed:]
    if not texts or not any(prose_weight(text) > 0 for text in texts[1:]):
        return None
    first = texts[0]
    words = word_count(first)
    if not FEWEST_WORDS <= words <= MOST_WORDS or first.endswith((".", "。", "।", "۔", ":", ",", ";")):
        return None
    if not any(mark in first for mark in SITE_MARKS):
        return first
    return without_site(first, {line_key(text) for text in texts[1:]})


def without_site(title: str, known: set[str]) -> str:
    """Cut the name of the site off a page's title where the text says the title without it."""
    for mark in SITE_MARKS:
        head, found, _ = title.rpartition(mark)
        if found and line_key(head) in known:
            return head.strip()
    return title


def without_named_site(title: str, names: set[str], *, is_of_page: bool) -> str:
    """Cut off the site that a title names before or behind its headline; `names` are the keys of its names, without spaces.

    In the title of a page, the last few words are the site after a sure mark, whether or not the page gives that name elsewhere.
    """
    for mark in SITE_MARKS:
        site, found, headline = title.partition(mark)
        if found and squeezed(site) in names:
            return headline.strip()
        headline, found, site = title.rpartition(mark)
        if found and (squeezed(site) in names or (is_of_page and mark in SURE_MARKS and _is_cut_well(headline, site))):
            return without_named_site(headline.strip(), names, is_of_page=is_of_page)
    return title


def _is_cut_well(headline: str, site: str) -> bool:
    return word_count(headline) >= FEWEST_WORDS and word_count(site) <= LONGEST_SITE


def squeezed(name: str) -> str:
    """Return a name as its letters and digits alone: "The Harbour Post" and "theharbourpost" are one site."""
    return line_key(name).replace(" ", "")


def leading_titles(story: Sequence[str], title: str | None) -> int:
    """Count the first lines of a story that repeat the title, with or without the name of the site."""
    titles = _readings(title or "")
    start = 0
    while titles and start < len(story) and titles & _readings(story[start]):
        start += 1
    return start


def _readings(line: str) -> set[str]:
    heads = [line, *(line.rpartition(mark)[0] for mark in SITE_MARKS)]
    return {line_key(head) for head in heads if word_count(head) >= FEWEST_WORDS or head == line} - {""}
