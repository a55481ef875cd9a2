"""The clean stage with faults on demand, for tests and benchmarks: real work, and articles that end, hang or slow down their child."""

import os
import time
from collections.abc import Sequence
from typing import ClassVar

from schemas import RawArticle
from workers.agents.base import Agent, Publication
from workers.agents.clean import CleanAgent
from workers.stages.received import Received
from workers.topics import FLOWS, Flow

CRASH, HANG, SLOW = "crash this child", "hang this child", "take half a second"


class FaultyAgent(Agent):
    """Does as the body of an article says, and cleans what it says nothing to."""

    flow: ClassVar[Flow] = FLOWS["clean"]

    def __init__(self) -> None:
        self._clean = CleanAgent()

    def process(self, received: Sequence[Received[RawArticle]]) -> list[list[Publication]]:
        for one in received:
            match one.record.body:
                case body if CRASH in body:
                    os.abort()
                case body if HANG in body:
                    while True:
                        pass
                case body if SLOW in body:
                    time.sleep(0.5)
        return self._clean.process(received)


AGENT = FaultyAgent()
