"""When a worker says that its brokers are away, and when that they are back."""

from datetime import UTC, datetime

from structlog.testing import capture_logs

from workers.observability.contact import Contact
from workers.observability.health import Health

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_brokers_that_go_and_come_back_are_one_line_each() -> None:
    seconds = [0.0]
    health = Health(600, lambda: seconds[0])
    contact = Contact("kafka:9092", health, lambda: NOON)
    with capture_logs() as said:
        contact.made()
        seconds[0] = 22
        contact.lost("no answer within 20 seconds")
        seconds[0] = 44
        contact.lost("no answer within 20 seconds")
        seconds[0] = 66
        contact.made()
        contact.made()
    warning = {"log_level": "warning", "brokers": "kafka:9092"}
    assert said == [
        {
            "event": "brokers away",
            "since": "2026-01-02T11:59:38+00:00",
            "reason": "no answer within 20 seconds",
            **warning,
        },
        {"event": "brokers back", "away_seconds": 66, **warning},
    ]
    assert health.silent_seconds == 0


def test_they_can_go_again() -> None:
    contact = Contact("kafka:9092", Health(600), lambda: NOON)
    with capture_logs() as said:
        for _ in range(2):
            contact.lost("gone")
            contact.made()
    assert [line["event"] for line in said] == ["brokers away", "brokers back"] * 2
