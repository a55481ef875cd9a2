"""Whatever articles do to the child that works on them, on a real broker: the bad ones are buried with the reason, the good come out."""

import json
import os
import signal
from collections import Counter

from harness.articles import raw
from harness.faulty_worker import PROGRAM
from harness.installation import Installation
from harness.stages.faulty.stage import CRASH, HANG, SLOW
from workers.stages.clean.definition import CLEAN
from workers.topics import RAW, dead_letters_of

GOOD, CRASHING, HANGING = 40, 30, 2


def _bad(name: str, body: str) -> tuple[bytes, bytes]:
    return name.encode(), json.dumps({"id": name, "body": body}).encode()


async def test_articles_that_crash_or_hang_in_a_row_are_buried_and_all_others_come_out(quotewire: Installation) -> None:
    await quotewire.start("clean", program=PROGRAM, ARTICLE_SECONDS="2")
    good = [(f"good-{number}".encode(), raw(number, id=f"good-{number}")) for number in range(GOOD)]
    bad = [_bad(f"crash-{number}", f"{CRASH} {number}") for number in range(CRASHING)]
    bad += [_bad(f"hang-{number}", f"{HANG} {number}") for number in range(HANGING)]
    await quotewire.publish([*good[: GOOD // 2], *bad, *good[GOOD // 2 :]])
    letters = await quotewire.read(dead_letters_of(RAW), lambda found: len(found) >= len(bad))
    clean = await quotewire.read(CLEAN, lambda found: len(found) >= GOOD)
    reasons = Counter(dict(letter.headers)["__dlq.errors.exception.class.name"] for letter in letters)
    assert reasons == {b"ChildDiedError": CRASHING, b"ChildTimedOutError": HANGING}
    assert sorted(letter.key for letter in letters) == sorted(key for key, _ in bad)
    assert sorted(record.key for record in clean) == sorted(key for key, _ in good)


async def test_a_worker_whose_child_processes_are_killed_loses_nothing(quotewire: Installation) -> None:
    """Python's resource tracker, the fork server, and the child: a tired operator kills whatever looks guilty."""
    (worker,) = await quotewire.start("clean", program=PROGRAM)
    for number in range(3):
        await quotewire.publish(
            [_bad(f"slow-{number}", f"The ferry came late. It may {SLOW}, said the harbour master.")]
        )
        os.kill(worker.family()[number], signal.SIGKILL)
        await quotewire.read(CLEAN, lambda found, number=number: len(found) == number + 1)  # type: ignore[misc]
    assert worker.process.returncode is None
