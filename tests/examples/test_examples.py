"""The programs in examples/, as their readers run them."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest

from harness.brokers import KAFKA_VERSION, jars
from harness.installation import PATIENCE_SECONDS, Installation
from harness.quoted import article, wire
from schemas.article_with_entities import Entity
from schemas.enriched_article import EnrichedArticle
from workers.stages.quotes.definition import ENRICHED, QUOTES

FOLDER = Path(__file__).parents[2] / "examples"
CACHE = FOLDER.parent / ".cache"
NODE_CLIENT = ("@platformatic/kafka", "1.35.0")
PROGRAMS = sorted(path.name for pattern in ("*.py", "*.java", "*.mjs") for path in FOLDER.glob(pattern))
PRODUCERS = [name for name in PROGRAMS if name.casefold().startswith("produce")]
CONSUMERS = [name for name in PROGRAMS if name.casefold().startswith("consume")]


class Running:
    """A program of the examples, and what it has printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        self.process = process
        self._stdout = process.stdout
        self.said: list[str] = []

    async def says(self, wanted: str) -> None:
        """Wait for a line that begins with a text."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(line.startswith(wanted) for line in self.said):
                line = await self._stdout.readline()
                assert line, self.said
                self.said.append(line.decode().strip())


@asynccontextmanager
async def running(name: str, made: Installation, **environment: str) -> AsyncIterator[Running]:
    own = {"BROKERS": made.broker.address, "TOPIC_PREFIX": made.prefix, **environment}
    process = await asyncio.create_subprocess_exec(
        *_command(FOLDER / name),
        env={**os.environ, **own},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Running(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)


def _command(program: Path) -> tuple[str, ...]:
    """Return what runs a program, with what it needs of others."""
    if program.suffix == ".java":
        if not shutil.which("javac"):
            pytest.skip("there is no Java compiler: apt-get install default-jdk-headless")
        classes = jars("pom.xml", f"kafka-{KAFKA_VERSION}", f"-Dkafka.version={KAFKA_VERSION}")
        return "java", "-cp", classes, str(program)
    if program.suffix == ".mjs":
        if not shutil.which("npm"):
            pytest.skip("there is no Node: apt-get install nodejs npm")
        return "node", str(shutil.copy(program, _modules()))
    return sys.executable, "-u", str(program)


def _modules() -> Path:
    """Return a folder with the packages that programs in JavaScript need, which Node looks for beside them."""
    folder = CACHE / "node"
    if not (folder / "node_modules" / NODE_CLIENT[0]).exists():
        folder.mkdir(parents=True, exist_ok=True)
        words = ("npm", "install", "--no-audit", "--no-fund", "--no-save", "--no-package-lock", "@".join(NODE_CLIENT))
        subprocess.run(words, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=300)
    return folder


def test_every_example_is_tested_and_told_of() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    assert {*PRODUCERS, *CONSUMERS, "sink_postgres.py"} == set(PROGRAMS)
    assert not [name for name in PROGRAMS if name not in told]


@pytest.mark.kafka
@pytest.mark.parametrize("name", PRODUCERS)
async def test_a_producer_learns_of_its_dead_letters(name: str, quotewire: Installation) -> None:
    await quotewire.start("clean")
    async with running(name, quotewire) as program:
        await program.says("bad-")
        await program.says(f"{program.said[-1].split()[0]} was refused: body: is missing")
        assert await program.process.wait() == 0
    assert any(line.startswith("good-") and "articles.raw.v1" in line for line in program.said)


async def _quotes(made: Installation, one: EnrichedArticle, *, copy: bool = False) -> None:
    values: list[bytes | None] = [*wire(one)[1]] or [None]
    version = "same" if copy else uuid.uuid4().hex
    headers = [[("ce_id", f"{one.article_id} {version} {number}".encode())] for number in range(len(values))]
    records = [(one.article_id.encode(), value, header) for value, header in zip(values, headers, strict=True)]
    await made.publish_with_headers(records, QUOTES)


@pytest.mark.kafka
@pytest.mark.parametrize("name", CONSUMERS)
async def test_a_consumer_holds_what_is_there_now(name: str, quotewire: Installation) -> None:
    async with running(name, quotewire) as program:
        await _quotes(quotewire, article("a", "One", "Two"), copy=True)
        await program.says("a has 2: Ann Lee: One; Ann Lee: Two")
        lines = len(program.said)
        await _quotes(quotewire, article("a", "One", "Two"), copy=True)
        await _quotes(quotewire, article("a", "Three"))
        await program.says("a has 1: Ann Lee: Three")
        assert len(program.said) == lines + 1  # nothing of the copy
        await _quotes(quotewire, article("a"))
        await program.says("a has 0:")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Run Debian's PostgreSQL for a moment; yield how to connect to it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="quotewire-pg-"))
    # It does not run as root; Debian's package makes a user for it.
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres", "postgres")
    binaries, data = found[-1].parent, folder / "data"

    def run(*words: str) -> None:
        subprocess.run([*user, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    run(
        str(binaries / "initdb"),
        "--auth=trust",
        "--username=news",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        str(data),
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    log = str(folder / "log")
    run(str(binaries / "pg_ctl"), "--pgdata", str(data), "--options", options, "--log", log, "--wait", "start")
    try:
        yield f"postgresql://news@/postgres?host={folder}"
    finally:
        run(str(binaries / "pg_ctl"), "--pgdata", str(data), "--mode", "immediate", "--wait", "stop")
        shutil.rmtree(folder)


@pytest.mark.kafka
async def test_a_sink_keeps_each_article_once_and_deletes_what_is_retracted(
    quotewire: Installation, postgres: str
) -> None:
    def rows(query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(postgres) as database:
            return database.execute(query.encode()).fetchall()

    async def publish(one: EnrichedArticle) -> None:
        await quotewire.publish([(one.article_id.encode(), wire(one)[0])], ENRICHED)

    entities = [Entity(id="e1", name="Ann Lee", label="PERSON", count=2)]
    await publish(article("a", "One", "Two", entities=entities, title="A title with \0"))
    await publish(article("b", "Three"))
    async with running("sink_postgres.py", quotewire, DATABASE=postgres) as program:
        await program.says("a: stored")
        await program.says("b: stored")
    assert rows("SELECT content, speakers FROM quotes ORDER BY content") == [
        (text, ["Ann Lee"]) for text in ("One", "Three", "Two")
    ]
    assert rows("SELECT title FROM articles WHERE article_id = 'a'") == [("A title with \ufffd",)]
    assert rows("SELECT article_id, name, mentions FROM entities") == [("a", "Ann Lee", 2)]

    await publish(article("a", "Corrected"))
    await quotewire.publish([(b"b", None)], ENRICHED)
    async with running("sink_postgres.py", quotewire, DATABASE=postgres) as program:  # it goes on where it was
        await program.says("b: deleted")
        await program.says("a: stored")
    assert sorted(program.said) == ["a: stored", "b: deleted"]
    assert rows("SELECT article_id, position, content FROM quotes") == [("a", 0, "Corrected")]
    assert rows("SELECT count(*) FROM entities") == [(0,)]
