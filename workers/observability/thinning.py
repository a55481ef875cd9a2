"""Of many log lines with one cause, the first is shown at once, and then one a minute that says how many were left out."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

EVERY_SECONDS = 60.0
_MOST_DETAILS = 20
"""Causes of one kind that are told apart within a minute; all further ones count as one, since a text that a library makes up may
never be the same twice."""

LineT = TypeVar("LineT")


@dataclass(slots=True)
class _Minute(Generic[LineT]):
    """What came of a cause since one of its lines was shown."""

    shown: float
    left_out: int = 0
    last: LineT | None = None


class Thinning(Generic[LineT]):
    """Decides which lines are shown. Each line is either shown or counted in the `left_out` of a later one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kinds: dict[Hashable, dict[Hashable, _Minute[LineT]]] = {}

    def take(self, kind: Hashable, detail: Hashable, line: LineT) -> int | None:
        """Take a line; return how many of its cause were left out before it, or None when it is left out itself.

        Kind and detail together are the cause.
        """
        causes = self._kinds.setdefault(kind, {})
        if detail not in causes and len(causes) >= _MOST_DETAILS:
            detail = None
        minute = causes.get(detail)
        now = self._clock()
        if minute is None or now - minute.shown >= EVERY_SECONDS:
            causes[detail] = _Minute(now)
            return minute.left_out if minute else 0
        minute.left_out += 1
        minute.last = line
        return None

    def due(self) -> list[tuple[LineT, int]]:
        """Take the last line of each cause whose minute is over, with how many others were left out.

        A cause that has been quiet for a minute is forgotten: its next line is a first one.
        """
        return self._told(self._clock() - EVERY_SECONDS)

    def rest(self) -> list[tuple[LineT, int]]:
        """Take whatever has not been told, as `due` does, but at once: nothing comes later."""
        return self._told(self._clock())

    def __bool__(self) -> bool:
        """Return whether there is a cause that `due` may have to tell of, or to forget."""
        return bool(self._kinds)

    def _told(self, before: float) -> list[tuple[LineT, int]]:
        told = []
        for kind, causes in list(self._kinds.items()):
            for detail, minute in list(causes.items()):
                if minute.shown > before:
                    continue
                if minute.last is None:
                    del causes[detail]
                    continue
                told.append((minute.last, minute.left_out - 1))
                causes[detail] = _Minute(self._clock())
            if not causes:
                del self._kinds[kind]
        return told
