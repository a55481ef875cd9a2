"""The clean stage with faults on demand: real work, and articles that end, hang or slow down their child."""

import os
import time
from collections.abc import Sequence

from schemas import CleanArticle, RawArticle
from workers.stages.clean.definition import CLEAN_STAGE
from workers.stages.definition import Process
from workers.stages.received import Received

CRASH, LEAVE, HANG, SLOW = "crash this child", "end this child with 0", "hang this child", "take half a second"


def load() -> Process:
    clean = CLEAN_STAGE.load()

    def process(received: Sequence[Received[RawArticle]]) -> Sequence[CleanArticle]:
        for one in received:
            match one.record.body:
                case body if CRASH in body:
                    os.abort()
                case body if LEAVE in body:
                    os._exit(0)
                case body if HANG in body:
                    while True:
                        pass
                case body if SLOW in body:
                    time.sleep(0.5)
        return clean(received)

    return process
