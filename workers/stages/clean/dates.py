"""Dates in the one form that records carry."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

REDUCED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
"""ISO 8601 years and months, which `fromisoformat` does not read."""


def iso_date(written: str) -> str | None:
    """Bring an ISO 8601 or e-mail date (RFC 2822), with or without a time, to extended ISO 8601; None when it is neither."""
    text = written.strip()
    if REDUCED.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass  # not a date alone
    try:
        moment = datetime.fromisoformat(text).isoformat()
    except ValueError:
        return _from_email(text)
    return moment.removesuffix("+00:00") + "Z" if text[-1:] in "Zz" else moment


def _from_email(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
