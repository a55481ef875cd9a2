"""Tokens for SASL OAUTHBEARER, from a token endpoint, for a client's credentials (RFC 6749, section 4.4)."""

import base64
import ssl
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from aiokafka import conn
from aiokafka.abc import AbstractTokenProvider
from aiokafka.errors import KafkaConnectionError, SaslAuthenticationFailed
from pydantic import SecretStr

from workers.environment import variable

_CREDENTIALS = ("sasl_oauthbearer_client_id", "sasl_oauthbearer_client_secret", "sasl_oauthbearer_scope")
_PATIENCE = aiohttp.ClientTimeout(total=10)
_FRESH = 0.8
"""Part of a token's life in which new connections get it."""


class TokenRefused(SaslAuthenticationFailed):
    """The token endpoint gives no token, or is not trusted: what is wrong, and the fix. aiokafka takes it for the broker's refusal."""


class _Authenticator(conn.OAuthAuthenticator):
    """aiokafka takes any answer to a token for a yes; one that is not empty says why it was refused (RFC 7628, section 3.2.2)."""

    async def step(self, payload: bytes | None) -> Any:
        if payload:
            raise SaslAuthenticationFailed(f"the token was refused: {payload[:200].decode(errors='replace')}")
        return await super().step(payload)


conn.OAuthAuthenticator = _Authenticator


@dataclass
class Tokens(AbstractTokenProvider):
    """Gets a token when a connection needs one; asked from the event loops of several threads, so that nothing here is bound to one."""

    url: str
    client_id: str
    client_secret: SecretStr
    scope: str | None
    sasl_extensions: str | None
    context: ssl.SSLContext
    """For an endpoint with https."""
    _token: str = field(default="", repr=False)
    _fresh_until: float = 0.0
    """Of the monotonic clock."""

    async def token(self) -> str:
        """Return a token that is good for a while.

        Raises KafkaConnectionError when the endpoint does not answer, which may pass, and TokenRefused.
        """
        if time.monotonic() >= self._fresh_until:
            answer = await self._ask()
            self._token = str(answer["access_token"])
            life = str(answer.get("expires_in"))  # in seconds; some do not tell
            self._fresh_until = time.monotonic() + (_FRESH * int(life) if life.isdecimal() else 0)
        return self._token

    def extensions(self) -> dict[str, str]:
        """Return what goes to the broker beside the token."""
        return dict(pair.strip().split("=", 1) for pair in (self.sasl_extensions or "").split(",") if "=" in pair)

    async def _ask(self) -> dict[str, Any]:
        form = {"grant_type": "client_credentials"} | ({"scope": self.scope} if self.scope else {})
        who = base64.b64encode(f"{self.client_id}:{self.client_secret.get_secret_value()}".encode()).decode()
        headers = {"Authorization": f"Basic {who}", "Accept": "application/json"}
        try:
            async with (
                aiohttp.ClientSession(timeout=_PATIENCE) as session,
                session.post(self.url, data=form, headers=headers, ssl=self.context) as response,
            ):
                status = response.status
                answer = orjson.loads(await response.read() or b"null")
        except orjson.JSONDecodeError:
            answer = None
        except aiohttp.ClientConnectorCertificateError as error:
            what = f"the certificate of the token endpoint {self.url} is not accepted ({error.certificate_error})"
            raise TokenRefused(what, f"{variable('ssl_cafile')} must hold the CA that signed it") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = getattr(error, "os_error", None) or str(error) or "it takes too long"
            raise KafkaConnectionError(f"the token endpoint {self.url} does not answer: {reason}") from error
        if isinstance(answer, dict) and answer.get("access_token"):
            return answer
        said = answer if isinstance(answer, dict) else {}
        reason = ", ".join(str(said[name])[:200] for name in ("error", "error_description") if said.get(name))
        what = f"the token endpoint {self.url} gives client {self.client_id} no token: {reason or f'status {status}'}"
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise KafkaConnectionError(what)
        raise TokenRefused(what, f"check {', '.join(map(variable, _CREDENTIALS))}")
