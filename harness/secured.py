"""A secured Kafka: one broker with a listener for each way in, certificates of its own, ACLs, and a token server."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGKILL

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from harness.brokers import Cluster, Extras, free_ports, jars, java, own_kafka

USER = "alice"
PASSWORD = f"of-{USER}-{uuid.uuid4()}"
PASSPHRASE = f"of-the-key-{uuid.uuid4()}"
CLIENT_SECRET = f"of-the-client-{uuid.uuid4()}"
SECRETS = (PASSWORD, PASSPHRASE, CLIENT_SECRET)
SESSION_SECONDS = 5
"""After which the listeners for SASL want to see credentials again: less than a test of a flow takes."""

_LISTENERS = {
    "TLS": "SSL",
    "MUTUAL": "SSL",
    "EXPIRED": "SSL",
    "MISNAMED": "SSL",
    "SASL": "SASL_SSL",
    "OPENSASL": "SASL_PLAINTEXT",
    "OAUTH": "SASL_SSL",
    "OPENOAUTH": "SASL_PLAINTEXT",
}
_LOGIN = "org.apache.kafka.common.security"


@dataclass(frozen=True)
class Certificates:
    """Files of certificates and keys, in PEM."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> "Certificates":
        """Make the CA of the brokers and clients, another one, and what they have signed."""
        made, ca, stranger = cls(folder), trustme.CA(), trustme.CA()
        ca.cert_pem.write_to_path(made.ca)
        stranger.cert_pem.write_to_path(made.other_ca)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        certificates = {
            "broker": ca.issue_cert("127.0.0.1", "localhost", "broker.example"),
            "expired": ca.issue_cert("127.0.0.1", not_before=yesterday - timedelta(days=9), not_after=yesterday),
            "misnamed": ca.issue_cert("localhost"),
            USER: ca.issue_cert(f"{USER}.example", common_name=USER),
            "renewed": ca.issue_cert(f"{USER}.example", common_name=USER),
            "stranger": stranger.issue_cert(f"{USER}.example", common_name=USER),
        }
        for name, certificate in certificates.items():
            secret = PASSPHRASE if name == USER else None
            made.of(name).write_bytes(_pkcs8(certificate.private_key_pem.bytes(), secret) + _chain(certificate))
        return made

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def other_ca(self) -> Path:
        return self.folder / "other-ca.pem"

    def of(self, name: str) -> Path:
        """Return the file of a key and its certificate."""
        return self.folder / f"{name}.pem"


def _chain(certificate: trustme.LeafCert) -> bytes:
    return b"".join(blob.bytes() for blob in certificate.cert_chain_pems)


def _pkcs8(key: bytes, secret: str | None) -> bytes:
    """Write a key as Java reads it."""
    encryption = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    return load_pem_private_key(key, None).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@dataclass(frozen=True)
class SecuredKafka:
    """A secured Kafka, and how to get in."""

    cluster: Cluster
    ports: dict[str, int]
    certificates: Certificates
    token_url: str

    def address(self, listener: str) -> str:
        return f"127.0.0.1:{self.ports[listener]}"

    def tls(self, listener: str = "TLS") -> dict[str, str]:
        """Return the settings, without QUOTEWIRE_, for a listener with TLS."""
        protocol = _LISTENERS[listener]
        return {
            "BROKERS": self.address(listener),
            "SECURITY_PROTOCOL": protocol,
            "SSL_CAFILE": str(self.certificates.ca),
        }

    def mutual_tls(self) -> dict[str, str]:
        file = str(self.certificates.of(USER))
        return {**self.tls("MUTUAL"), "SSL_CERTFILE": file, "SSL_PASSWORD": PASSPHRASE}

    def password(self, mechanism: str, user: str = USER, password: str = PASSWORD) -> dict[str, str]:
        return {**self.tls("SASL"), "SASL_MECHANISM": mechanism, "SASL_USERNAME": user, "SASL_PASSWORD": password}

    def password_without_tls(self) -> dict[str, str]:
        bare = {"BROKERS": self.address("OPENSASL"), "SECURITY_PROTOCOL": "SASL_PLAINTEXT"}
        return {**self.password("SCRAM-SHA-512"), **bare, "SSL_CAFILE": ""}

    def token(self, client: str = USER) -> dict[str, str]:
        """Return the settings for a client with tokens; whoever asks for one gets it, under any name."""
        oidc = {"TOKEN_ENDPOINT_URL": self.token_url, "CLIENT_ID": client, "CLIENT_SECRET": CLIENT_SECRET}
        oidc |= {"SCOPE": "kafka", "EXTENSIONS": "logicalCluster=lkc-1, identityPoolId=pool-1"}
        named = {f"SASL_OAUTHBEARER_{name}": value for name, value in oidc.items()}
        return {**self.tls("OAUTH"), "SASL_MECHANISM": "OAUTHBEARER", **named}

    def ways_in(self) -> dict[str, dict[str, str]]:
        """Return the settings for each mechanism."""
        return {
            "tls": self.tls(),
            "mutual_tls": self.mutual_tls(),
            **{mechanism: self.password(mechanism) for mechanism in ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")},
            "SASL_PLAINTEXT": self.password_without_tls(),
            "OAUTHBEARER": self.token(),
        }

    async def tool(self, program: str, *words: str) -> str:
        """Run one of Kafka's programs on the broker, as its superuser; return what it printed."""
        folder = self.cluster.nodes[0].folder
        process = await asyncio.create_subprocess_exec(
            *(*java(folder), program, "--bootstrap-server", self.cluster.address, *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed.decode()
        return printed.decode()

    async def change_password(self, user: str, password: str) -> None:
        """Change a password for SCRAM-SHA-512, or make the user."""
        credentials = f"SCRAM-SHA-512=[password={password}]"
        alter = ("--alter", "--add-config", credentials, "--entity-type", "users", "--entity-name", user)
        await self.tool("kafka.admin.ConfigCommand", *alter)

    async def allow_all(self, user: str, prefix: str) -> None:
        """Give a user all rights on all that has a prefix."""
        resources = ("--topic", prefix, "--group", prefix, "--transactional-id", prefix)
        what = ("--operation", "All", *resources, "--resource-pattern-type", "prefixed")
        await self.tool("org.apache.kafka.tools.AclCommand", "--add", "--allow-principal", f"User:{user}", *what)


def _properties(certificates: Certificates, token_server: str) -> Iterator[tuple[str, object]]:
    protocols = {"PLAINTEXT": "PLAINTEXT", "CONTROLLER": "PLAINTEXT", **_LISTENERS}
    yield "listener.security.protocol.map", ",".join(f"{name}:{protocol}" for name, protocol in protocols.items())
    yield "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
    yield "super.users", f"User:ANONYMOUS;User:{USER}"
    yield "ssl.principal.mapping.rules", "RULE:^.*CN=([^,]+).*$/$1/,DEFAULT"
    yield from {
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": certificates.ca,
        "ssl.keystore.type": "PEM",
    }.items()
    keys = {"EXPIRED": "expired", "MISNAMED": "misnamed"}
    for listener in _LISTENERS:
        yield f"listener.name.{listener.lower()}.ssl.keystore.type", "PEM"
        yield f"listener.name.{listener.lower()}.ssl.keystore.location", certificates.of(keys.get(listener, "broker"))
    yield "listener.name.mutual.ssl.client.auth", "required"
    for listener in ("sasl", "opensasl"):
        start = f"listener.name.{listener}"
        yield f"{start}.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512"
        yield f"{start}.plain.sasl.jaas.config", f'{_LOGIN}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
        for mechanism in ("scram-sha-256", "scram-sha-512"):
            yield f"{start}.{mechanism}.sasl.jaas.config", f"{_LOGIN}.scram.ScramLoginModule required;"
            yield f"{start}.{mechanism}.connections.max.reauth.ms", SESSION_SECONDS * 1000
    for listener in ("oauth", "openoauth"):
        start = f"listener.name.{listener}"
        yield f"{start}.sasl.enabled.mechanisms", "OAUTHBEARER"
        yield f"{start}.oauthbearer.sasl.jaas.config", f"{_LOGIN}.oauthbearer.OAuthBearerLoginModule required;"
        validator = f"{_LOGIN}.oauthbearer.OAuthBearerValidatorCallbackHandler"
        yield f"{start}.oauthbearer.sasl.server.callback.handler.class", validator
        yield f"{start}.sasl.oauthbearer.jwks.endpoint.url", f"{token_server}/jwks"
        yield f"{start}.sasl.oauthbearer.expected.audience", "kafka"
        yield f"{start}.oauthbearer.connections.max.reauth.ms", SESSION_SECONDS * 1000


@asynccontextmanager
async def _token_server(folder: Path) -> AsyncIterator[str]:
    """Run a token server whose tokens live for a minute; yield the URL of its issuer."""
    (port,) = free_ports(1)
    environment = {**os.environ, "SERVER_HOSTNAME": "127.0.0.1", "SERVER_PORT": str(port)}
    classes = await asyncio.to_thread(jars, "tokens.xml", "tokens")
    program = ("java", "-Xmx256m", "-cp", classes, "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt")
    with (folder / "tokens.out").open("wb") as output:
        process = await asyncio.create_subprocess_exec(*program, env=environment, stdout=output, stderr=output)
    try:
        while True:
            assert process.returncode is None, (folder / "tokens.out").read_text()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                break
        yield f"http://127.0.0.1:{port}/quotewire"
    finally:
        if process.returncode is None:
            process.send_signal(SIGKILL)
        await process.wait()


@asynccontextmanager
async def secured_kafka(folder: Path) -> AsyncIterator[SecuredKafka]:
    """Run a secured Kafka, with files in a folder."""
    certificates = await asyncio.to_thread(Certificates.made_in, folder)
    ports = dict(zip(_LISTENERS, free_ports(len(_LISTENERS)), strict=True))
    users = [f"{mechanism}=[name={USER},password={PASSWORD}]" for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")]
    async with _token_server(folder) as token_server:
        allowed = (f"-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls={token_server}/jwks",)
        properties = dict(_properties(certificates, token_server))
        async with own_kafka(1, Extras(ports, users=users, java_options=allowed), **properties) as cluster:
            yield SecuredKafka(cluster, ports, certificates, f"{token_server}/token")
