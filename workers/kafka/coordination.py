"""Notices when a background task of aiokafka has died, which Faust does not."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from workers.errors import ClientTaskDiedError

_EVERY_SECONDS = 2


async def watch_tasks(tasks: Callable[[], Mapping[str, "asyncio.Task[Any]"]]) -> None:
    """Watch the background tasks of a Kafka client, by what they do, until cancelled.

    aiokafka joins a group in such a task. When it ends with an error ("Did we not perform bootstrap?", seen under extreme
    load), `AIOKafkaConsumer.getmany` would raise that error; but Faust polls the fetcher beneath it, and waits forever.

    Raises ClientTaskDiedError.
    """
    while True:
        for does, task in tasks().items():
            if task.done() and not task.cancelled() and (error := task.exception()):
                raise ClientTaskDiedError(does, str(error)) from error
        await asyncio.sleep(_EVERY_SECONDS)
