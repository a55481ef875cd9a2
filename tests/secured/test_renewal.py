"""Sessions that end, and passwords that change: nothing is lost, and nothing comes twice."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.articles import raw
from harness.installation import PATIENCE_SECONDS, Installation, WorkerProcess
from harness.secured import USER, SecuredKafka
from workers.stages.clean.definition import CLEAN

pytestmark = pytest.mark.kafka

ENDED = "closed"
"""What aiokafka says of a connection that the broker has ended; the worker logs the first, and the next ones of a minute together."""


async def _publish(made: Installation, number: int) -> None:
    await made.publish([(str(number).encode(), raw(number, id=str(number)))])


async def _came_out_once(made: Installation, count: int) -> None:
    records = await made.read(CLEAN, lambda records: len(records) >= count)
    assert sorted(int(record.key) for record in records) == list(range(count))


def _has_ended(worker: WorkerProcess) -> bool:
    return any(ENDED in str(event.get("reason", "")) for event in worker.said())


async def test_articles_flow_on_when_sessions_end(
    secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    """aiokafka cannot show a new token within a connection (KIP-368), so the broker ends the connection in the middle of the work."""
    made = installed(secured.token())
    await made.create_topics(2)
    (worker,) = await made.start("clean")
    published = 0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not _has_ended(worker):
            await _publish(made, published)
            published += 1
    await _came_out_once(made, published)
    assert worker.process.returncode is None, worker.log.read_text()


async def test_a_password_that_was_changed_ends_a_worker_and_a_new_file_starts_the_next(
    secured: SecuredKafka, installed: Callable[..., Installation], tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text("the first\n")
    await secured.change_password("carol", "the first")
    way = secured.password("SCRAM-SHA-512", user="carol")
    made = installed({**way, "SASL_PASSWORD": "", "SASL_PASSWORD_FILE": str(file)})
    await made.create_topics(2)
    await secured.allow_all("carol", made.prefix)
    (worker,) = await made.start("clean")
    await _publish(made, 0)
    await made.until(lambda: worker.has_said("article published"))

    await secured.change_password("carol", "the second")
    assert await asyncio.wait_for(worker.process.wait(), PATIENCE_SECONDS) == 1
    (failed,) = [event for event in worker.said() if event["event"] == "worker failed"]
    assert "it refuses user carol with SCRAM-SHA-512" in failed["reason"]
    await _publish(made, 1)

    file.write_text("the second\n")
    await made.start("clean")
    await _came_out_once(made, 2)


async def test_a_new_certificate_and_a_second_ca_are_taken_up_by_a_restart(
    secured: SecuredKafka, installed: Callable[..., Installation], tmp_path: Path
) -> None:
    certificate, trusted = tmp_path / "client.pem", tmp_path / "cas.pem"
    certificate.write_bytes(secured.certificates.of(USER).read_bytes())
    trusted.write_bytes(secured.certificates.other_ca.read_bytes() + secured.certificates.ca.read_bytes())
    files = {"SSL_CERTFILE": str(certificate), "SSL_CAFILE": str(trusted)}
    made = installed({**secured.mutual_tls(), **files})
    await made.create_topics(2)
    (worker,) = await made.start("clean")
    await _publish(made, 0)
    await made.until(lambda: worker.has_said("article published"))
    certificate.write_bytes(secured.certificates.of("renewed").read_bytes())
    assert await worker.stop() == 0
    await made.start("clean")
    await _publish(made, 1)
    await _came_out_once(made, 2)
