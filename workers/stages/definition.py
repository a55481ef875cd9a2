"""What the rest of Quotewire knows of a stage before any of its libraries is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from schemas.base import Record
from schemas.clean_article import CleanArticle
from schemas.lineage import StageName
from workers.stages.received import Received
from workers.topics import Topic

Process = Callable[[Sequence[Received[Any]]], Sequence[CleanArticle]]
"""A stage at work: one article out for each record in, in order. It raises nothing that an article could cause."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Records about single things in an article, which a stage publishes besides the article itself."""

    topic: Topic
    of: Callable[[Any], Sequence[Record]]
    """Makes them of the stage's article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage: its name, its topics and its code. Worker, commands, headers and lineage all follow from this."""

    name: StageName
    consumes: Topic
    publishes: Topic
    """Where its articles go."""
    parts: Parts | None = None
    package: str
    """The package of its code. `<package>.stage` has the function `load`, which loads the models and returns the stage's `Process`."""
    settings: tuple[str, ...] = ()
    """Settings (of workers/settings.py) that `load` takes, as arguments of the same names."""
    chosen: tuple[tuple[str, str], ...] = ()
    """These, by name, as they are set; `load` has defaults for those that are missing."""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything that it publishes to, the topic of its articles first."""
        return (self.publishes, *((self.parts.topic,) if self.parts else ()))

    def with_settings(self, settings: object) -> "Stage":
        """Return the stage as some settings want it."""
        return replace(self, chosen=tuple((name, getattr(settings, name)) for name in self.settings))

    def load(self) -> Process:
        """Import the stage's libraries, load its models, and return it ready to work.

        Raises OSError when a model cannot be read, SettingsError when one that a setting names will not do.
        """
        process: Process = import_module(f"{self.package}.stage").load(**dict(self.chosen))
        return process

    def load_or_fail_later(self) -> Process:
        """Load the stage like `load`; if that fails, return a stage that raises the error whenever it gets work.

        For the fork server, which an error would end with a traceback that nobody asked for.
        """
        try:
            return self.load()
        except Exception as error:  # noqa: BLE001 - whatever it is, the first child reports it
            return partial(_fail, error)


def _fail(error: Exception, _: Sequence[Received[Any]]) -> NoReturn:
    raise error
