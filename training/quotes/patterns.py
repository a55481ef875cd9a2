"""How good each pattern of quotes is, and what the whole loses without it.

python -m training.quotes.patterns GOLD...

GOLD are `*.jsonl.gz` files of annotated articles, as for `training.quotes.calibrate`. A quote is right when its content is that of
an annotated one (Jaccard similarity of the words >= 0.8); those that match only what is optional count neither way.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from training.quotes.calibrate import annotated, are_alike, is_half_in, words_in
from workers.stages.quotes.draft import Draft
from workers.stages.quotes.model import load_model as load_syntax
from workers.stages.quotes.patterns import PATTERNS
from workers.stages.quotes.stage import drafts_of

Counts = tuple[Counter[str], Counter[str], int]
"""Quotes by their pattern, those of them that are right, and the annotated ones that have to be found."""


def counted(golds: Sequence[dict[str, Any]], drafts: Iterable[Sequence[Draft]]) -> Counts:
    """Hold the quotes of articles against the annotated ones; each of these is found once."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wanted = 0
    for gold, its in zip(golds, drafts, strict=True):
        needed = [words_in(gold["text"], one["content"]) for one in gold["quotes"] if not one.get("optional")]
        optional = [words_in(gold["text"], one["content"]) for one in gold["quotes"] if one.get("optional")]
        wanted += len(needed)
        for draft in its:
            mine = words_in(gold["text"], draft.spans)
            same = next((one for one in needed if are_alike(mine, one)), None)
            if same is not None:
                needed.remove(same)
            elif any(is_half_in(mine, one) for one in optional):
                continue
            found[draft.pattern.name] += 1
            right[draft.pattern.name] += same is not None
    return found, right, wanted


def f1(counts: Counts) -> float:
    """Return the harmonic mean of precision and recall of all patterns together."""
    found, right, wanted = counts
    return 2 * right.total() / max(1, found.total() + wanted)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    paths = parser.parse_args().gold
    golds, articles = zip(*annotated(paths), strict=True)
    syntax = load_syntax()
    whole = counted(golds, drafts_of(articles, syntax))
    found, right, wanted = whole
    print("| pattern | quotes | right | share of what is annotated | F1 of all without it |\n|---|---|---|---|---|")
    for pattern in PATTERNS:
        others = [other for other in PATTERNS if other is not pattern]
        without = f1(counted(golds, drafts_of(articles, syntax, others))) - f1(whole)
        mine, good = found[pattern.name], right[pattern.name]
        print(
            f"| {pattern.name} | {mine} | {good / max(1, mine):.2f} | {good / wanted:.3f} | {without:+.4f} |",
            flush=True,
        )
    print(
        f"| all | {found.total()} | {right.total() / found.total():.2f} | {right.total() / wanted:.3f} | F1 {f1(whole):.4f} |"
    )


if __name__ == "__main__":
    main()
