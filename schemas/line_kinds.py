"""What lines that are no part of the story can be."""

from enum import StrEnum


class LineKind(StrEnum):
    """Kinds of lines that cleaning removes; new ones may be added at any time."""

    TITLE = "title"
    """The headline, which has a field of its own."""
    BYLINE = "byline"
    """Who wrote, edited or photographed it, and notes about them."""
    DATE = "date"
    """When it was published or updated, and how long it takes to read."""
    CAPTION = "caption"
    """What stands under a picture, and to whom the picture belongs."""
    SHARE = "share"
    """Buttons and links to share, print, save and comment."""
    PROMPT = "prompt"
    """Newsletters, subscriptions, apps, podcasts, donations: what a page asks of its readers."""
    ADVERTISEMENT = "advertisement"
    LEGAL = "legal"
    """Copyright, terms, privacy, cookies."""
    TEASER = "teaser"
    """A pointer to another story: its title, its first words, "Read more"."""
    NAVIGATION = "navigation"
    """Menu entries, topics, and other short lines."""
    COPY = "copy"
    """A further copy of a line that stands elsewhere."""
    ASIDE = "aside"
    """Sentences that belong to something else on the page."""
