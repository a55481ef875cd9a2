"""Make the list of common words that the entities stage looks first words of sentences up in.

python -m training.entities.words LISTS [OUTPUT]

LISTS is what `names` writes, the dictionary's words among them; those that are names too are marked.
"""

import argparse
import gzip
import json
from pathlib import Path

from workers.stages.entities.dictionary import FILE, NAME_TOO
from workers.stages.entities.gazetteer import WORD

SHORTEST = 3
"""Letters of a word."""


def main() -> None:
    """Read the arguments and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=FILE)
    arguments = parser.parse_args()
    lists = json.loads(arguments.lists.read_text(encoding="utf-8"))
    words = {name.lower(): number for name, number in lists.items() if number & WORD and name.istitle()}
    lines = [
        word + (NAME_TOO if number != WORD else "")
        for word, number in sorted(words.items())
        if len(word) >= SHORTEST and word.isalpha()
    ]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))


if __name__ == "__main__":
    main()
