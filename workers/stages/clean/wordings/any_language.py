"""Marks that mean the same in every language."""

from schemas.line_kinds import LineKind
from workers.stages.clean.wordings.lists import compiled

ANY_LANGUAGE = compiled(
    {
        LineKind.LEGAL: r"(?:©|\(c\)\s|copyright\b).*",
        LineKind.SHARE: r"""
            (?:facebook|twitter|x|instagram|whatsapp|telegram|linkedin|pinterest|reddit|tumblr|flipboard|youtube|tiktok|threads
                |bluesky|e-?mail|rss|xing|pocket|messenger|sms|skype|viber|vk|google\+?|mastodon|snapchat|line)
            | [@\#]\w+(?:[\s,]+[@\#]\w+)*                                  # handles and hash tags
        """,
        LineKind.DATE: r"""
            \d[\d\s.,:/|–-]*(?:\s?(?:[ap]\.?m\.?|uhr|h|min\.?))?           # a number, a time, a date in digits
            | [\w.,\s]{0,40}\b(?:19|20)\d\d\b[\s,.|@·•–-]+(?:\w+\s)?\d{1,2}[:.h]\d\d\b.{0,25}     # a date with a time
        """,
        LineKind.NAVIGATION: r"""
            (?:https?://|www\.)\S+ | \S+@\S+\.\S+                         # a bare address
            |                                                             # ornaments, rules
        """,
    },
    {
        LineKind.LEGAL: r"""
            ©\s*(?:\d{4}|[\w ]{1,40}$)
            | (?:javascript|cookies?)\b.{0,200}\b(?:javascript|cookies?|browser)\b
        """,
    },
)
