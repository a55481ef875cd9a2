"""Lists what is shipped with the image, by licence: `python deploy/licences.py` writes deploy/licences.md, `--check` checks it.

Names and versions are those of deploy/requirements.lock, licences those that each distribution states. A licence that is not
among the accepted ones is an error: somebody has to look.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "deploy" / "licences.md"
MODELS = ROOT / "workers" / "models"
ACCEPTED = re.compile(
    r"MIT|Apache|BSD|ISC|PSF|Python Software Foundation|MPL-2\.0|Mozilla Public License 2\.0|Unlicense|0BSD|Zlib|HPND|CC0"
    r"|Lesser General Public License|LGPL|Repoze",
    re.IGNORECASE,
)
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)

ROW = re.compile(r"\| ([\w.-]+) \| (\d\S*) \|")


def pinned() -> dict[str, str]:
    """Return names and versions of the lock, for every platform."""
    return dict(PIN.findall((ROOT / "deploy" / "requirements.lock").read_text()))


def licence_of(name: str) -> str | None:
    """Return the licence that a distribution states; None when it is not installed here, as for another platform."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    classified = [
        value.rpartition(" :: ")[2] for value in found.get_all("Classifier", []) if value.startswith("License ::")
    ]
    stated = (
        found.get("License-Expression") or ", ".join(classified) or (found.get("License") or "").strip().split("\n")[0]
    )
    return stated or "not stated"


def page() -> str:
    """Return the page.

    Raises ValueError for a licence that is not accepted.
    """
    rows = []
    for name, version in sorted(pinned().items()):
        licence = licence_of(name)
        if licence is None:
            continue
        if not ACCEPTED.search(licence):
            raise ValueError(f"{name} {version}: {licence}")
        rows.append(f"| {name} | {version} | {licence} |")
    cards = [
        f"| [{card.parent.name}](../{card.relative_to(ROOT)}) | in the card |" for card in sorted(MODELS.glob("*/*.md"))
    ]
    return "\n".join(
        [
            "# What is shipped, and its licences",
            "",
            "Made by `make licences`; `make lint` checks it. Quotewire itself is under Apache-2.0.",
            "",
            "| distribution | version | licence |",
            "|---|---|---|",
            *rows,
            "",
            "| model | data and its licences |",
            "|---|---|",
            *cards,
            "",
        ]
    )


def main() -> None:
    """Write the page, or check it."""
    made = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(made, "utf-8")
        return
    listed = PAGE.read_text("utf-8").splitlines()
    stale = [row for row in made.splitlines() if row not in listed]  # other platforms have a few more
    stale += [row for row in listed if (found := ROW.match(row)) and pinned().get(found[1]) != found[2]]
    sys.exit(f"deploy/licences.md is not as generated, run `make licences`: {stale}" if stale else 0)


if __name__ == "__main__":
    main()
