"""The short form of `python -m benchmarks.faults`: each of these faults once, with brokers of its own."""

from pathlib import Path

import pytest

from benchmarks.faults.__main__ import FAULTS, Row
from tests.support.brokers import Broker


@pytest.mark.kafka
@pytest.mark.parametrize("row", [row for row in FAULTS if row.short], ids=lambda row: row.name)
async def test_the_promise_is_kept(broker: Broker, row: Row, tmp_path: Path) -> None:
    if not broker.is_kafka:
        pytest.skip(f"needs a real Kafka: {broker.why}")
    made = await row.fault(tmp_path)
    assert made.published
    assert [number for number in range(made.published) if number not in made.tally.seen] == []
    assert (made.tally.twice, made.tally.twice_unlike, made.tally.out_of_order) == (0, 0, 0)
