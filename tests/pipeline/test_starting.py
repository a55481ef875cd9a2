"""Starts that fail say why in one line; starts that have to wait do so, and say for what."""

import asyncio
import json
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from aiokafka.admin import NewPartitions

from harness.faulty_worker import PROGRAM
from harness.installation import PATIENCE_SECONDS, Installation, WorkerProcess, on_own_kafka
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection
from workers.stages.clean.definition import CLEAN

DEAD_COORDINATION = "harness.dead_coordination_worker"


async def _failed(quotewire: Installation, program: str = "workers worker", **settings: str) -> list[str]:
    """Start a worker that cannot; return what it said that is no log line."""
    worker = await quotewire.launch("clean", program, CHILDREN="2", **settings)
    assert await asyncio.wait_for(worker.process.wait(), PATIENCE_SECONDS) == 3
    lines = worker.log.read_text().splitlines()
    return [line for line in lines if not line.startswith("{")]


async def test_topics_are_missing(quotewire: Installation) -> None:
    (line,) = await _failed(quotewire, TOPIC_PREFIX="nowhere.")
    assert line.startswith("missing topics: nowhere.articles.raw.v1, ")
    assert line.endswith("`quotewire topics` creates and checks them")


async def test_the_port_is_taken(quotewire: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        (line,) = await _failed(quotewire, HTTP_PORT=str(port))
    assert line.startswith(f"cannot serve probes and metrics on 127.0.0.1:{port}")


@pytest.mark.kafka
async def test_topics_differ_in_partitions(quotewire: Installation) -> None:
    async with admin_client(Connection(quotewire.broker.address)) as admin:
        await admin.create_partitions({quotewire.prefix + CLEAN.name: NewPartitions(total_count=9)})
    (line,) = await _failed(quotewire)
    assert "topics of the flow differ in partitions" in line


async def test_the_stage_cannot_be_loaded(quotewire: Installation) -> None:
    (line,) = await _failed(quotewire, program=f"{PROGRAM} UNLOADABLE")
    assert line == "the stage clean cannot be loaded: OSError: no such model"


def _ready(worker: WorkerProcess) -> tuple[int, list[str]]:
    try:
        with urllib.request.urlopen(f"{worker.url}/readyz", timeout=30) as answer:
            return answer.status, json.load(answer)["reasons"]
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)["reasons"]


@pytest.mark.kafka
async def test_a_worker_waits_for_its_brokers_and_says_so(quotewire: Installation, tmp_path: Path) -> None:
    assert quotewire.broker.is_kafka
    async with on_own_kafka(tmp_path / "..", "a Kafka that is not there at first") as (cluster, own):
        await cluster.nodes[0].end(signal.SIGTERM)
        worker = await own.launch("clean")
        await own.until(lambda: worker.has_said("waiting for brokers"))
        status, reasons = await asyncio.to_thread(_ready, worker)
        assert (status, f"waiting for brokers at {cluster.address}" in reasons) == (503, True)
        with urllib.request.urlopen(f"{worker.url}/livez", timeout=30) as answer:  # noqa: ASYNC210 - local
            assert answer.status == 200
        await cluster.start()
        await own.until(lambda: worker.has_said("ready"))
        events = [said["event"] for said in worker.said()]
        assert events.count("waiting for brokers") == 1
        assert not [event for event in events if "connect" in event.lower()]


@pytest.mark.kafka
async def test_a_worker_whose_membership_has_died_ends_with_the_reason(quotewire: Installation) -> None:
    worker = await quotewire.launch("clean", program=DEAD_COORDINATION)
    assert await asyncio.wait_for(worker.process.wait(), PATIENCE_SECONDS) == 1
    (failed,) = [said for said in worker.said() if said["event"] == "worker failed"]
    assert failed["reason"].startswith("the Kafka client's task for the consumer group has died: ")
    assert "Did we not perform bootstrap?" in failed["reason"]
