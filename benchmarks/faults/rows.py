"""Every fault, with what it is run on and how often."""

import signal
from dataclasses import dataclass, replace
from enum import Enum

from benchmarks.faults import brokers, inputs, members, networks, outputs, takeovers, topics, workers
from benchmarks.faults.scene import Place
from benchmarks.faults.workers import Fault
from harness.mortal_worker import POINTS
from workers.stages.quotes.definition import ENRICHED

_CLEAN = Place()


class Copies(Enum):
    """Whether an article may come twice, with one `ce_id`."""

    NEVER = "never"
    PASSED_OVER = "when Kafka passes a transaction over"
    """When all brokers go at once, Kafka 4.3.1 can call a transaction complete without its markers (KAFKA-20734)."""
    ALLOWED = "there are no transactions"


@dataclass(frozen=True)
class Row:
    """A fault: its name on the command line, and how it is run."""

    name: str
    fault: Fault
    runs: int = 1
    side_by_side: int = 1
    """Runs at the same time, on the same brokers."""
    place: Place = _CLEAN
    copies: Copies = Copies.NEVER
    short: Fault | None = None
    """A form for the short suite, where it belongs to that."""
    short_runs: int = 1
    must_note: str = ""
    """What has to happen at least once, for the runs to show anything."""


_ALL_STAGES = Place(final=ENRICHED.name)
_THREE = Place(brokers=3)
_THREE_ALL_STAGES = Place(brokers=3, final=ENRICHED.name)
_BEHIND_A_NETWORK = Place(network=True)
_ALL_STAGES_BEHIND_A_NETWORK = Place(network=True, final=ENRICHED.name)
_COMPACTING = Place(properties=(("log_cleaner_backoff_ms", 500),))
_FORGETFUL = Place(
    properties=(
        ("transactional_id_expiration_ms", 1000),
        ("transaction_remove_expired_transaction_cleanup_interval_ms", 500),
    )
)


def _killed_at(point: str) -> Row:
    fault = workers.killed_at(point)
    return Row(f"killed-{point.replace(' ', '-')}", fault, 3, side_by_side=3, short=fault)


def _takeover(name: str, fault: Fault, runs: int, short_runs: int = 0) -> Row:
    """Make the row of a takeover of partitions that have a committed offset, so that Faust drops a poll now and then."""
    short = fault if short_runs else None
    return Row(f"takeover-{name}", fault, runs, 5, short=short, short_runs=short_runs, must_note=takeovers.DROPPED)


def _first_takeover(name: str, fault: Fault, runs: int, copies: Copies = Copies.NEVER, short_runs: int = 0) -> Row:
    """Make that of partitions without one: nothing is polled before their lane has said where it begins, so no poll can be dropped."""
    return replace(_takeover(name, fault, runs, short_runs), copies=copies, must_note="")


FAULTS = (
    *(_killed_at(point) for point in POINTS),
    Row("foreign-aborts", workers.foreign_aborts, short=workers.foreign_aborts),
    Row("foreign-transaction-open", topics.left_open),
    Row("dead-letter-topic-gone", topics.dead_letters_gone),
    Row("frozen", workers.frozen, 3, side_by_side=3, short=workers.frozen),
    _first_takeover("nothing-committed", takeovers.takeover(None), 50, short_runs=3),
    _takeover("zero-committed", takeovers.takeover(0), 50, short_runs=3),
    _takeover("above-zero", takeovers.takeover(20), 50),
    _first_takeover("at-least-once", takeovers.takeover(None, delivery="at_least_once"), 10, Copies.ALLOWED),
    _first_takeover("single-record", takeovers.takeover(None, articles=1), 5),
    _takeover("after-to-earliest", takeovers.after_to_earliest, 5),
    _first_takeover("added-partitions", takeovers.of_added_partitions, 5),
    Row("joined-and-left", workers.joined_and_left(50)),
    Row("more-workers-than-partitions", workers.more_workers_than_partitions, place=Place(partitions=2)),
    Row("poisoned", workers.poisoned),
    Row("child-ended-with-0", members.child_ended_with_0),
    Row("child-frozen-idle", members.child_frozen_idle),
    Row("crash-loop", members.crash_loop, must_note=members.LEFT),
    Row("told-to-stop", workers.told_to_stop),
    Row("output-too-large", outputs.too_large, short=outputs.too_large),
    Row("output-topic-deleted", outputs.topic_deleted),
    Row("input-overtaken", inputs.overtaken(20), short=inputs.overtaken(20)),
    Row("input-overtaken-at-once", inputs.overtaken(0)),
    Row("input-full-of-markers", inputs.markers(200_000), place=Place(partitions=1)),
    Row("killed-at-random", workers.killed_at_random(50), place=_ALL_STAGES),
    Row(
        "broker-stopped",
        brokers.only_broker(signal.SIGTERM, 10),
        place=_ALL_STAGES,
        copies=Copies.PASSED_OVER,
    ),
    Row(
        "broker-killed",
        brokers.only_broker(signal.SIGKILL, 10),
        place=_ALL_STAGES,
        copies=Copies.PASSED_OVER,
        short=brokers.only_broker(signal.SIGKILL, 1),
    ),
    Row("transactional-id-forgotten", brokers.forgotten_id, place=_FORGETFUL, short=brokers.forgotten_id),
    Row("rolling-restart", brokers.rolling_restart, place=_THREE_ALL_STAGES, short=brokers.rolling_restart),
    Row("coordinator-moved", brokers.coordinator_moved, place=_THREE),
    Row("not-enough-replicas", outputs.not_enough_replicas, place=_THREE),
    Row("two-of-three-down", brokers.two_of_three, place=_THREE_ALL_STAGES, copies=Copies.PASSED_OVER),
    Row("all-down", brokers.all_down, place=_THREE_ALL_STAGES, copies=Copies.PASSED_OVER),
    Row("input-compacted", inputs.compacted, place=_COMPACTING, must_note=inputs.COMPACTED),
    Row("network-cut-for-one", networks.one_cut_off, place=_BEHIND_A_NETWORK, short=networks.one_cut_off),
    Row("network-cut-for-all", networks.all_cut_off, place=_ALL_STAGES_BEHIND_A_NETWORK),
    Row("network-slow", networks.slow, place=_ALL_STAGES_BEHIND_A_NETWORK),
    Row("network-breaking", networks.breaking, place=_ALL_STAGES_BEHIND_A_NETWORK),
    Row("at-least-once", workers.at_least_once, place=Place(brokers=0), copies=Copies.ALLOWED),
)
