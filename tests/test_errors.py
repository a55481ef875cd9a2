"""Errors cross processes: each survives pickling with its message and ids."""

import copy
import inspect
import pickle
from collections.abc import Iterator, Mapping
from typing import get_type_hints

import pytest

from workers import errors
from workers.errors import Fault, QuotewireError

VALUES = {
    str: "abc",
    int: 7,
    float: 1.5,
    list[str]: ["a", "b"],
    Fault: Fault.UNFIT,
    int | None: None,
    Mapping[tuple[str, int], str]: {("a", 1): "b"},
}


def tree(root: type[QuotewireError]) -> Iterator[type[QuotewireError]]:
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


def made(kind: type[QuotewireError]) -> QuotewireError:
    if "__init__" not in vars(kind):
        return kind("message")
    hints = get_type_hints(kind.__init__)
    return kind(*(VALUES[hints[name]] for name in inspect.signature(kind).parameters))


@pytest.mark.parametrize("kind", list(tree(QuotewireError)), ids=lambda kind: kind.__name__)
def test_it_survives_pickling_and_copying(kind: type[QuotewireError]) -> None:
    error = made(kind)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is kind
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))


def test_all_errors_are_in_one_file() -> None:
    assert {kind.__module__ for kind in tree(QuotewireError)} == {errors.__name__}
