"""What articles that are made to hurt cost each stage, against plain news of the same length, in one run.

    python -m benchmarks.hostile [--stage clean] [--kilobytes 2048] [--kind NAME …]

Prints for each kind the seconds, and how many times longer than plain text that is. A kind that takes longer than a minute is
ended, and so is a stage that fails.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from harness.articles import story
from schemas.article_with_entities import ArticleWithEntities
from schemas.clean_article import CleanArticle
from schemas.raw_article import RawArticle
from workers.errors import RecordRejectedError
from workers.flow import STAGES, stage_named
from workers.kafka.codec import check_raw, check_readable
from workers.stages.received import Received

_PATIENCE_SECONDS = 60


def _again(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _numbered(unit: str) -> Callable[[int], str]:
    """Repeat a text with a number in it, so that no two copies are alike."""
    return lambda size: "".join(unit.format(number) for number in range(size // len(unit)))[:size]


PLAIN = "plain news"
KINDS: dict[str, Callable[[int], str]] = {
    PLAIN: lambda size: "\n\n".join(story(number) for number in range(size // 400))[:size],
    "one letter": _again("a"),
    "one capital": _again("A"),
    "full stops": _again("."),
    "stops and spaces": _again(". "),
    "stops and marks": _again('."'),
    "question marks": _again("?"),
    "at signs": _again("@"),
    "ampersands": _again("&"),
    "entities": _again("&amp;"),
    "spaces": _again(" "),
    "newlines": _again("\n"),
    "letters and newlines": _again("a\n"),
    "combining marks": _again("e" + "\u0301\u0323" * 500),
    "emoji": _again("\U0001f600"),
    "mojibake": _again("â€™ Ã© "),
    "chinese": _again("市議会は月曜日、嵐のため閉鎖されていた港を再び開いた。"),
    "arabic": _again("قال المسؤول إن الميناء مفتوح. "),
    "opening marks": _again("“a "),
    "straight marks": _again('"a '),
    "single marks": _again("'a "),
    "nested marks": _again("“‘a"),
    "quotes": _again("“We wait,” she said. "),
    "cues": _again("said "),
    "he said that": _again("he said that "),
    "according to": _again("according to him "),
    "that": _again("that "),
    "and": _again("and "),
    "names": _numbered("Ann Lee{0} met Bob Ray{0}. "),
    "names with one first word": _numbered("Ann Lee{0}, "),
    "capitals": _again("ANN LEE SAID THE PORT IS SHUT. "),
    "acronyms": _numbered("The N{0} (N{0}) said so. "),
    "speakers": _numbered("“No,” said Ann Lee{0}. He left. "),
    "pronouns": _again("He said she said they said it. "),
    "brackets": _again("((a)"),
    "captions": _numbered("Photo: the harbour of town number {0} by Ann Lee\n"),
    "prefixes": lambda size: "\n".join("the harbour of the town " * number for number in range(1, 400))[:size],
    "tags": _again("<b>a</b>"),
    "unclosed tags": _again("<b>"),
    "long tag name": lambda size: "<" + "a" * size,
    "open brackets": _again("<"),
    "empty comments": lambda size: "<!---->" * (size // 7) + "x",
    "open comments": _again("<!--"),
    "paragraphs": _again("<p>The harbour was opened again on Monday, he said.</p>"),
    "deep divs": lambda size: "<div>" * (size // 11) + "</div>" * (size // 11),
    "links": _again('<p><a href="/a">The harbour</a> was opened.</p>'),
    "attributes": lambda size: "<p " + 'a="b" ' * (size // 6) + ">Text.</p>",
    "figures": _again("<article><figure><figcaption>Ann Lee at the harbour on Monday</figcaption></figure></article>"),
    "title": lambda size: f"<html><title>{'Harbour ' * (size // 8)}</title><p>It was opened.</p>",
    "json-ld": lambda size: '<script type="application/ld+json">' + "[" * (size // 2) + "]" * (size // 2) + "</script>",
    "json-ld objects": lambda size: (
        '<script type="application/ld+json">[' + "{}," * (size // 3) + "{}]</script><p>a</p>"
    ),
    "meta tags": _numbered('<meta name="author{0}" content="Ann Lee">'),
    "tables": _again("<table><tr><td>The harbour was opened.</td></tr></table>"),
}


def _record(stage: str, text: str) -> RawArticle | CleanArticle:
    if stage == "clean":
        return RawArticle(body=text)
    if stage == "entities":
        return CleanArticle(article_id="a", text=text, language="en")
    found = stage_named("entities").load()([Received(CleanArticle(article_id="a", text=text, language="en"), "1")])[0]
    return ArticleWithEntities.model_validate(dict(found))


def _check(record: RawArticle | CleanArticle, size: int) -> None:
    if isinstance(record, RawArticle):
        check_raw(record, None, 4 * size)
    else:
        check_readable(record)


def _work(stage: str, kind: str, size: int, answer: Connection) -> None:
    process = stage_named(stage).load()
    process([Received(_record(stage, "The harbour was opened again on Monday, Ann Lee said."), "1")])
    record = Received(_record(stage, KINDS[kind](size)), "1")
    answer.send("ready")
    try:
        _check(record.record, size)
    except RecordRejectedError as rejection:
        answer.send(f"refused: {rejection.field} {rejection.problem}")
        return
    started = time.process_time()
    try:
        process([record])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        answer.send(f"{type(error).__name__}: {str(error)[:80]}")
    else:
        answer.send(time.process_time() - started)


def measure(stage: str, kind: str, size: int) -> float | str:
    """Return the processor seconds that a stage takes for a kind of text, or what became of it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_work, args=(stage, kind, size, theirs))
    child.start()
    try:
        if not ours.poll(_PATIENCE_SECONDS * 3):
            return "not made ready"
        ours.recv()
        return ours.recv() if ours.poll(_PATIENCE_SECONDS) else f"more than {_PATIENCE_SECONDS} s"
    except EOFError:
        return "died"
    finally:
        child.kill()
        child.join()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=[stage.name for stage in STAGES], default="clean")
    parser.add_argument("--kilobytes", type=int, default=2048)
    parser.add_argument("--kind", action="append", choices=KINDS)
    options = parser.parse_args()
    plain = measure(options.stage, PLAIN, options.kilobytes * 1024)
    print(f"{options.stage}, {options.kilobytes} kB of plain news: {plain:.2f} s")
    for kind in options.kind or KINDS:
        taken = measure(options.stage, kind, options.kilobytes * 1024)
        shown = taken if isinstance(taken, str) else f"{taken:6.2f} s {taken / float(plain):6.1f} x"
        print(f"{kind:28}{shown}", flush=True)


if __name__ == "__main__":
    main()
