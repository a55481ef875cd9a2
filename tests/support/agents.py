"""An agent for tests of children: does what the body of an article tells it to."""

import os
import time
from collections.abc import Sequence
from typing import ClassVar

from schemas import CleanArticle, RawArticle
from workers.agents.base import Agent, Publication
from workers.stages.identity import article_id
from workers.stages.received import Received
from workers.topics import CLEAN, FLOWS, Flow


class ObedientAgent(Agent):
    """Cleans nothing; ends, hangs, raises or swells when told to."""

    flow: ClassVar[Flow] = FLOWS["clean"]

    def process(self, received: Sequence[Received[RawArticle]]) -> list[list[Publication]]:
        return [[_done(one)] for one in received]


def _done(received: Received[RawArticle]) -> Publication:
    match received.record.body.split():
        case ["end", code]:
            os._exit(int(code))
        case ["hang"]:
            time.sleep(3600)
        case ["raise", message]:
            raise ArithmeticError(message)
        case ["swell"]:
            bytearray(64 * 1024**3)
    identity = article_id(received.record, received.key)
    return Publication(
        CLEAN, identity, CleanArticle(article_id=identity, text=str(os.getpid()), status={"clean": "ok"})
    )


AGENT = ObedientAgent()
