"""The settings of a worker: the only place that reads them from the environment."""

import math
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from workers.errors import SettingsError

PREFIX = "QUOTEWIRE_"
_MEBIBYTE = 1024 * 1024


_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux tells a container how many microseconds of CPU it gets in how many; "max" is no limit."""


def _cpus() -> int:
    """Return how many CPUs this process may use: those it may run on, or fewer if its container has a lower quota."""
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not _CPU_QUOTA.is_file():
        return affinity
    quota, period = _CPU_QUOTA.read_text().split()
    return affinity if quota == "max" else min(affinity, math.ceil(int(quota) / int(period)))


class Settings(BaseSettings):
    """What an operator may want to change. Every setting is an environment variable: `QUOTEWIRE_` and the name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, use_attribute_docstrings=True)

    brokers: Annotated[str, Field(pattern=r"^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$")] = "localhost:9092"
    """Kafka brokers to ask first, as `host:port`, several with commas between them."""
    topic_prefix: Annotated[str, Field(pattern=r"^[a-z0-9.\-]*$", max_length=100)] = ""
    """Put before topics, consumer groups and transactional ids, so that installations can share brokers."""
    delivery: Literal["exactly_once", "at_least_once"] = "exactly_once"
    """`at_least_once` is for brokers without transactions."""
    children: Annotated[int, Field(ge=1, le=256, default_factory=_cpus)]
    """Child processes of a worker that do its language processing; as many as it has CPUs."""
    child_memory_bytes: Annotated[int, Field(ge=256 * _MEBIBYTE)] = 2048 * _MEBIBYTE
    """Address space that a child process may have, in bytes."""
    article_seconds: Annotated[float, Field(gt=0, le=3600)] = 10.0
    """How long a stage may work on one article; a batch gets no longer before it is done again article by article."""
    batch_articles: Annotated[int, Field(ge=1, le=1000)] = 32
    """Articles of one partition that are processed and published together, at the most."""
    buffer_bytes: Annotated[int, Field(ge=_MEBIBYTE)] = 64 * _MEBIBYTE
    """Bytes of articles that a worker holds in memory over all its partitions."""
    max_body_bytes: Annotated[int, Field(ge=1, le=12 * _MEBIBYTE)] = 2 * _MEBIBYTE
    """Largest body of a raw article, in bytes of UTF-8; a larger one is a dead letter."""
    session_seconds: Annotated[float, Field(ge=1, le=60)] = 30.0
    """How long a worker may be silent before Kafka gives its partitions to another."""
    rebalance_seconds: Annotated[float, Field(ge=1, le=300)] = 60.0
    """How long Kafka waits for all workers of a stage when one joins or leaves."""
    http_host: str = "127.0.0.1"
    """Address that a worker serves its probes and metrics on."""
    http_port: Annotated[int, Field(ge=0, le=65535)] = 9464
    """Port of `/livez`, `/readyz` and `/metrics`; 0 is any free one, which the log names. `quotewire run` takes the next two, too."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises SettingsError, in one line, when one of them cannot work.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{variable}{_shown(first)} will not do: {first['msg']}") from None


def _shown(error: ErrorDetails) -> str:
    """Return a refused value to show it, unless it is a text, which may hold what nobody else should read."""
    kind = Settings.model_fields[str(error["loc"][0])].annotation
    return "" if kind is str else f"={error['input']!r}"


def unknown_variables() -> list[str]:
    """Return the variables that look like settings but are not, most of them typing errors.

    They deserve a warning but no refusal: Kubernetes sets `QUOTEWIRE_PORT` and the like for a service of that name.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
