"""Make the list of common words that the entities stage looks first words of sentences up in.

python -m training.words LISTS [OUTPUT] [--dictionaries FILE…]

Words are those that spelling dictionaries write small (Debian's `wamerican` and `wbritish`, made of SCOWL, unless others are named); LISTS
are the lists of names that `training/entities/names.py` writes. Words that are names too are marked.
"""

import argparse
import gzip
import json
from pathlib import Path

from workers.stages.entities.dictionary import FILE, NAME_TOO

DICTIONARIES = (Path("/usr/share/dict/american-english"), Path("/usr/share/dict/british-english"))
SHORTEST = 3
"""Letters of a word."""


def main() -> None:
    """Read the arguments and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=FILE)
    parser.add_argument("--dictionaries", type=Path, nargs="+", default=DICTIONARIES)
    arguments = parser.parse_args()
    written = {word for path in arguments.dictionaries for word in path.read_text(encoding="utf-8").split()}
    names = json.loads(arguments.lists.read_text(encoding="utf-8")).keys() | {
        word for word in written if word.istitle()
    }
    words = sorted(word for word in written if len(word) >= SHORTEST and word.isalpha() and word.islower())
    lines = "".join(word + (NAME_TOO if word.capitalize() in names else "") + "\n" for word in words)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
