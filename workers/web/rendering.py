"""Makes pages and parts of pages of what the store has, with links between them."""

from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

import orjson
from jinja2 import Environment

from workers.views.page import templates
from workers.web.queries import Moment
from workers.web.rows import Row


def page(template: str, /, **values: object) -> str:
    """Make a page, or a part of one, of a template."""
    return _environment().get_template(template).render(**values)


def address(path: str, /, **query: object) -> str:
    """Return an address within these pages; empty values are left out."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def before(moment: Moment) -> str:
    """Return a moment of the stream as it stands in an address."""
    return f"{moment[0]}-{moment[1]}"


def moment_of(text: str | None) -> Moment | None:
    """Read a moment that stands in an address; None when it is none."""
    came, _, number = (text or "").partition("-")
    digits = came + number
    if not (came and number and digits.isascii() and digits.isdecimal() and len(digits) <= 36):
        return None
    return min(int(came), _LARGEST), min(int(number), _LARGEST)


_LARGEST = 2**63 - 1
"""Of SQLite's integers."""
_LATEST = 253402300799000
"""The last second of the year 9999: a producer may set any time."""


def _article_link(row: Row) -> str:
    return f"{address('/article', id=row.article_id)}#q{row.position + 1}"


def _speaker_link(name: str) -> str:
    return address("/speaker", name=name)


def _names(row: Row) -> list[str]:
    names: list[str] = orjson.loads(row.names)
    return names


def _time(came: int) -> datetime:
    return datetime.fromtimestamp(min(max(came, 0), _LATEST) / 1000, UTC)


@cache
def _environment() -> Environment:
    made = templates().overlay()
    made.globals = {
        **templates().globals,
        "address": address,
        "article_link": _article_link,
        "speaker_link": _speaker_link,
        "names": _names,
        "time": _time,
    }
    return made
