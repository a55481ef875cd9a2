"""Ids, each a function of the input alone, so that processing again gives the same ids.

The id of an article without id and key is a plain SHA-256, so that producers and consumers can make it too. All other hashes are
the first 32 hexadecimal digits (128 bits) of SHA-256 over their parts, each preceded by its length in bytes, so that no two lists
of parts look alike.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from urllib.parse import urldefrag, urlsplit, urlunsplit

from schemas.raw_article import RawArticle


def digest(*parts: str) -> str:
    """Hash a list of texts to 32 hexadecimal digits."""
    hashed = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        hashed.update(len(encoded).to_bytes(8, "big"))
        hashed.update(encoded)
    return hashed.hexdigest()[:32]


def article_id(article: RawArticle, key: str | None) -> str:
    """Return an article's id: its `id`, else its key, else the SHA-256 (hexadecimal) of its url, else that of its body in UTF-8."""
    if article.id and article.id.strip():
        return article.id
    if key and key.strip():
        return key
    if article.url and article.url.strip():
        return hashlib.sha256(plain_url(article.url).encode()).hexdigest()
    return hashlib.sha256(article.body.encode()).hexdigest()


def plain_url(url: str) -> str:
    """Bring a url to the form that ids are made of: scheme and host in lower case, no fragment, no white space around."""
    stripped = url.strip()
    try:
        parts = urlsplit(urldefrag(stripped).url)
    except ValueError:  # such as an unclosed "[" in the host: not a url, but still a name
        return stripped
    return urlunsplit(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()))


def revision(title: str | None, text: str) -> str:
    """Hash title and text as cleaned."""
    return digest("revision", title or "", text)


def quote_id(article: str, content: str, repeat: int) -> str:
    """Return a quote's id, which follows from its article, its content and how many equal contents stand before it, not from offsets."""
    words = unicodedata.normalize("NFKC", content).casefold()
    kept = "".join(character if character.isalnum() else " " for character in words)
    return digest("quote", article, " ".join(kept.split()), str(repeat))


def event_id(origin: str, time: str, article: str, made: Sequence[str], topic: str, index: int) -> str:
    """Return the id of a published record (`ce_id`): the same for every copy of it, another one for a new result.

    `origin` and `time` are the place of the raw record and when it entered Kafka, since a topic that was deleted and made anew
    begins again at offset 0; `made` are the versions of worker and model of each stage that took part; `index` is the record's
    number among those that the stage made of the article.
    """
    return digest("event", origin, time, article, topic, str(index), *made)
