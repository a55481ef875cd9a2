"""What fuzzing begins with: samples, hostile kinds, and words that mean something to the stages."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.hostile import KINDS
from workers.demo import samples
from workers.stages.quotes.cues import CUES

_WORDS = """
    <p> </p> <div> <br> <title> <h1> <script> <!-- --> <article> <a\\x20href="/"> <meta <time &amp; &#x201c; {"@type":"NewsArticle"}
    “ ” " ' ‘ ’ « » „ … — said told according\\x20to that he she they Mr. Ann\\x20Lee Ministry Reuters 2026-03-04 T06:30:00Z
    {"body":" "} "id": "metadata": "data_base64": \\u0301 \\u200b \\u202e \\xff\\xfe
"""


def seeds() -> Iterator[bytes]:
    """Yield inputs for any target."""
    for article in samples().values():
        yield article.body.encode()[:4_000]
        yield b"key\xff\xfeapplication/json\xff\xfe" + article.model_dump_json().encode()[:4_000]
    for make in KINDS.values():
        yield make(300).encode()
    for path in sorted((Path(__file__).parents[1] / "stages" / "quotes").glob("*.txt")):
        yield path.read_bytes()[:6_000]


def dictionary() -> str:
    """Return words in the form that libFuzzer reads."""
    words = [*_WORDS.split(), *sorted(CUES)[:200]]
    return "\n".join(f'"{_escaped(word)}"' for word in words)


def _escaped(word: str) -> str:
    plain = range(0x21, 0x7F)
    return "".join(
        chr(byte) if byte in plain and chr(byte) not in '"\\' else f"\\x{byte:02x}" for byte in word.encode()
    )
