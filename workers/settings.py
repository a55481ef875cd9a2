"""The settings of a worker: the only place that reads them from the environment."""

import math
import os
from pathlib import Path
from typing import Annotated, Literal, get_origin

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsConfigDict

from workers.environment import PREFIX, file_variable, secrets_from_files, variable
from workers.errors import SettingsError
from workers.security_settings import SECRETS, SecuritySettings
from workers.stages.entities.choices import SHIPPED, choices

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


def _addresses(value: str) -> str:
    """Return addresses with nothing but commas between them."""
    brokers = [broker.strip() for broker in value.split(",")]
    for broker in brokers:
        host, _, port = broker.rpartition(":")
        if not host or {" ", ":", "/", "@"} & set(host) or not (port.isdecimal() and port.isascii()):
            raise ValueError("brokers are written as host:port, several with commas between them")
    return ",".join(brokers)


def _models(value: str) -> str:
    choices(value)
    return value


def _prefix(value: str) -> str:
    if set(value) - set("abcdefghijklmnopqrstuvwxyz0123456789.-"):
        raise ValueError("a prefix has small letters, digits, dots and hyphens only")
    return value


class Settings(SecuritySettings):
    """What an operator may want to change. Every setting is an environment variable: `QUOTEWIRE_` and the name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True
    )

    brokers: Annotated[str, AfterValidator(_addresses)] = "localhost:9092"
    """Kafka brokers to ask first, as `host:port`, several with commas between them."""
    topic_prefix: Annotated[str, AfterValidator(_prefix), Field(max_length=100)] = ""
    """Put before topics, consumer groups and transactional ids, so that installations can share brokers."""
    delivery: Literal["exactly_once", "at_least_once"] = "exactly_once"
    """`at_least_once` is for brokers without transactions."""
    children: Annotated[int, Field(ge=1, le=256, default_factory=_cpus)]
    """Child processes of a worker that do its language processing; as many as it has CPUs."""
    child_memory_bytes: Annotated[ByteSize, Field(ge=256 * _MEBIBYTE)] = ByteSize(2048 * _MEBIBYTE)
    """Address space that a child process may have, in bytes."""
    article_seconds: Annotated[float, Field(gt=0, le=3600)] = 10.0
    """How long a stage may work on one article; a batch gets no longer before it is done again article by article."""
    batch_articles: Annotated[int, Field(ge=1, le=1000)] = 32
    """Articles of one partition that are processed and published together, at the most."""
    buffer_bytes: Annotated[ByteSize, Field(ge=_MEBIBYTE)] = ByteSize(64 * _MEBIBYTE)
    """Bytes of articles that a worker holds in memory over all its partitions."""
    max_body_bytes: Annotated[ByteSize, Field(ge=1, le=12 * _MEBIBYTE)] = ByteSize(2 * _MEBIBYTE)
    """Largest body of a raw article, in bytes of UTF-8; a larger one is a dead letter."""
    session_seconds: Annotated[float, Field(ge=1, le=60)] = 10.0
    """How long a worker may be silent before Kafka gives its partitions to another."""
    rebalance_seconds: Annotated[float, Field(ge=1, le=300)] = 60.0
    """How long Kafka waits for all workers of a stage when one joins or leaves."""
    http_host: str = "127.0.0.1"
    """Address that a worker serves its probes and metrics on."""
    http_port: Annotated[int, Field(ge=0, le=65535)] = 9464
    """Port of `/livez`, `/readyz` and `/metrics`; 0 is any free one, which the log names. `quotewire run` takes the next two, too."""
    entities_models: Annotated[str, AfterValidator(_models)] = SHIPPED
    """What finds entities, by language: `default` is Quotewire's own model, other names are packages or paths of spaCy pipelines."""
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)] = "info"


def load_settings() -> Settings:
    """Read the settings from the environment, and secrets from the files that it names.

    Raises SettingsError, in one line, when one of them cannot work.
    """
    try:
        return Settings(**secrets_from_files(SECRETS))
    except ValidationError as error:
        raise SettingsError(_in_one_line(error.errors()[0])) from None


def _in_one_line(error: ErrorDetails) -> str:
    """Say what is wrong with a setting; a text is not shown, since it may hold what nobody else should read."""
    problem = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:  # several settings do not go together
        return problem
    name = str(error["loc"][0])
    kind = Settings.model_fields[name].annotation
    shown = f"={error['input']!r}" if kind in {int, float, ByteSize} or get_origin(kind) is Literal else ""
    return f"{variable(name)}{shown} will not do: {problem}"


def unknown_variables() -> list[str]:
    """Return the variables that look like settings but are not, most of them typing errors.

    They deserve a warning but no refusal: Kubernetes sets `QUOTEWIRE_PORT` and the like for a service of that name.
    """
    known = {*map(variable, Settings.model_fields), *map(file_variable, SECRETS)}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
