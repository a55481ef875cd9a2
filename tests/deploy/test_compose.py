import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers import flow
from workers.environment import PREFIX, file_variable, variable
from workers.security_settings import SECRETS
from workers.settings import Settings
from workers.worker import STOP_SECONDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
OWN_KAFKA = "deploy/own-kafka.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
STAGES = tuple(stage.name for stage in flow.STAGES)
OURS = (*STAGES, "topics", "web")


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


def _needs_compose() -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], check=False).returncode:
        pytest.skip("Docker Compose is not installed")


def test_compose_takes_the_file() -> None:
    _needs_compose()
    command = ["docker", "compose", "--profile", "*", "config", "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)


def test_compose_leaves_out_its_broker_for_one_of_your_own() -> None:
    _needs_compose()
    files = ["--file", "docker-compose.yml", "--file", OWN_KAFKA]
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
