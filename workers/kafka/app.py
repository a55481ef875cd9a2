"""The Faust app of a worker: Faust's own, on lanes. Written against faust-streaming 0.15.3."""

from collections.abc import Mapping
from typing import Any

import faust
from faust.auth import Credentials, OAuthCredentials, SASLCredentials, SSLCredentials
from faust.transport.drivers import aiokafka as driver

from workers.kafka.connection import Connection
from workers.kafka.consumer import LaneConsumer
from workers.kafka.lanes import Lanes
from workers.kafka.membership import client_id
from workers.observability.reading import Reading

_FETCH_BYTES = 1024 * 1024
"""Of one partition in one fetch; a larger record comes alone, whatever its size (KIP-74)."""
_POLL_RECORDS = 32
"""Of all partitions in one poll. A fetch is counted in compressed bytes: one of 1 MiB held 200 MiB of articles in a test, which came
all at once before any lane could hold its partition."""

_METADATA_MILLISECONDS = 10_000
"""After which partitions that were added are noticed; five minutes by default, in which nobody reads them."""


class LaneTransport(driver.Transport):
    """Makes lane consumers."""

    Consumer = LaneConsumer


class LaneApp(faust.App):
    """A Faust app that reads for lanes."""

    logger = driver.logger
    lanes: Lanes
    reading: Reading
    """Both to be set before the start."""

    def __init__(self, group: str, connection: Connection, *, session_seconds: float, rebalance_seconds: float) -> None:
        super().__init__(
            group,
            **connection.faust(),
            broker_credentials=_credentials(connection.security),
            broker_client_id=client_id(),
            autodiscover=False,
            web_enabled=False,  # binds 0.0.0.0:6066, so the second worker on a host could not start
            store="memory://",
            key_serializer="raw",
            value_serializer="raw",
            topic_disable_leader=True,
            topic_allow_declare=False,
            table_standby_replicas=0,
            consumer_auto_offset_reset="none",  # the consumer goes by itself where it has to, and tells
            consumer_metadata_max_age_ms=_METADATA_MILLISECONDS,
            consumer_max_fetch_size=_FETCH_BYTES,
            broker_max_poll_records=_POLL_RECORDS,
            stream_wait_empty=False,  # True waits for un-acked events before it announces revoked partitions
            broker_session_timeout=session_seconds,
            broker_heartbeat_interval=session_seconds / 10,
            broker_rebalance_timeout=rebalance_seconds,
            broker_request_timeout=max(90.0, rebalance_seconds + 30),
            broker_max_poll_interval=86400,  # a lane may take its time; its child may not
        )

    @property
    def lane_consumer(self) -> LaneConsumer:
        """Faust's consumer, which is ours."""
        consumer: LaneConsumer = self.consumer
        return consumer

    def _new_transport(self) -> LaneTransport:
        return LaneTransport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """Create none: a worker keeps nothing on disk, and its file system may be read-only."""


def _credentials(security: Mapping[str, Any]) -> Credentials | None:
    """Return aiokafka's options for TLS and SASL as Faust takes them, which makes the same of them again."""
    context = security.get("ssl_context")
    if tokens := security.get("sasl_oauth_token_provider"):
        return OAuthCredentials(oauth_cb=tokens, ssl_context=context)
    if mechanism := security.get("sasl_mechanism"):
        name, password = security["sasl_plain_username"], security["sasl_plain_password"]
        return SASLCredentials(username=name, password=password, mechanism=mechanism, ssl_context=context)
    return SSLCredentials(context) if context else None
