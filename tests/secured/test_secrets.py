"""Passwords, passphrases and tokens are in nothing that Quotewire prints, serves or publishes."""

import base64
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from harness.installation import Installation
from harness.secured import SECRETS, SecuredKafka
from workers.kafka.connection import Connection
from workers.settings import Settings
from workers.topics import RAW, dead_letters_of

pytestmark = pytest.mark.kafka

_TOKENS = "eyJ"
"""How every JSON Web Token begins: base64 of an opening brace and a quotation mark."""


def _shows_a_secret(text: str) -> list[str]:
    """Return the secrets in a text, as they are or in base64, whole or without its beginning."""
    encoded = [base64.b64encode(secret.encode()[start:])[2:-4].decode() for secret in SECRETS for start in range(3)]
    return [secret for secret in (*SECRETS, *encoded, _TOKENS) if secret in text]


@pytest.mark.parametrize("way", ["mutual_tls", "PLAIN", "OAUTHBEARER"])
async def test_no_secret_is_shown(way: str, secured: SecuredKafka, installed: Callable[..., Installation]) -> None:
    made = installed({**secured.ways_in()[way], "LOG_LEVEL": "debug"})
    await made.create_topics(2)
    (worker,) = await made.start("clean")
    await made.publish([(b"bad", b"not JSON")])
    (dead,) = await made.read(dead_letters_of(RAW), bool)
    shown = [repr(dead)]
    for page in ("livez", "readyz", "metrics"):
        with urllib.request.urlopen(f"{worker.url}/{page}", timeout=30) as answer:  # noqa: ASYNC210 - local
            shown.append(answer.read().decode())
    tail = ("tail", RAW.name, "-b", "--wait", "1")
    for words in (("--help",), ("worker", "--help"), tail, ("tail", "nowhere"), ("topics",), ("publish", "-")):
        shown += map(str, await made.command(*words))
    for setting in ("BROKERS", "SSL_CAFILE", "SECURITY_PROTOCOL", "SASL_MECHANISM", "CHILDREN"):
        shown += map(str, await made.command("tail", RAW.name, **{setting: "wrong"}))
    shown += _reprs(made.settings)
    await worker.stop()
    shown.append(worker.log.read_text())
    assert '"level": "debug"' in shown[-1]
    assert [found for text in shown for found in _shows_a_secret(text)] == []


def _reprs(way: dict[str, str]) -> list[str]:
    given: dict[str, Any] = {name.lower(): value for name, value in way.items() if value}
    settings = Settings(**given)
    connection = Connection.of(settings)
    tokens = connection.security.get("sasl_oauth_token_provider")
    return [repr(settings), str(settings), settings.model_dump_json(), repr(connection), repr(tokens)]
