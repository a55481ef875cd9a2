"""Finds out why brokers take no connection: aiokafka logs a reason, and tries again without end."""

import asyncio
import ssl
from asyncio import IncompleteReadError
from collections.abc import Iterator

from aiokafka.conn import create_conn
from aiokafka.errors import (
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from workers.environment import variable
from workers.errors import BrokerRefusesError
from workers.kafka.connection import Connection
from workers.kafka.tokens import TokenRefused
from workers.observability.health import BROKERS_SECONDS, Health

_EVERY_SECONDS = 10
_ANSWER_MILLISECONDS = 10_000
_OTHER_NAME = {62, 64}
"""OpenSSL's codes for a certificate of another host name, or another address."""
_EXPIRED = 10
_TLS_ALERT = 0x1503
"""How an alert of TLS 1.0 and later begins; a client without TLS reads it as the length of an answer."""
_PROTOCOL = variable("security_protocol")


async def why_away(connection: Connection) -> str:
    """Connect to the brokers of a connection, and to those that they name; return what went wrong.

    Raises BrokerRefusesError when that will not pass by itself.
    """
    asked = [
        (host, int(port)) for host, _, port in (broker.rpartition(":") for broker in connection.brokers.split(","))
    ]
    problems: list[str] = []
    named: set[tuple[str, int]] = set()
    for address in asked:
        named |= await _named_by(address, connection, problems)
    for address in named.difference(asked):
        await _named_by(address, connection, problems)
    return "; ".join(problems)


async def watch_refusals(connection: Connection, health: Health) -> None:
    """When brokers have been silent for a while, see whether they refuse new connections, until cancelled.

    Raises BrokerRefusesError: after its password was changed, a worker would try in vain for ever.
    """
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        if health.silent_seconds > BROKERS_SECONDS:
            await why_away(connection)


async def _named_by(address: tuple[str, int], connection: Connection, problems: list[str]) -> set[tuple[str, int]]:
    """Connect to a broker, and ask it for the addresses of all brokers; a problem that may pass is added to the others."""
    broker, conn = f"{address[0]}:{address[1]}", None
    try:
        conn = await create_conn(*address, **connection.security, request_timeout_ms=_ANSWER_MILLISECONDS)
        metadata = await conn.send(MetadataRequest([]))
    except (OSError, TimeoutError, KafkaError) as error:
        for cause in _causes(error):
            if refusal := _refusal(cause, connection, welcomed=conn is not None):
                raise BrokerRefusesError(broker, *refusal) from error
        problems.append(f"{broker}: {_plain(error, connection)}")
        return set()
    finally:
        if conn:
            conn.close()
    return {(host, port) for _, host, port, *_ in metadata.brokers}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__


def _plain(error: Exception, connection: Connection) -> str:
    if isinstance(error, KafkaConnectionError):
        return str(error.args[0])
    if isinstance(error, ConnectionResetError | ssl.SSLError) and connection.security.get("ssl_context"):
        return f"the connection ends before TLS begins (is {_PROTOCOL} right?)"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _refusal(cause: BaseException, connection: Connection, *, welcomed: bool) -> tuple[str, str] | None:
    """Return what a broker refuses, and the fix; None when it may just be away. `welcomed` says whether it answers at all."""
    mechanism = connection.security.get("sasl_mechanism")
    match cause:
        case ssl.SSLError():
            return _tls(cause)
        case SaslAuthenticationFailed():
            return _login(cause, connection)
        case UnsupportedSaslMechanismError() | IllegalSaslStateError():
            fix = f"set {variable('sasl_mechanism')} to one that it has, or {_PROTOCOL} to one without SASL"
            return f"it does not take the mechanism {mechanism}", fix
        case IncompleteReadError(expected=int(length)) if length >> 16 == _TLS_ALERT:
            return "it wants TLS", f"set {_PROTOCOL} to SSL or SASL_SSL"
        case IncompleteReadError() if welcomed and not mechanism:
            return "it ends the connection at the first request", f"if it wants a user, set {_PROTOCOL} to SASL_SSL"
    return None


def _login(error: SaslAuthenticationFailed, connection: Connection) -> tuple[str, str]:
    """Say whose credentials are not accepted, and by whom."""
    if isinstance(error, TokenRefused):
        what, fix = error.args
        return what, fix
    said, mechanism = str(error.args[0]), connection.security["sasl_mechanism"]
    if mechanism == "OAUTHBEARER":
        return said, f"check {variable('sasl_oauthbearer_scope')}, and which issuer and audience the broker expects"
    names = ", ".join(map(variable, ("sasl_username", "sasl_password", "sasl_mechanism")))
    return f"it refuses user {connection.principal} with {mechanism} ({said})", f"check {names}"


def _tls(error: ssl.SSLError) -> tuple[str, str] | None:
    """Say what is wrong with a broker's certificate, or what it has against the client's; None when TLS just ends."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return _alert(error.reason) if "ALERT" in (error.reason or "") else None
    what = f"its certificate is not accepted ({error.verify_message})"
    if error.verify_code in _OTHER_NAME:
        return what, f"name it in {variable('brokers')} and its advertised.listeners as its certificate does"
    if error.verify_code == _EXPIRED:
        return what, "the broker needs a new one"
    return what, f"{variable('ssl_cafile')} must hold the CA that signed it"


def _alert(alert: str) -> tuple[str, str]:
    """Say what a broker has against a client's certificate, or its TLS, from OpenSSL's name of what it said."""
    if alert.endswith(("BAD_CERTIFICATE", "CERTIFICATE_REQUIRED")):
        return f"it wants a client certificate, or another one ({alert})", f"set {variable('ssl_certfile')}"
    if "CERTIFICATE" in alert or alert.endswith("CA"):
        fix = "it must be signed by a CA that the brokers trust, and be valid today"
        return f"it does not accept the client certificate of {variable('ssl_certfile')} ({alert})", fix
    return f"it ends TLS with {alert}", "see which TLS versions and ciphers it allows"
