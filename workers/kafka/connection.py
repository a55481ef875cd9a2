"""How to reach the brokers: the only maker of options for Kafka clients."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from workers.environment import variable
from workers.errors import SettingsError
from workers.kafka.tokens import Tokens
from workers.security_settings import SecuritySettings
from workers.settings import Settings
from workers.topics import DERIVED_MAX_BYTES

SEND_SECONDS = 30
"""A send gives up before its transaction does."""


@dataclass(frozen=True, slots=True)
class Connection:
    """The brokers of an installation, and how to talk to them."""

    brokers: str
    """Those to ask first, as `host:port`, with commas between them."""
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """aiokafka's options for TLS and SASL, with the password in the clear."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the connection that an operator has set.

        Raises SettingsError when a certificate or key cannot be read.
        """
        return cls(settings.brokers, _security(settings))

    @property
    def principal(self) -> str | None:
        """Whom the brokers take the client for, if it says so itself; they see certificates their own way."""
        tokens = self.security.get("sasl_oauth_token_provider")
        return tokens.client_id if tokens else self.security.get("sasl_plain_username")

    def client(self) -> dict[str, Any]:
        """Return the options that all of aiokafka's clients share."""
        return {"bootstrap_servers": self.brokers.split(","), **self.security}

    def producer(self) -> dict[str, Any]:
        """Return the options that all producers share."""
        return {
            **self.client(),
            "acks": "all",
            "compression_type": "lz4",
            "max_request_size": DERIVED_MAX_BYTES,
            "max_batch_size": 1024 * 1024,
            "request_timeout_ms": SEND_SECONDS * 1000,
        }

    def consumer(self, *, from_beginning: bool, undecided: bool = False) -> dict[str, Any]:
        """Return the options of consumers that show records: committed ones only, or those of open and aborted transactions too."""
        return {
            **self.client(),
            "isolation_level": "read_uncommitted" if undecided else "read_committed",
            "auto_offset_reset": "earliest" if from_beginning else "latest",
        }

    def faust(self) -> dict[str, Any]:
        """Return the options of a Faust app, without its credentials."""
        return {"broker": [f"kafka://{broker}" for broker in self.brokers.split(",")]}


def _security(settings: SecuritySettings) -> dict[str, Any]:
    options: dict[str, Any] = {"security_protocol": settings.security_protocol}
    if settings.security_protocol.endswith("SSL"):
        options["ssl_context"] = _with_certificate(_trusting(settings.ssl_cafile), settings)
    if settings.security_protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.sasl_mechanism
        if settings.sasl_mechanism == "OAUTHBEARER":
            options["sasl_oauth_token_provider"] = _tokens(settings)
        else:
            assert settings.sasl_password
            options["sasl_plain_username"] = settings.sasl_username
            options["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return options


def _trusting(cafile: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=cafile)
    except OSError as error:  # an SSLError is one
        raise _unreadable("ssl_cafile", cafile, error, "it needs certificates in PEM") from None


def _with_certificate(context: ssl.SSLContext, settings: SecuritySettings) -> ssl.SSLContext:
    if settings.ssl_certfile:
        secret = (
            settings.ssl_password.get_secret_value() if settings.ssl_password else ""
        )  # else OpenSSL asks the terminal
        try:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, secret)
        except OSError as error:
            fix = (
                f"it needs a certificate and its key in PEM; see {variable('ssl_keyfile')}, {variable('ssl_password')}"
            )
            raise _unreadable("ssl_certfile", settings.ssl_certfile, error, fix) from None
    return context


def _unreadable(name: str, file: Path | None, error: OSError, fix: str) -> SettingsError:
    reason = error.reason if isinstance(error, ssl.SSLError) else error.strerror
    return SettingsError(f"{variable(name)}={file} cannot be used ({reason}): {fix}")


def _tokens(settings: SecuritySettings) -> Tokens:
    assert settings.sasl_oauthbearer_token_endpoint_url
    assert settings.sasl_oauthbearer_client_id
    assert settings.sasl_oauthbearer_client_secret
    context = ssl.create_default_context()  # most endpoints have a certificate that everybody trusts
    if settings.ssl_cafile:
        context.load_verify_locations(settings.ssl_cafile)
    return Tokens(
        settings.sasl_oauthbearer_token_endpoint_url,
        settings.sasl_oauthbearer_client_id,
        settings.sasl_oauthbearer_client_secret,
        settings.sasl_oauthbearer_scope,
        settings.sasl_oauthbearer_extensions,
        context,
    )
