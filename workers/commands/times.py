"""Times as people write them on a command line, and spans of time as they read them."""

from datetime import UTC, datetime

import typer

EARLIEST = datetime.min.replace(tzinfo=UTC)
_UNITS = (("d", 86400), ("h", 3600), ("min", 60))


def time_of(text: str) -> datetime:
    """Read an ISO 8601 time, of UTC where it does not say; for typer.

    Raises BadParameter.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time such as 2026-11-28 or 2026-11-28T20:15") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def time_or_earliest(text: str) -> datetime:
    """Like `time_of`, but the word "earliest" is a time, too: EARLIEST."""
    return EARLIEST if text == "earliest" else time_of(text)


def span(seconds: float) -> str:
    """Write a span of time in its largest unit and the next."""
    whole = round(seconds)
    for position, (unit, length) in enumerate(_UNITS):
        if whole >= length:
            smaller, smaller_length = (*_UNITS, ("s", 1))[position + 1]
            rest = whole % length // smaller_length
            return f"{whole // length} {unit} {rest} {smaller}" if rest else f"{whole // length} {unit}"
    return f"{whole} s"
