"""How often Kafka calls a transaction complete without writing its markers, when its only broker ends under flow.

    python -m benchmarks.marker_loss [--ends 5] [--signal SIGTERM] [--partitions 100] [--producers 20] [--set NAME=VALUE …]

Plain producers commit small transactions in a tight loop; the broker is killed, or stopped, and started again. Its own log tells
how many transactions it passed over ("Couldn't find leader endpoint"): while it goes and comes, partitions have no leader, and
Kafka 4.3.1 takes that for a deleted topic (KAFKA-20734). Quotewire has no part in it.
"""

import argparse
import asyncio
import signal

from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic

from harness.brokers import KAFKA_VERSION, Cluster, own_kafka
from workers.kafka.admin import admin_client
from workers.kafka.connection import Connection

TOPIC = "marker-loss"


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


async def end_under_flow(cluster: Cluster, number: signal.Signals, partitions: int, producers: int) -> int:
    """End and start the broker while producers commit; return how many transactions were committed before."""
    counted = [0] * producers
    flow = [asyncio.create_task(commit(cluster.address, n, partitions, counted)) for n in range(producers)]
    while min(counted) < 10:
        await asyncio.sleep(0.1)
    await cluster.nodes[0].end(number)
    for task in flow:
        task.cancel()
    await asyncio.wait(flow, timeout=20)  # aiokafka looks for lost coordinators without end
    await cluster.start()
    return sum(counted)


async def main(options: argparse.Namespace) -> None:
    """Run it and print a line for each stop."""
    properties = dict(item.split("=", 1) for item in options.set)
    async with own_kafka(**properties) as cluster:
        async with admin_client(Connection(cluster.address)) as admin:
            await admin.create_topics([NewTopic(TOPIC, options.partitions, 1)])
        before = total = 0
        for number in range(1, options.ends + 1):
            total += (
                committed := await end_under_flow(
                    cluster, signal.Signals[options.signal], options.partitions, options.producers
                )
            )
            now = cluster.markers_passed_over()
            print(f"end {number}: {committed} transactions, then {now - before} without their markers", flush=True)
            before = now
    print(
        f"Kafka {KAFKA_VERSION}, {properties}: {options.ends} times {options.signal}, {total} transactions, {before} without markers"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ends", type=int, default=5)
    parser.add_argument("--signal", default="SIGKILL", choices=["SIGKILL", "SIGTERM"])
    parser.add_argument("--partitions", type=int, default=100)
    parser.add_argument("--producers", type=int, default=20)
    parser.add_argument(
        "--set", action="append", default=[], help="a property of the broker, with underscores for dots"
    )
    asyncio.run(main(parser.parse_args()))
