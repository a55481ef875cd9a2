"""Least privilege: with the rights of the table everything works, and without one of them the error names it."""

import asyncio
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest

from harness.articles import raw
from harness.installation import PATIENCE_SECONDS, Installation
from harness.secured import SecuredKafka
from harness.site import Site
from workers.cli import app
from workers.errors import AccessDeniedError
from workers.flow import STAGES
from workers.kafka import rights
from workers.kafka.admin import admin_client, check_rights, create_topics
from workers.kafka.connection import Connection
from workers.kafka.rights import Operation, Resource, Right
from workers.settings import Settings
from workers.stages.definition import Stage
from workers.topics import RAW, dead_letters_of

pytestmark = pytest.mark.kafka

_OPERATIONS = {
    Operation.READ: 3,
    Operation.WRITE: 4,
    Operation.CREATE: 5,
    Operation.DESCRIBE: 8,
    Operation.DESCRIBE_CONFIGS: 10,
}
_RESOURCES = {Resource.TOPIC: 2, Resource.GROUP: 3, Resource.TRANSACTIONAL_ID: 5}
_PATTERNS = {"literal": 3, "prefixed": 4}
_ALLOW = 3


def _wire(right: Right, user: str) -> tuple[object, ...]:
    resource = (_RESOURCES[right.resource], right.name, _PATTERNS[right.pattern])
    return (*resource, f"User:{user}", "*", _OPERATIONS[right.operation], _ALLOW)


async def _grant(admin: AIOKafkaAdminClient, user: str, granted: Iterable[Right]) -> None:
    for right in granted:
        answer = await admin._send_request(CreateAclsRequest(*_wire(right, user)))
        assert [code for code, _ in answer.creation_responses] == [0]


async def _take_away(admin: AIOKafkaAdminClient, user: str, right: Right) -> None:
    answer = await admin._send_request(DeleteAclsRequest(*_wire(right, user)))
    ((code, _, removed),) = answer.filter_responses
    assert (code, len(removed)) == (0, 1)


async def _lacking(client: AIOKafkaAdminClient, needed: Sequence[Right], user: str) -> tuple[str, ...]:
    """Return what the error names when a right is missing."""
    try:
        await check_rights(client, needed, user)
    except AccessDeniedError as error:
        return error.principal, error.operation, error.resource, error.name
    return ()


def _connection(secured: SecuredKafka, user: str) -> Connection:
    given: dict[str, Any] = {name.lower(): value for name, value in secured.token(user).items()}
    return Connection.of(Settings(**given))


@pytest.fixture
def user() -> str:
    return f"u{uuid.uuid4().hex[:8]}"


def test_every_command_is_in_the_table() -> None:
    named = {str(command.name or command.callback.__name__) for command in app.registered_commands if command.callback}
    for group in app.registered_groups:
        assert group.typer_instance
        named |= {
            f"{group.name} {command.name or command.callback.__name__}"
            for command in group.typer_instance.registered_commands
            if command.callback
        }
    stages = {f"worker {stage.name}" for stage in STAGES}
    assert (named - {"worker"}) | stages == set(rights.table())


def _table(prefix: str = "") -> dict[str, tuple[Right, ...]]:
    """Return the table without `run`, which is the three workers."""
    return {name: needed for name, needed in rights.table(prefix).items() if name != "run"}


def test_the_page_for_operators_has_the_commands_of_the_table() -> None:
    page = (Path(__file__).parents[2] / "docs/security.md").read_text("utf-8")
    written = [line.strip() for line in page.splitlines() if line.startswith("    kafka-acls.sh --add")]
    assert written == [
        line for name, needed in _table().items() for line in rights.commands(needed, f"User:{name.split()[-1]}")
    ]


async def test_with_the_rights_of_the_table_everything_works(
    secured: SecuredKafka, installed: Callable[..., Installation], tmp_path: Path
) -> None:
    """Each stage and command is a client of its own, with rights that were given to it by the commands of the table."""
    prefix = f"a{uuid.uuid4().hex[:8]}."
    made = {}
    for name, needed in _table(prefix).items():
        client = prefix + name.replace(" ", "-")
        made[name] = installed(secured.token(client), prefix)
        for line in rights.commands(needed, f"User:{client}"):
            await secured.tool("org.apache.kafka.tools.AclCommand", *line.split()[1:])
    code, _, said = await made["topics"].command("topics", "--partitions", "2", "--replication", "1")
    assert code == 0, said
    code, _, said = await made["topics"].command("topics", "--partitions", "2", "--replication", "1")
    assert (code, said.count("as it should be")) == (0, len(said.splitlines()))
    file = tmp_path / "articles.jsonl"
    file.write_bytes(raw(0, id="good") + b"\n" + raw(1, id="also"))
    code, _, said = await made["publish"].command("publish", str(file))
    assert code == 0, said
    await made["publish"].publish([(b"bad", b"not JSON")])
    for stage in STAGES:
        await made[f"worker {stage.name}"].start(stage.name)
    for topic, count in (("quotes.v1", 2), ("articles.enriched.v1", 2), ("articles.raw.v1-dlt", 1)):
        code, out, said = await made["tail"].command("tail", topic, "-b", "-n", str(count), "--wait", "60")
        assert (code, len(out.splitlines())) == (0, count), said
    place = "{topic}/{partition}/{offset}".format(**json.loads(out))
    for words in (("list",), ("show", place), ("replay",)):
        code, out, said = await made[f"dlt {words[0]}"].command("dlt", *words)
        assert (code, len(out.splitlines())) == (0, 1), said
    await _lag_is_exported(made["lag-exporter"])
    code, out, said = await made["status"].command("status")
    assert (code, json.loads(out)["well"]) == (0, True), said
    assert await made["worker entities"].workers[0].stop() == 0
    code, out, said = await made["reprocess"].command("reprocess", "entities", "--from", "earliest", "--yes")
    assert (code, json.loads(out)["records"]) == (0, 2), said
    pages = Site(made["web"], tmp_path / "web.sqlite")
    await pages.start()
    await pages.shows("/", lambda page: page.count("<blockquote>") == 2)
    await pages.stop()


async def _lag_is_exported(made: Installation) -> None:
    exporter = await made.launch("lag-exporter", "workers")
    await made.until(lambda: exporter.has_said("serving probes and metrics"))
    async with aiohttp.ClientSession() as http, asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with http.get(f"{exporter.url}/metrics") as answer:
                if answer.status == 200:
                    assert 'quotewire_group_members{stage="entities"} 1.0' in await answer.text()
                    break
            await asyncio.sleep(0.1)
    assert await exporter.stop() == 0


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
async def test_a_worker_names_each_right_that_it_lacks(stage: Stage, secured: SecuredKafka, user: str) -> None:
    prefix = f"{user}."
    needed = rights.of_stage(stage, prefix)
    connection = _connection(secured, user)
    async with admin_client(Connection(secured.cluster.address)) as admin, admin_client(connection) as client:
        await create_topics(admin, prefix, 2, 1)
        await _grant(admin, user, needed)
        for right in needed:
            while await _lacking(client, needed, user):
                await asyncio.sleep(0.05)  # a broker hears of rights a moment after its controller
            await _take_away(admin, user, right)
            while not (lacking := await _lacking(client, needed, user)):
                await asyncio.sleep(0.05)
            assert lacking == (f"User:{user}", right.operation, right.resource, right.name)
            await _grant(admin, user, [right])


@pytest.mark.parametrize(
    ("operation", "resource", "exit_code"),
    [
        (Operation.READ, Resource.GROUP, 3),
        (Operation.READ, Resource.GROUP, 1),
        (Operation.READ, Resource.TOPIC, 1),
        (Operation.WRITE, Resource.TOPIC, 1),
        (Operation.WRITE, Resource.TRANSACTIONAL_ID, 1),
    ],
)
async def test_a_worker_ends_with_the_right_that_it_lacks(
    operation: Operation,
    resource: Resource,
    exit_code: int,
    secured: SecuredKafka,
    installed: Callable[..., Installation],
    user: str,
) -> None:
    """With 3 before the work begins; with 1 where it may describe what it may not read or write, which shows only then."""
    made = installed(secured.token(user))
    await made.create_topics(2)
    needed = rights.of_stage(STAGES[0], made.prefix)
    lacking = next(right for right in needed if (right.operation, right.resource) == (operation, resource))
    granted = [right for right in needed if right != lacking]
    if exit_code == 1:
        granted.append(replace(lacking, operation=Operation.DESCRIBE))
    async with admin_client(Connection(secured.cluster.address)) as admin:
        await _grant(admin, user, granted)
    await made.publish([(b"a", raw(0, id="a"))])
    worker = await made.launch("clean")
    code = await asyncio.wait_for(worker.process.wait(), PATIENCE_SECONDS)
    said = [str(event.get("reason", event["event"])) for event in worker.said()]
    wanted = f"User:{user} has no right to {operation} the {resource} {lacking.name}; to grant it: "
    assert [line for line in said if line.startswith(wanted)], worker.log.read_text()
    assert code == exit_code


@pytest.mark.parametrize(
    ("words", "operation", "name"),
    [
        (("status",), Operation.READ, "quotes.v1"),
        (("status",), Operation.DESCRIBE, "quotewire-quotes"),
        (("reprocess", "entities", "--from", "earliest", "--yes"), Operation.READ, "articles.clean.v1"),
        (("reprocess", "entities", "--from", "earliest", "--yes"), Operation.READ, "quotewire-entities"),
        (("reprocess", "entities", "--from", "earliest", "--yes"), Operation.WRITE, "quotewire-entities-"),
        (("publish", "-"), Operation.WRITE, "articles.raw.v1"),
        (("tail", "quotes.v1", "--wait", "1"), Operation.READ, "quotes.v1"),
        (("dlt", "list"), Operation.READ, "articles.raw.v1-dlt"),
        (("dlt", "replay"), Operation.READ, "articles.raw.v1"),
        (("dlt", "replay"), Operation.WRITE, "articles.raw.v1"),
        (("dlt", "replay"), Operation.WRITE, "articles.raw.v1-dlt"),
        (("web", "--port", "0"), Operation.READ, "quotes.v1"),
        (("web", "--port", "0"), Operation.READ, "articles.enriched.v1"),
        (("topics", "--replication", "1"), Operation.CREATE, "articles.raw.v1"),
        (("topics", "--replication", "1"), Operation.DESCRIBE, "articles.raw.v1"),
        (("topics", "--replication", "1"), Operation.DESCRIBE_CONFIGS, "articles.raw.v1"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
async def test_a_command_ends_with_the_right_that_it_lacks(
    words: tuple[str, ...],
    operation: Operation,
    name: str,
    secured: SecuredKafka,
    installed: Callable[..., Installation],
    user: str,
) -> None:
    made = installed(secured.token(user))
    if operation is not Operation.CREATE:
        await made.create_topics(2)
    command = " ".join(words[:2]) if words[0] == "dlt" else words[0]
    needed = rights.table(made.prefix)[command]
    (lacking,) = [right for right in needed if (right.operation, right.name) == (operation, made.prefix + name)]
    async with admin_client(Connection(secured.cluster.address)) as admin:
        await _grant(admin, user, [right for right in needed if right != lacking])
    if words[0] == "dlt":  # with nothing to replay, nothing is read or written
        errors = (("topic", (made.prefix + RAW.name).encode()), ("partition", b"0"), ("offset", b"0"))
        headers = [(f"__dlq.errors.{name}", value) for name, value in errors]
        await made.publish_with_headers([(b"k", b"", headers)], dead_letters_of(RAW))
        await made.publish([(b"other", b"{}"), (b"other", b"{}")])  # behind the letter's place, wherever they come
    code, out, said = await made.command(*words)
    assert (code, out, said.count("\n")) == (3, "", 1), said
    assert said.startswith(
        f"User:{user} has no right to {operation} the {lacking.resource} {lacking.name}; to grant it: kafka-acls"
    )
