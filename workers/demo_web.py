"""`make demo WEB=1`: the sample articles one after another, as a newsroom would publish them, and their quotes in a browser."""

import asyncio
import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import IO, NamedTuple

from aiokafka import AIOKafkaProducer
from rich.console import Console

from workers.commands.console import quiet_libraries
from workers.commands.run import supervise
from workers.commands.stopping import stop_signal, until_one_ends
from workers.demo import PARTITIONS, sample, worker_settings
from workers.errors import QuotewireError
from workers.kafka.admin import admin_client, create_topics
from workers.kafka.codec import encode
from workers.kafka.connection import Connection
from workers.kafka.embedded import embedded_broker
from workers.topics import RAW
from workers.web.server import serving


class _Step(NamedTuple):
    """Something that a newsroom does."""

    does: str
    file: str
    source: str


_STEPS = (
    _Step("publishes", "harbour-bridge.html", "Coastal Courier"),
    _Step("publishes", "newsroom/mayor-resigns.txt", "Ellory Tonight"),
    _Step("publishes", "rail-strike.txt", "Northern Press Agency"),
    _Step("publishes", "newsroom/ferry-fire.txt", "Coastal Courier"),
    _Step("publishes", "newsroom/harbour-fraud-trial.txt", "Coastal Courier"),
    _Step("publishes", "cod-quota.txt", "The Westfold Post"),
    _Step("retracts", "newsroom/mayor-resigns.txt", "Ellory Tonight"),
    _Step("publishes", "newsroom/budget-vote.txt", "Northern Press Agency"),
    _Step("publishes", "cup-final.txt", "Sports Wire"),
    _Step("corrects", "newsroom/ferry-fire.corrected.txt", "Coastal Courier"),
    _Step("publishes", "newsroom/budget-vote-courier.txt", "Coastal Courier"),
    _Step("publishes", "newsroom/marathon.txt", "Sports Wire"),
    _Step("publishes", "newsroom/composer-interview.txt", "The Plateau Times"),
    _Step("publishes", "newsroom/tram-hearing.txt", "The Plateau Times"),
    _Step("publishes", "newsroom/storm-live.txt", "The Westfold Post"),
    _Step("publishes", "newsroom/power-statement.txt", "Coastal Courier"),
    _Step("publishes", "observatory.html", "The Plateau Times"),
    _Step("publishes", "newsroom/library-opinion.txt", "The Plateau Times"),
    _Step("publishes", "newsroom/school-meals.txt", "The Westfold Post"),
)
"""News, a wire report and a copy of it, a correction, a retraction: all that the pages can show."""
_PAUSE_SECONDS = 4
"""Between two articles."""

console = Console(highlight=False, soft_wrap=True)


async def demo_web(folder: Path, log: IO[bytes]) -> None:
    """Run the demo until Ctrl-C, with files in a folder; workers say what they do in a log."""
    stopping = stop_signal()
    async with embedded_broker() as address:
        connection = Connection(address)
        async with admin_client(connection) as admin:
            await create_topics(admin, "", PARTITIONS, replication=1)
        workers = asyncio.create_task(supervise(worker_settings(address), stopping, output=log))
        try:
            async with serving(connection, "", "127.0.0.1", 0, folder / "web.sqlite") as (page, reading):
                console.print(f"Quotes as they come: {page} (the first one takes some seconds; Ctrl-C ends this)\n")
                if sys.stdout.isatty() and (sys.platform != "linux" or os.environ.get("DISPLAY")):
                    webbrowser.open(page)
                publishing = asyncio.create_task(_publish(connection, stopping))
                await until_one_ends(asyncio.create_task(stopping.wait()), reading, publishing)
        finally:
            stopping.set()
            await workers


async def _publish(connection: Connection, stopping: asyncio.Event) -> None:
    async with AIOKafkaProducer(**connection.producer()) as producer:
        for does, file, source in _STEPS:
            article = sample(file, source)
            value = None if does == "retracts" else encode(article)
            await producer.send_and_wait(RAW.name, key=str(article.id).encode(), value=value)
            console.print(f"{source} {does} {article.id}")
            await asyncio.sleep(_PAUSE_SECONDS)
    console.print("\nThat was all. The page stays until Ctrl-C.")
    await stopping.wait()


def main() -> None:
    """Run the demo as a program."""
    quiet_libraries()
    try:
        with tempfile.TemporaryDirectory(prefix="quotewire-demo-") as folder, tempfile.TemporaryFile() as log:
            asyncio.run(demo_web(Path(folder), log))
    except QuotewireError as error:
        console.print(str(error), style="red")
        sys.exit(3)


if __name__ == "__main__":
    main()
