"""The stages one after another, as the work of child processes: what `quotewire enrich` does to its articles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.base import Record
from workers.errors import RecordRejectedError
from workers.kafka.codec import encode
from workers.kafka.records import Rejected
from workers.offline import OfflineFlow
from workers.stages.definition import Stage
from workers.stages.entities.definition import ENTITIES_STAGE


@dataclass(frozen=True, slots=True)
class Enriched:
    """A record that came out of the last stage."""

    value: bytes
    """JSON."""

    @property
    def size(self) -> int:
        """Bytes that it holds in memory, roughly."""
        return len(self.value)


@dataclass(frozen=True, slots=True)
class OfflineJob:
    """From records of one stage to those of another."""

    come_from: str
    """The stage that made the records, by name, or `RAW_ARTICLES`."""
    goes_through: tuple[Stage, ...]
    finds_entities: Stage = ENTITIES_STAGE
    """What does that for articles that come without."""

    @property
    def name(self) -> str:
        """The names of the stages."""
        return " and ".join(f"the stage {stage.name}" for stage in self.goes_through)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages that have to be loaded."""
        return OfflineFlow.needs(self.come_from, self.goes_through, self.finds_entities)

    def start(self) -> Callable[[Sequence[Record]], list[Enriched | Rejected]]:
        """Take the stages, which the fork server has loaded."""
        flow = OfflineFlow(self.come_from, self.goes_through, self.finds_entities)
        return lambda records: [_result(made) for made in flow.run(records)]


def _result(made: Record | RecordRejectedError) -> Enriched | Rejected:
    if isinstance(made, RecordRejectedError):
        return Rejected.of(made)
    return Enriched(encode(made))
