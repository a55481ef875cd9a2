"""No regular expression takes more than a time in proportion to its text, whatever stands in that."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

import workers
from tests.pattern_attacks import Matcher, TooManyStepsError, attacks
from workers.stages.clean.wordings.any_language import ANY_LANGUAGE
from workers.stages.clean.wordings.lookup import LONGEST_LINE, OWN

ROOT = Path(workers.__file__).parent
BOUNDED = {
    "narrative._LAST_WORD": 20,  # looks at the last 20 code points before a full stop
    "line_features.READER": 6,  # looks at the last 6 code points of a line
    "mentions.COURTESY": 20,
}
"""Patterns that are only ever given so many code points."""
_STEPS = 2_000_000
"""More are exponential."""
_GROWTH = 2.8
"""Steps for a text of twice the length: 2 when they grow with it, 4 when with its square."""
_FEW = 1_000

SOURCES = {path: path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}


def _patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """Return the patterns of all modules, each under the module that compiles it."""
    for found in pkgutil.walk_packages(workers.__path__, "workers."):
        if found.name == "workers.processes.preloaded":
            continue
        module = importlib.import_module(found.name)
        source = Path(str(module.__file__)).read_text("utf-8")
        for name, value in vars(module).items():
            values = value if isinstance(value, dict) else {"": value}
            for key, pattern in values.items():
                if isinstance(pattern, re.Pattern) and re.search(rf"^{name}\b.* = ", source, re.MULTILINE):
                    yield f"{found.name.rpartition('.')[2]}.{name}{f'[{key}]' if key else ''}", pattern


PATTERNS = dict(_patterns())
WORDINGS = {
    f"{language}.{part}": pattern
    for language, wordings in {"any": ANY_LANGUAGE, **OWN}.items()
    for part, pattern in (("line", wordings.line), ("phrase", wordings.phrase))
    if pattern
}


def _searched(name: str) -> bool:
    """Return whether anything looks for a pattern within a text, instead of matching it from a place on."""
    called = re.compile(
        rf"\b{re.escape(name.rpartition('.')[2].partition('[')[0])}\.(search|finditer|findall|sub|split)\("
    )
    module = name.partition(".")[0]
    users = [
        source
        for path, source in SOURCES.items()
        if path.stem == module
        or re.search(rf"\.{module} import .*\b{name.partition('.')[2].partition('[')[0]}\b", source)
    ]
    return any(called.search(source) for source in users) or "[" in name


def _steps(pattern: "re.Pattern[str]", text: str, *, searched: bool) -> int:
    matcher = Matcher(pattern, text, _STEPS)
    return matcher.search() if searched else matcher.match()


def _superlinear(pattern: "re.Pattern[str]", *, searched: bool = True) -> str | None:
    """Return a text for which steps grow faster than its length."""
    for number, short in enumerate(attacks(pattern, 40)):
        try:
            if _grows(pattern, number, (40, 80), searched=searched) and _grows(
                pattern,
                number,
                (400, 800),
                searched=searched,  # by now a bounded repeat is no more than a factor
            ):
                return short
        except TooManyStepsError:
            return short
    return None


def _grows(pattern: "re.Pattern[str]", number: int, lengths: tuple[int, int], *, searched: bool) -> bool:
    texts = [next(islice(attacks(pattern, length), number, None)) for length in lengths]
    few, many = (_steps(pattern, text, searched=searched) for text in texts)
    return many > _GROWTH * max(few, _FEW / _GROWTH)


@pytest.mark.parametrize("name", [name for name in PATTERNS if name not in BOUNDED])
def test_steps_grow_with_the_text_and_no_faster(name: str) -> None:
    assert _superlinear(PATTERNS[name], searched=_searched(name)) is None


@pytest.mark.parametrize("name", WORDINGS)
def test_wordings_of_a_line_take_few_steps(name: str) -> None:
    """They are looked for in lines of up to 600 code points."""
    for attack in islice(attacks(WORDINGS[name], LONGEST_LINE), 0, None, 5):
        assert _steps(WORDINGS[name], attack[:LONGEST_LINE], searched=name.endswith("phrase")) < _STEPS


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*(?:<\?xml[^<>]*>\s*|<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
        r"<!--|-->|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>|<![^<>]*>|<\?[^<>]*>",
        r"https?://|www\.|\S@\S+\.\w|[#@]\w",
        r"[^<>&\s]+(?:[^\S\n]+[^<>&\s]+){2,4}",
        r"[.!?…]+[\"”’)\]]*\s+|\n+",
        r"(a+)+b",
        r"(a|a)*b",
        r"\s+$",
    ],
)
def test_patterns_that_hurt_are_found(pattern: str) -> None:
    """The first five were in the program once: 35 empty comments took for ever, 32 kB of a tag's name or of @ seconds."""
    assert _superlinear(re.compile(pattern, re.DOTALL)) is not None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_patterns_are_compiled_at_module_level(path: Path) -> None:
    """Elsewhere these tests would not see them."""
    tree = ast.parse(SOURCES[path])
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    compiled = [
        call.lineno
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "re.compile"
    ]
    assert compiled == [] or path.name == "lists.py"  # which compiles the wordings
