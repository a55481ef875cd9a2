"""The flow: its stages in order, and all topics between and around them. A new stage is one line here."""

from typing import Final

from workers.stages.clean.definition import CLEAN_STAGE
from workers.stages.definition import Stage
from workers.stages.entities.definition import ENTITIES_STAGE
from workers.stages.quotes.definition import QUOTES_STAGE
from workers.topics import RAW, Topic, dead_letters_of

STAGES: Final[tuple[Stage, ...]] = (
    CLEAN_STAGE,
    ENTITIES_STAGE,
    QUOTES_STAGE,
)


def stage_named(name: str) -> Stage:
    """Return the stage of a name.

    Raises KeyError when there is none.
    """
    return {stage.name: stage for stage in STAGES}[name]


def public_topics() -> tuple[Topic, ...]:
    """Return the topics that hold records of Quotewire's types, in the order of the flow."""
    return (RAW, *(topic for stage in STAGES for topic in stage.topics))


def all_topics() -> tuple[Topic, ...]:
    """Return the public topics, and those for the dead letters of each stage."""
    return (*public_topics(), *(dead_letters_of(stage.consumes) for stage in STAGES))
