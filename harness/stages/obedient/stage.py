"""A stage that does what the body of an article asks for: it cleans nothing, but ends, hangs, raises or swells its child."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from schemas import CleanArticle, RawArticle
from workers.stages.definition import Process
from workers.stages.identity import article_id
from workers.stages.received import Received


def load() -> Process:
    return obey


def obey(received: Sequence[Received[RawArticle]]) -> list[CleanArticle]:
    return [_obey(one) for one in received]


def _obey(received: Received[RawArticle]) -> CleanArticle:
    match received.record.body.split():
        case ["end", "later", code]:
            threading.Timer(0.5, os._exit, [int(code)]).start()
        case ["end", code]:
            os._exit(int(code))
        case ["be", "killed", times, notches] if len(Path(notches).read_text()) < int(times):
            with Path(notches).open("a") as file:
                file.write("|")
            os.kill(os.getpid(), signal.SIGKILL)
        case ["hang"]:
            time.sleep(3600)
        case ["raise", message]:
            raise ArithmeticError(message)
        case ["swell"]:
            bytearray(64 * 1024**3)
    identity = article_id(received.record, received.key)
    return CleanArticle(article_id=identity, text=str(os.getpid()), status={"clean": "ok"})
