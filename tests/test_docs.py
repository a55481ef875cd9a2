"""The pages: their links lead somewhere, and the files and targets that they name are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path for path in ROOT.rglob("*.md") if not {".venv", ".cache", "build"} & set(path.relative_to(ROOT).parts)
)
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")
TARGET = re.compile(r"`make ([a-z-]+)")


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page as GitHub makes them of its headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), target
        assert not anchor or anchor in _anchors(path), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_is_in_the_makefile(page: Path) -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(page.read_text("utf-8"))) <= made


def test_files_named_in_the_architecture_are_there() -> None:
    named = set(
        re.findall(
            r"`((?:workers|tests|harness|benchmarks|schemas)/[\w/.]+)`", (ROOT / "docs/architecture.md").read_text()
        )
    )
    named |= set(
        re.findall(
            r"`((?:kafka|processes|agents|observability|stages)/[\w/]+\.py)`",
            (ROOT / "docs/architecture.md").read_text(),
        )
    )
    missing = [name for name in named if not (ROOT / name).exists() and not (ROOT / "workers" / name).exists()]
    assert missing == []
