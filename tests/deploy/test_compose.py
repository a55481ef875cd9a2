import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.brokers import Broker
from workers import flow
from workers.environment import PREFIX, file_variable, variable
from workers.security_settings import SECRETS
from workers.settings import Settings
from workers.worker import STOP_SECONDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
OWN_KAFKA, KEPT_LOGS = "deploy/own-kafka.yml", "deploy/logs.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
STAGES = tuple(stage.name for stage in flow.STAGES)
OURS = (*STAGES, "topics", "web", "lag-exporter")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_scales(stage: str) -> None:
    assert SERVICES[stage]["command"] == ["worker", stage]
    assert not {"container_name", "ports", "hostname"} & SERVICES[stage].keys()


@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_starts_again_when_it_ends_and_has_time_to_stop(stage: str) -> None:
    assert SERVICES[stage]["restart"] == "unless-stopped"
    assert int(SERVICES[stage]["stop_grace_period"].removesuffix("s")) >= 2 * STOP_SECONDS


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_change_nothing(name: str) -> None:
    assert SERVICES[name]["read_only"]
    assert SERVICES[name]["tmpfs"] == "/tmp"


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_limits(name: str) -> None:
    service = SERVICES[name]
    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_a_child_meets_its_own_limit_before_that_of_its_container() -> None:
    memory = re.search(r"WORKER_MEMORY:-(\d+)m", SERVICES["entities"]["deploy"]["resources"]["limits"]["memory"])
    assert memory
    child = Settings.model_fields["child_memory_bytes"].default
    assert int(memory[1]) * 1024**2 >= child + 512 * 1024**2


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_for_this_machine_only(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_kafka_makes_no_topic_by_itself() -> None:
    assert SERVICES["kafka"]["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_the_only_broker_does_not_look_for_others_to_lead_when_it_stops() -> None:
    """It would take partitions without leader for deleted ones, and end their transactions without markers (KAFKA-20734)."""
    assert SERVICES["kafka"]["environment"]["KAFKA_CONTROLLED_SHUTDOWN_ENABLE"] == "false"


def _asks_whether_it_serves(address: str) -> bool:
    command: list[str] = SERVICES["kafka"]["healthcheck"]["test"]
    host, port = address.split(":")
    script = command[-1].replace("$$", "$").replace("localhost/19092", f"{host}/{port}")
    asked = subprocess.run([*command[1:-1], script], check=False, timeout=60, capture_output=True)
    return asked.returncode == 0


@pytest.mark.asyncio(loop_scope="session")
async def test_a_broker_that_serves_is_healthy(broker: Broker) -> None:
    if not broker.is_kafka:
        pytest.skip(f"needs a real Kafka: {broker.why}")
    assert await asyncio.to_thread(_asks_whether_it_serves, broker.address)


NOBODY_SERVES = bytes((0, 0, 0, 16)) + bytes(16)
"""How Kafka answers as long as the controller lets no broker serve: brokers, controller and topics are none."""


@pytest.mark.parametrize("answer", [b"", NOBODY_SERVES])
def test_a_broker_that_only_listens_is_not(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
        threads.submit(_answer, listener, answer)
        assert not _asks_whether_it_serves(f"127.0.0.1:{listener.getsockname()[1]}")


def _answer(listener: socket.socket, answer: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(1024)
        connection.sendall(answer)


def test_a_broker_that_is_not_there_is_not() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert not _asks_whether_it_serves(f"127.0.0.1:{taken.getsockname()[1]}")


def test_the_settings_in_the_compose_file_are_settings() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(SERVICES["clean"]["environment"]) <= known


def test_the_example_names_what_can_be_changed_with_its_default() -> None:
    defaults = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT + (ROOT / OWN_KAFKA).read_text()))
    example = dict(re.findall(r"^#(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert defaults == {name: value for name, value in example.items() if name in defaults}
    assert example.pop("COMPOSE_FILE") == f"docker-compose.yml:{OWN_KAFKA}"
    known = {*map(variable, Settings.model_fields), *map(file_variable, SECRETS)}
    assert example.keys() - defaults.keys() <= known


def test_all_logs_outlive_their_containers() -> None:
    kept = yaml.safe_load((ROOT / KEPT_LOGS).read_text())["services"]
    assert kept.keys() == SERVICES.keys()
    assert {service["logging"]["driver"] for service in kept.values()} == {"journald"}


def test_an_upgrade_replaces_who_reads_a_field_before_who_writes_it() -> None:
    script = (ROOT / "deploy/upgrade.sh").read_text()
    stages = re.search(r'STAGES="([^"]+)"', script)
    assert stages
    assert tuple(stages[1].split()) == STAGES[::-1]


def _needs_compose() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], check=False).returncode:
        pytest.skip("Docker Compose is not installed")


def test_compose_takes_the_file() -> None:
    _needs_compose()
    command = ["docker", "compose", "--profile", "*", "config", "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)


@pytest.mark.parametrize("more", [(), (KEPT_LOGS,)])
def test_compose_leaves_out_its_broker_for_one_of_your_own(more: tuple[str, ...]) -> None:
    _needs_compose()
    files = [word for file in ("docker-compose.yml", *more, OWN_KAFKA) for word in ("--file", file)]
    command = ["docker", "compose", *files, "--profile", "*", "config", "--format", "json"]
    settings = {"QUOTEWIRE_BROKERS": "kafka-1:9093, kafka-2:9093"}
    said = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **settings}, check=True, timeout=60, capture_output=True
    )
    services = json.loads(said.stdout)["services"]
    assert services.keys() == {*OURS, "prometheus"}
    for name in OURS:
        assert services[name]["environment"]["QUOTEWIRE_BROKERS"] == settings["QUOTEWIRE_BROKERS"]
        assert services[name]["read_only"]
        mounts = {mount["target"]: mount.get("read_only", False) for mount in services[name]["volumes"]}
        assert mounts == {"/run/secrets": True} | ({"/var/lib/quotewire": False} if name == "web" else {})
