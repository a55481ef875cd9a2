"""Who is in a consumer group, and who of them is dead: Kafka itself waits for a session to run out before it believes that.

Until then the partitions of a dead member stand still; and when another worker joins, the whole group stands still, since Kafka waits
for every member to answer. A worker that was killed (kill -9) could not leave. But whoever is started in its place knows that it is
dead, by the name that it had in the group, and may leave for it.
"""

import asyncio
import os
import platform
from pathlib import Path

import structlog
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError, UnknownMemberIdError, for_code
from aiokafka.protocol.group import LeaveGroupRequest

from workers.kafka.groups import describe_group

log = structlog.get_logger("quotewire.worker")

_PROCESSES = Path("/proc")
_ATTEMPTS, _PAUSE_SECONDS = 10, 0.5
"""A broker that has just become the group's coordinator, as for the first group of all, has to load it first."""


def client_id() -> str:
    """Return what brokers call this process: its host, its process id, and when it was started, in the kernel's ticks.

    No other process has or will have that name, but one in another container that was given the same host name; a container keeps
    its own when it is restarted.
    """
    return f"{_host()}{os.getpid()}-{_started(os.getpid())}"


def is_dead(client: str) -> bool:
    """Return whether the client of that name was a process of this host, and has ended.

    One in another container with the same host name would be taken for dead: it joins its group again, and loses nothing.
    """
    process, _, started = client.removeprefix(_host()).partition("-")
    if not client.startswith(_host()) or not process.isdecimal() or started == _UNKNOWN:
        return False
    return _started(int(process)) != started


def _host() -> str:
    return f"quotewire-{platform.node()}-"


_UNKNOWN = "unknown"
"""On systems without `/proc`, where nobody is taken for dead."""


def _started(process: int) -> str | None:
    """Return when a process of this host was started, or None when there is none, or it only waits to be buried."""
    if not _PROCESSES.joinpath("self").exists():
        return _UNKNOWN
    try:
        fields = _PROCESSES.joinpath(str(process), "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]  # state and starttime of proc_pid_stat(5)


async def leave_for_the_dead(admin: AIOKafkaAdminClient, group: str) -> None:
    """Take those out of a group that were processes of this host and have ended, so that others get their partitions at once.

    Where brokers cannot or will not do that, their sessions run out.
    """
    reason = ""
    for _ in range(_ATTEMPTS):
        try:
            await _leave_for_the_dead(admin, group)
        except KafkaError as error:
            reason = str(error) or type(error).__name__
            if not error.retriable:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return
    log.warning("cannot look for dead workers in the group", reason=reason)


async def _leave_for_the_dead(admin: AIOKafkaAdminClient, group: str) -> None:
    coordinator, described = await describe_group(group, admin)
    for member in described["members"]:
        if is_dead(member["client_id"]):
            request = LeaveGroupRequest(group, member["member_id"])
            left = await admin._send_request(request, coordinator)  # noqa: SLF001 - it has no method for that
            if left.error_code not in {0, UnknownMemberIdError.errno}:  # unknown: somebody else was faster
                raise for_code(left.error_code)
            if not left.error_code:
                log.warning("left the group for a worker that has died", client=member["client_id"])
