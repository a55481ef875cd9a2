"""What can be odd about an article that flows on all the same."""

from enum import StrEnum


class Oddity(StrEnum):
    """Codes in a record's `warnings`; new ones may be added at any time."""

    NO_KEY = "no_key"
    """The raw record had no key: order and retraction are not promised."""
    KEY_DIFFERS_FROM_ID = "key_differs_from_id"
    """The raw record's key is not its id: order is promised within the key only, retraction not at all."""
    KEY_NOT_UTF8 = "key_not_utf8"
    """The raw record's key is not UTF-8 text and cannot be an article id; it was left aside."""
    NUL_REMOVED = "nul_removed"
    """The body or title held NUL bytes."""
    CONTENT_TYPE_UNKNOWN = "content_type_unknown"
    """Neither HTML nor plain text was announced; the body was looked at instead."""
    PUBLISHED_AT_UNREADABLE = "published_at_unreadable"
    """`published_at` is not an ISO 8601 date and was dropped."""
    FETCHED_AT_UNREADABLE = "fetched_at_unreadable"
    """`fetched_at` is not an ISO 8601 date and was dropped."""
    LANGUAGE_UNCERTAIN = "language_uncertain"
    """The text is too short, or too mixed, to tell its language; English was assumed."""
    FIELD_CUT = "field_cut"
    """A field of the record or the page, not its text, was longer than it may be: it was cut, or a url left out."""
    MARKUP_UNREADABLE = "markup_unreadable"
    """The HTML could not be parsed as a page; its text was taken line by line."""
