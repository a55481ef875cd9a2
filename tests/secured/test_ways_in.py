"""Every way into a secured Kafka, for every command and stage that talks to it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.articles import raw, speaker
from harness.installation import Installation
from harness.secured import SecuredKafka
from workers.flow import STAGES
from workers.stages.quotes.definition import QUOTES

pytestmark = pytest.mark.kafka

WAYS = ("tls", "mutual_tls", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "SASL_PLAINTEXT", "OAUTHBEARER")


def test_every_way_in_is_tried(secured: SecuredKafka) -> None:
    assert tuple(secured.ways_in()) == WAYS


@pytest.mark.parametrize("way", WAYS)
async def test_every_command_and_stage_gets_in(
    way: str, secured: SecuredKafka, installed: Callable[..., Installation], tmp_path: Path
) -> None:
    made = installed(secured.ways_in()[way])
    code, _, said = await made.command("topics", "--partitions", "2", "--replication", "1")
    assert (code, said.count("created")) == (0, len(said.splitlines()))

    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"\n".join(raw(number, id=str(number)) for number in range(3)))
    code, _, said = await made.command("publish", str(file))
    assert (code, "3 published" in said) == (0, True)

    supervisor = await made.launch("run", program="workers")
    code, out, said = await made.command("tail", QUOTES.name, "--from-beginning", "--count", "3")
    assert code == 0, said
    assert {speaker(number) for number in range(3)} >= {json.loads(line)["speaker_name"] for line in out.splitlines()}
    assert await supervisor.stop() == 0
    assert sum(event["event"] == "ready" for event in supervisor.said()) == len(STAGES), supervisor.log.read_text()
