"""Runs a Compose project of Quotewire on the secured Kafka of another Compose project.

Both are projects of its own: a Kafka with TLS, SCRAM and ACLs, and Quotewire as `deploy/own-kafka.yml` has it, with a password and a
CA from files. An article goes in with `quotewire publish`, and its quotes come out with `quotewire tail`:

    python -m benchmarks.compose_secured [IMAGE_TAG]

Needs Docker with Compose 2.24 or newer, and the images quotewire:latest (or of another tag) and apache/kafka:4.3.1; ends with 1 when no
quote comes out, or a secret shows in what the containers print. Containers, networks and volumes are removed afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from harness.articles import raw, speaker
from harness.secured import SECRETS, Certificates

ROOT = Path(__file__).parents[1]
KAFKA, QUOTEWIRE = "quotewire-secured-kafka", "quotewire-secured"
HOST = "broker.example"
USER, PASSWORD = "quotewire", SECRETS[0]
PATIENCE_SECONDS = 300

_KAFKA = {
    "KAFKA_NODE_ID": 1,
    "KAFKA_PROCESS_ROLES": "broker,controller",
    "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9094",
    "KAFKA_LISTENERS": "SECURED://:9093,LOCAL://localhost:9092,CONTROLLER://localhost:9094",
    "KAFKA_ADVERTISED_LISTENERS": f"SECURED://{HOST}:9093,LOCAL://localhost:9092",
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "SECURED:SASL_SSL,LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "KAFKA_INTER_BROKER_LISTENER_NAME": "LOCAL",
    "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
    "KAFKA_AUTHORIZER_CLASS_NAME": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "KAFKA_SUPER_USERS": f"User:ANONYMOUS;User:{USER}",
    "KAFKA_SSL_KEYSTORE_TYPE": "PEM",
    "KAFKA_SSL_KEYSTORE_LOCATION": "/certificates/broker.pem",
    "KAFKA_LISTENER_NAME_SECURED_SASL_ENABLED_MECHANISMS": "SCRAM-SHA-512",
    "KAFKA_LISTENER_NAME_SECURED_SCRAM___SHA___512_SASL_JAAS_CONFIG": (
        "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    ),
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": 1,
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": 1,
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": 1,
}


def compose(folder: Path, project: str, *words: str, given: bytes = b"") -> bytes:
    """Run a command of Docker Compose on the project of a folder; return what it printed."""
    command = ["docker", "compose", "--project-name", project, *words]
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWIRE_")}
    ended = subprocess.run(
        command, cwd=folder, env=bare, input=given, capture_output=True, check=False, timeout=PATIENCE_SECONDS
    )
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)}: {ended.stderr.decode()}")
    return ended.stdout + ended.stderr if words[0] == "logs" else ended.stdout


def _lay_out(folder: Path, tag: str) -> tuple[Path, Path]:
    """Write the folders of both projects, as two operators would have them."""
    kafka, quotewire = folder / "kafka", folder / "quotewire"
    certificates, secrets = kafka / "certificates", quotewire / "secrets"
    for path in (certificates, secrets, quotewire / "deploy"):
        path.mkdir(parents=True)
    made = Certificates.made_in(certificates)
    service = {"image": "apache/kafka:4.3.1", "environment": _KAFKA, "volumes": ["./certificates:/certificates:ro"]}
    network = {"default": {"aliases": [HOST]}}
    (kafka / "docker-compose.yml").write_text(yaml.safe_dump({"services": {"kafka": {**service, "networks": network}}}))

    for name in ("docker-compose.yml", "deploy/own-kafka.yml"):
        shutil.copy(ROOT / name, quotewire / name)
    elsewhere = {"networks": {"default": {"name": f"{KAFKA}_default", "external": True}}}
    (quotewire / "network.yml").write_text(yaml.safe_dump(elsewhere))
    shutil.copy(made.ca, secrets / "ca.pem")
    (secrets / "kafka-password").write_text(f"{PASSWORD}\n")
    settings = {
        "COMPOSE_FILE": "docker-compose.yml:deploy/own-kafka.yml:network.yml",
        "IMAGE_TAG": tag,
        "REPLICATION": "1",
        "PARTITIONS": "2",
        "QUOTEWIRE_BROKERS": f"{HOST}:9093, {HOST}:9093",
        "QUOTEWIRE_LOG_LEVEL": "DEBUG",
        "QUOTEWIRE_CHILD_MEMORY_BYTES": "2GiB",
        "QUOTEWIRE_TOPIC_PREFIX": "",
        "QUOTEWIRE_SECURITY_PROTOCOL": "SASL_SSL",
        "QUOTEWIRE_SSL_CAFILE": "/run/secrets/ca.pem",
        "QUOTEWIRE_SASL_MECHANISM": "SCRAM-SHA-512",
        "QUOTEWIRE_SASL_USERNAME": USER,
        "QUOTEWIRE_SASL_PASSWORD_FILE": "/run/secrets/kafka-password",
    }
    (quotewire / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    return kafka, quotewire


def run(kafka: Path, quotewire: Path) -> int:
    """Bring both up, send an article through, and look at what comes out."""
    compose(kafka, KAFKA, "up", "--detach")
    add = ("--alter", "--add-config", f"SCRAM-SHA-512=[password={PASSWORD}]", "--entity-type", "users")
    tool = ("/opt/kafka/bin/kafka-configs.sh", "--bootstrap-server", "localhost:9092", *add, "--entity-name", USER)
    compose(kafka, KAFKA, "exec", "-T", "kafka", *tool)
    compose(quotewire, QUOTEWIRE, "up", "--detach")
    print("services:", *sorted(compose(quotewire, QUOTEWIRE, "ps", "--services").decode().split()))
    once = ("run", "--rm", "-T", "--no-deps", "topics")
    compose(quotewire, QUOTEWIRE, *once, "publish", "-", given=raw(0, id="first"))
    said = compose(quotewire, QUOTEWIRE, *once, "tail", "quotes.v1", "-b", "-n", "1", "--wait", "120")
    quotes = [json.loads(line) for line in said.splitlines()]
    for quote in quotes:
        print(f"{quote['speaker_name']}: {quote['text']}")
    shown = compose(quotewire, QUOTEWIRE, "logs") + compose(quotewire, QUOTEWIRE, "config")
    print("the password shows in logs or configuration:", PASSWORD.encode() in shown)
    good = [quote["speaker_name"] for quote in quotes] == [speaker(0)]
    return int(not good or PASSWORD.encode() in shown)


def main() -> int:
    """Run it, and clean up whatever happened."""
    with tempfile.TemporaryDirectory() as name:
        kafka, quotewire = _lay_out(Path(name), sys.argv[1] if len(sys.argv) > 1 else "latest")
        try:
            return run(kafka, quotewire)
        finally:
            compose(quotewire, QUOTEWIRE, "down", "--volumes")
            compose(kafka, KAFKA, "down", "--volumes")


if __name__ == "__main__":
    sys.exit(main())
