"""Dates in the one form that records carry."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

REDUCED = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
"""ISO 8601 years and months, which `fromisoformat` does not read."""
EPOCH = re.compile(r"\d{9,10}|\d{12,13}", re.ASCII)
"""Seconds or milliseconds since 1970, as programs write them: from 1973 on, and up to the year 2286."""
YEARS = range(1000, 3000)


def iso_date(written: str) -> str | None:
    """Return an ISO 8601 or e-mail date (RFC 2822), with or without a time, or seconds or milliseconds since 1970, as extended ISO 8601.

    None when it is none of these, or of a year before 1000 or after 2999.
    """
    text = written.strip()
    if REDUCED.fullmatch(text):
        return text
    if EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat().removesuffix("+00:00") + "Z"
    moment = (_from_iso(text) if text.isascii() else None) or _from_email(text)
    if moment is None or moment.year not in YEARS:
        return None
    shown = moment.isoformat()
    return shown.removesuffix("+00:00") + "Z" if text[-1:] in "Zz" else shown


def _from_iso(text: str) -> date | datetime | None:
    for read in date.fromisoformat, datetime.fromisoformat:
        try:
            return read(text)
        except ValueError:
            continue  # the next one may read it
    return None


def _from_email(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
