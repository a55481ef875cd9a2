"""What is refused is named in one line, with the fix, by commands and by workers."""

import asyncio
import ssl
from collections.abc import Callable

import pytest
from aiohttp import web

from harness.installation import PATIENCE_SECONDS, Installation
from harness.secured import CLIENT_SECRET, SecuredKafka

pytestmark = pytest.mark.kafka

CAFILE, PROTOCOL = "QUOTEWIRE_SSL_CAFILE", "QUOTEWIRE_SECURITY_PROTOCOL"
WRONG = "wrong-0f1e2d"

CASES: dict[str, tuple[Callable[[SecuredKafka], dict[str, str]], tuple[str, ...]]] = {
    "a CA of somebody else": (
        lambda kafka: {**kafka.tls(), "SSL_CAFILE": str(kafka.certificates.other_ca)},
        ("unable to get local issuer certificate", f"{CAFILE} must hold the CA that signed it"),
    ),
    "the system's CAs": (
        lambda kafka: {**kafka.tls(), "SSL_CAFILE": ""},
        ("unable to get local issuer certificate", f"{CAFILE} must hold the CA that signed it"),
    ),
    "an expired certificate": (
        lambda kafka: kafka.tls("EXPIRED"),
        ("certificate has expired", "the broker needs a new one"),
    ),
    "a certificate of another name": (
        lambda kafka: kafka.tls("MISNAMED"),
        ("not valid for '127.0.0.1'", "QUOTEWIRE_BROKERS"),
    ),
    "an advertised address that the certificate does not have": (
        lambda kafka: {**kafka.tls("MISNAMED"), "BROKERS": f"localhost:{kafka.ports['MISNAMED']}"},
        ("not valid for '127.0.0.1'", "advertised.listeners"),
    ),
    "no client certificate": (
        lambda kafka: kafka.tls("MUTUAL"),
        ("it wants a client certificate", "set QUOTEWIRE_SSL_CERTFILE"),
    ),
    "a client certificate of somebody else": (
        lambda kafka: {**kafka.tls("MUTUAL"), "SSL_CERTFILE": str(kafka.certificates.of("stranger"))},
        ("it does not accept the client certificate of QUOTEWIRE_SSL_CERTFILE",),
    ),
    "no TLS where it is wanted": (lambda kafka: {"BROKERS": kafka.address("TLS")}, ("it wants TLS", PROTOCOL)),
    "TLS where there is none": (
        lambda kafka: {**kafka.tls(), "BROKERS": kafka.cluster.address},
        ("the connection ends before TLS begins", PROTOCOL),
    ),
    "no user where one is wanted": (
        lambda kafka: {**kafka.tls(), "BROKERS": kafka.address("SASL")},
        ("if it wants a user", f"set {PROTOCOL} to SASL_SSL"),
    ),
    "a mechanism that it does not have": (
        lambda kafka: {**kafka.password("PLAIN"), "BROKERS": kafka.address("OAUTH")},
        ("it does not take the mechanism PLAIN", "QUOTEWIRE_SASL_MECHANISM"),
    ),
    "SASL where there is none": (
        lambda kafka: {**kafka.password("PLAIN"), "BROKERS": kafka.address("TLS")},
        ("it does not take the mechanism PLAIN", PROTOCOL),
    ),
    "a wrong password": (
        lambda kafka: kafka.password("PLAIN", password=WRONG),
        ("it refuses user alice with PLAIN", "QUOTEWIRE_SASL_PASSWORD"),
    ),
    "a wrong password, with SCRAM": (
        lambda kafka: kafka.password("SCRAM-SHA-512", password=WRONG),
        ("it refuses user alice with SCRAM-SHA-512", "QUOTEWIRE_SASL_PASSWORD"),
    ),
    "a user that it does not know": (
        lambda kafka: kafka.password("SCRAM-SHA-256", user="bob"),
        ("it refuses user bob with SCRAM-SHA-256", "QUOTEWIRE_SASL_USERNAME"),
    ),
    "a token for somebody else": (
        lambda kafka: {**kafka.token(), "SASL_OAUTHBEARER_SCOPE": "other"},
        ('the token was refused: {"status":"invalid_token"}', "QUOTEWIRE_SASL_OAUTHBEARER_SCOPE"),
    ),
    "a token endpoint that is none": (
        lambda kafka: {**kafka.token(), "SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": f"{kafka.token_url}/nowhere"},
        ("gives client alice no token: status 4",),
    ),
    "a token endpoint that is away": (
        lambda kafka: {**kafka.token(), "SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": "http://127.0.0.1:1/token"},
        ("no Kafka broker answers", "the token endpoint http://127.0.0.1:1/token does not answer"),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_command_says_what_is_refused(
    name: str, secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    way, wanted = CASES[name]
    code, out, said = await installed(way(secured)).command("tail", "quotes.v1")
    assert (code, out, said.count("\n")) == (3, "", 1), said
    assert [part for part in wanted if part not in said] == [], said
    assert WRONG not in said


async def test_a_client_secret_that_the_token_endpoint_refuses(
    secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    """The token server of these tests gives everybody a token; this is what RFC 6749, section 5.2, wants others to say.

    This one has https, too, with a certificate of the brokers' CA.
    """

    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"error": "invalid_client", "error_description": "no such client"}, status=401)

    app = web.Application()
    app.add_routes([web.post("/token", refuse)])
    runner = web.AppRunner(app)
    await runner.setup()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(secured.certificates.of("broker"))
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    url = f"https://127.0.0.1:{runner.addresses[0][1]}/token"
    way = {**secured.token(), "SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": url}
    try:
        code, _, said = await installed(way).command("tail", "quotes.v1")
        untrusting = {
            **way,
            "SSL_CAFILE": "",
            "SECURITY_PROTOCOL": "SASL_PLAINTEXT",
            "BROKERS": secured.address("OPENOAUTH"),
        }
        _, _, not_trusted = await installed(untrusting).command("tail", "quotes.v1")
    finally:
        await runner.cleanup()
    assert (code, said.count("\n")) == (3, 1)
    assert f"the token endpoint {url} gives client alice no token: invalid_client, no such client" in said
    assert CLIENT_SECRET not in said
    assert f"the certificate of the token endpoint {url} is not accepted" in not_trusted
    assert "QUOTEWIRE_SSL_CAFILE must hold the CA that signed it" in not_trusted


@pytest.mark.parametrize("name", ["a CA of somebody else", "a wrong password", "a token for somebody else"])
async def test_a_worker_ends_with_what_is_refused(
    name: str, secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    way, wanted = CASES[name]
    worker = await installed(way(secured)).launch("clean")
    assert await asyncio.wait_for(worker.process.wait(), PATIENCE_SECONDS) == 3
    (line,) = [line for line in worker.log.read_text().splitlines() if line.startswith("cannot connect to ")]
    assert [part for part in wanted if part not in line] == [], line


async def test_a_file_that_cannot_be_used_is_a_wrong_setting(
    secured: SecuredKafka, installed: Callable[..., Installation]
) -> None:
    right = secured.mutual_tls()
    for setting, value in (("SSL_CAFILE", "/nowhere.pem"), ("SSL_CERTFILE", "/nowhere.pem"), ("SSL_PASSWORD", WRONG)):
        code, _, said = await installed({**right, setting: value}).command("tail", "quotes.v1")
        assert (code, said.count("\n")) == (2, 1), said
        assert said.startswith(f"QUOTEWIRE_{setting.replace('PASSWORD', 'CERTFILE')}="), said
        assert WRONG not in said
