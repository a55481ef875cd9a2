"""What people write is understood, or refused in plain words; defaults depend on where a worker runs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workers import settings
from workers.environment import PREFIX, file_variable, variable
from workers.errors import SettingsError
from workers.security_settings import SECRETS, SecuritySettings
from workers.settings import Settings, load_settings, unknown_variables


@pytest.mark.parametrize(
    ("quota", "cpus"),
    [("max 100000", 8), ("100000 100000", 1), ("150000 100000", 2), ("50000 100000", 1), ("3200000 100000", 8)],
)
def test_a_worker_has_as_many_children_as_its_container_has_cpus(
    quota: str, cpus: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight children on one CPU would each take eight times as long, and be ended for it."""
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(settings, "_CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert Settings().children == cpus


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what sets the environment to some settings, and no others."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)

    def give(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(PREFIX + name, value)

    return give


@pytest.mark.parametrize(
    ("name", "written", "understood"),
    [
        ("BROKERS", "kafka-1:9092, kafka-2:9093", "kafka-1:9092,kafka-2:9093"),
        ("BROKERS", "", "localhost:9092"),
        ("LOG_LEVEL", "INFO", "info"),
        ("CHILD_MEMORY_BYTES", "2GiB", 2 * 1024**3),
        ("MAX_BODY_BYTES", "1048576", 1024**2),
        ("CHILD_MEMORY_BYTES", "", 2 * 1024**3),
        ("TOPIC_PREFIX", "", ""),
        ("ENTITIES_MODELS", "en=default, fr=fr_core_news_sm", "en=default, fr=fr_core_news_sm"),
        ("ENTITIES_MODELS", "", "en=default"),
        ("SECURITY_PROTOCOL", "ssl", "SSL"),
        ("SASL_PASSWORD", "", None),
    ],
)
def test_what_people_write_is_understood(
    name: str, written: str, understood: object, given: Callable[..., None]
) -> None:
    given(**{name: written})
    assert getattr(load_settings(), name.lower()) == understood


SCRAM = {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_MECHANISM": "SCRAM-SHA-512", "SASL_USERNAME": "alice"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"BROKERS": "kafka"}, "QUOTEWIRE_BROKERS will not do: brokers are written as host:port"),
        ({"BROKERS": "https://kafka:9092"}, "QUOTEWIRE_BROKERS will not do: brokers are written as host:port"),
        ({"BROKERS": "kafka:9092 kafka:9093"}, "QUOTEWIRE_BROKERS will not do: brokers are written as host:port"),
        ({"TOPIC_PREFIX": "News"}, "QUOTEWIRE_TOPIC_PREFIX will not do: a prefix has small letters, digits"),
        ({"ENTITIES_MODELS": "fr"}, "QUOTEWIRE_ENTITIES_MODELS will not do: 'fr' is not written as language=model"),
        ({"LOG_LEVEL": "loud"}, "QUOTEWIRE_LOG_LEVEL='loud' will not do: Input should be 'debug', 'info', "),
        ({"BUFFER_BYTES": "64 apples"}, "QUOTEWIRE_BUFFER_BYTES='64 apples' will not do: could not "),
        (SCRAM, "QUOTEWIRE_SASL_PASSWORD must be set for QUOTEWIRE_SECURITY_PROTOCOL=SASL_SSL and QUOTEWIRE_SASL_M"),
        ({"SECURITY_PROTOCOL": "SASL_SSL"}, "QUOTEWIRE_SASL_MECHANISM must be set for QUOTEWIRE_SECURITY_PROTOCOL"),
        (
            {"SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": "tokens.example"},
            "QUOTEWIRE_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL will not do: it begins with https://",
        ),
        ({"SECURITY_PROTOCOL": "SSL", "SSL_KEYFILE": "k.pem"}, "QUOTEWIRE_SSL_CERTFILE must be set for QUOTEWIRE_S"),
        ({"SASL_USERNAME": "alice"}, "QUOTEWIRE_SASL_USERNAME would have no effect with QUOTEWIRE_SECURITY_PROTOCOL=P"),
        ({**SCRAM, "SASL_PASSWORD_FILE": "/nowhere"}, "QUOTEWIRE_SASL_PASSWORD_FILE: /nowhere cannot be read: No such"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_plain_words(
    values: dict[str, str], said: str, given: Callable[..., None]
) -> None:
    given(**values)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert str(raised.value).startswith(said)
    assert not set("\\^$[") & set(str(raised.value))


def test_a_secret_comes_from_a_file(tmp_path: Path, given: Callable[..., None]) -> None:
    (tmp_path / "password").write_text("geheim\n")
    given(**SCRAM, SASL_PASSWORD_FILE=str(tmp_path / "password"))
    password = load_settings().sasl_password
    assert password is not None
    assert (password.get_secret_value(), repr(password)) == ("geheim", "SecretStr('**********')")
    assert unknown_variables() == []


def test_a_secret_is_given_once(tmp_path: Path, given: Callable[..., None]) -> None:
    given(**SCRAM, SASL_PASSWORD="geheim", SASL_PASSWORD_FILE=str(tmp_path))
    with pytest.raises(SettingsError, match="QUOTEWIRE_SASL_PASSWORD and QUOTEWIRE_SASL_PASSWORD_FILE are both set"):
        load_settings()


def test_every_password_and_secret_is_one_that_is_never_shown() -> None:
    named = {name for name in SecuritySettings.model_fields if name.endswith(("password", "secret"))}
    assert set(SECRETS) == named
    assert {file_variable(name) for name in SECRETS} == {f"{variable(name)}_FILE" for name in named}
