"""The settings for a secured Kafka, named after librdkafka's and aiokafka's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, SecretStr, model_validator
from pydantic_settings import BaseSettings

from workers.environment import variable

_OIDC = tuple(f"sasl_oauthbearer_{name}" for name in ("token_endpoint_url", "client_id", "client_secret"))
_NEEDED = {None: (), "OAUTHBEARER": _OIDC}
"""What a mechanism cannot do without; the others want a user and a password."""
_OPTIONAL = {"OAUTHBEARER": ("ssl_cafile", "sasl_oauthbearer_scope", "sasl_oauthbearer_extensions")}
_TLS = ("ssl_cafile", "ssl_certfile", "ssl_keyfile", "ssl_password")


def _url(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("it begins with https://, or http:// within one machine")
    return value


class SecuritySettings(BaseSettings):
    """TLS and SASL. Those that would have no effect are refused: most likely something else was forgotten."""

    security_protocol: Annotated[
        Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"], BeforeValidator(str.upper)
    ] = "PLAINTEXT"
    """`SSL` is TLS; `SASL_SSL` is TLS, and a password or a token within."""
    ssl_cafile: Path | None = None
    """PEM file of the CAs that may have signed the brokers' certificates; if not set, those that the system trusts."""
    ssl_certfile: Path | None = None
    """PEM file of the client's own certificate, for brokers that ask for one."""
    ssl_keyfile: Path | None = None
    """PEM file of its key, if that is not in the same file."""
    ssl_password: SecretStr | None = None
    """Passphrase of that key."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] | None = None
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    sasl_oauthbearer_token_endpoint_url: Annotated[str, AfterValidator(_url)] | None = None
    """Where OAUTHBEARER gets its tokens, for the client's credentials."""
    sasl_oauthbearer_client_id: str | None = None
    sasl_oauthbearer_client_secret: SecretStr | None = None
    sasl_oauthbearer_scope: str | None = None
    """Scopes of the token, with blanks between them."""
    sasl_oauthbearer_extensions: str | None = None
    """What some Kafkas want beside the token: `logicalCluster=lkc-1,identityPoolId=pool-1`."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        sasl = self.security_protocol.startswith("SASL")
        mechanism = self.sasl_mechanism if sasl else None
        needed = {"sasl_mechanism"} if sasl else set()
        needed |= set(_NEEDED.get(mechanism, ("sasl_username", "sasl_password")))
        needed |= {"ssl_certfile"} if self.ssl_keyfile or self.ssl_password else set()
        useful = needed | set(_OPTIONAL.get(mechanism or "", ())) | {"security_protocol"}
        useful |= set(_TLS) if self.security_protocol.endswith("SSL") else set()
        given = {name for name in SecuritySettings.model_fields if getattr(self, name) is not None}
        chosen = f"{variable('security_protocol')}={self.security_protocol}"
        if mechanism:
            chosen += f" and {variable('sasl_mechanism')}={mechanism}"
        if missing := needed - given:
            raise ValueError(f"{_listed(missing)} must be set for {chosen}")
        if unused := given - useful:
            raise ValueError(f"{_listed(unused)} would have no effect with {chosen}: leave it out, or change that")
        return self


def _listed(names: Iterable[str]) -> str:
    return ", ".join(variable(name) for name in sorted(names))


SECRETS = tuple(name for name, field in SecuritySettings.model_fields.items() if field.annotation == SecretStr | None)
"""The settings that are secrets."""
