import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from workers.kafka.status import Status
from workers.observability.group_metrics import GroupMetrics
from workers.observability.metrics import Metrics

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTS: list[dict[str, Any]] = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"][0]["rules"]


@pytest.fixture
def promtool() -> str:
    found = shutil.which("promtool")
    if not found:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    return found


def test_prometheus_takes_its_configuration_and_the_alerts(promtool: str) -> None:
    subprocess.run([promtool, "check", "config", str(PROMETHEUS / "prometheus.yml")], check=True, timeout=60)


def test_alerts_fire_when_they_should_and_only_then(promtool: str) -> None:
    rules = str(Path(__file__).with_name("alerts.test.yml"))
    run = subprocess.run([promtool, "test", "rules", rules], check=False, timeout=60, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_alert_is_tested() -> None:
    tests = yaml.safe_load(Path(__file__).with_name("alerts.test.yml").read_text())["tests"]
    fired = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case.get("exp_alerts")}
    assert fired == {alert["alert"] for alert in ALERTS}


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: str(alert["alert"]))
def test_an_alert_says_what_is_wrong_and_where_it_stands_what_to_do(alert: dict[str, Any]) -> None:
    notes = alert["annotations"]
    assert notes["summary"]
    assert notes["description"]
    page, _, anchor = notes["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text(), re.MULTILINE)
    assert anchor in [heading.lower() for heading in headings]
    assert alert["labels"]["severity"] in {"critical", "warning"}


def test_alerts_ask_for_metrics_that_workers_or_the_exporter_have() -> None:
    registry = CollectorRegistry()
    Metrics("clean", registry)
    registry.register(GroupMetrics(Status(datetime.now(UTC), (), (), ())))
    there = {family.name for family in registry.collect()} | {"process_start_time_seconds"}
    for alert in ALERTS:
        for name in re.findall(r"\b(?:quotewire|process)_\w+", alert["expr"]):
            assert re.sub(r"_(total|bucket)$", "", name) in there, f"{alert['alert']} asks for {name}"
