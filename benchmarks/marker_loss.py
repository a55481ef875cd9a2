"""How often Kafka calls a transaction complete without writing its markers, when its only broker is stopped under flow.

    python -m benchmarks.marker_loss [--stops 5] [--partitions 100] [--producers 20] [--set controlled_shutdown_enable=false]

Plain producers commit small transactions in a tight loop; the broker gets SIGTERM, and is started again. Kafka's own log tells
how many partitions it passed over ("Couldn't find leader endpoint"): during a controlled shutdown they have no leader, and Kafka
4.3.1 takes that for a deleted topic (KAFKA-20734). Quotewire has no part in it.
"""

import argparse
import asyncio
import re
import signal

from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic

from tests.support.brokers import KAFKA_VERSION, Cluster, own_kafka
from workers.kafka.admin import admin_client

TOPIC = "marker-loss"
_SKIPPED = re.compile(r"Couldn't find leader endpoint for partitions (.*?) while trying")


async def commit(address: str, number: int, partitions: int, counted: list[int]) -> None:
    """Commit transactions of two partitions each until the broker is gone."""
    options = {"transactional_id": f"{TOPIC}-{number}", "request_timeout_ms": 5000}
    producer = AIOKafkaProducer(bootstrap_servers=address, **options)
    await producer.start()
    while True:
        await producer.begin_transaction()
        for step in range(2):
            await producer.send(TOPIC, b"x", partition=(number * 2 + step) % partitions)
        await producer.commit_transaction()
        counted[number] += 1


async def stop_under_flow(cluster: Cluster, partitions: int, producers: int) -> int:
    """Stop and start the broker while producers commit; return how many transactions were committed before."""
    counted = [0] * producers
    flow = [asyncio.create_task(commit(cluster.address, n, partitions, counted)) for n in range(producers)]
    while min(counted) < 10:
        await asyncio.sleep(0.1)
    await cluster.nodes[0].end(signal.SIGTERM)
    for task in flow:
        task.cancel()
    await asyncio.wait(flow, timeout=20)  # aiokafka looks for lost coordinators without end
    await cluster.start()
    return sum(counted)


async def main(options: argparse.Namespace) -> None:
    """Run it and print a line for each stop."""
    properties = dict(item.split("=", 1) for item in options.set)
    async with own_kafka(**properties) as cluster:
        node = cluster.nodes[0]
        await node.end(signal.SIGTERM)
        logging = node.folder / "log4j2.yaml"
        logging.write_text(logging.read_text() + "    Logger: {name: kafka.coordinator.transaction, level: INFO}\n")
        await cluster.start()
        async with admin_client(cluster.address) as admin:
            await admin.create_topics([NewTopic(TOPIC, options.partitions, 1)])
        before = total = 0
        for number in range(1, options.stops + 1):
            total += (committed := await stop_under_flow(cluster, options.partitions, options.producers))
            skipped = _SKIPPED.findall((node.folder / "kafka.out").read_text())
            print(
                f"stop {number}: {committed} transactions, then {len(skipped) - before} without their markers",
                flush=True,
            )
            before = len(skipped)
    print(f"Kafka {KAFKA_VERSION}, {properties}: {options.stops} stops, {total} transactions, {before} without markers")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stops", type=int, default=5)
    parser.add_argument("--partitions", type=int, default=100)
    parser.add_argument("--producers", type=int, default=20)
    parser.add_argument(
        "--set", action="append", default=[], help="a property of the broker, with underscores for dots"
    )
    asyncio.run(main(parser.parse_args()))
