"""The log as operators get it: JSON lines, with what libraries repeat thinned, and in words of ours."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import stamina
import structlog
from aiokafka.errors import KafkaConnectionError, NodeNotReadyError, TopicAuthorizationFailedError

from workers.observability.logs import ThinnedHandler, configure_logs

aiokafka = logging.getLogger("aiokafka")
fetcher = logging.getLogger("aiokafka.consumer.fetcher")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Stand for standard output; afterwards the log is what it was."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    root, hooks = logging.getLogger(), stamina.instrumentation.get_on_retry_hooks()
    handlers, level, client_level = root.handlers, root.level, aiokafka.level
    excepthook = threading.excepthook
    configure_logs("info")
    yield out
    threading.excepthook = excepthook
    root.handlers, root.level = handlers, level
    aiokafka.setLevel(client_level)
    stamina.instrumentation.set_on_retry_hooks(hooks)
    structlog.reset_defaults()


def _lines(out: io.StringIO) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return [{name: value for name, value in line.items() if name != "timestamp"} for line in lines]


def _refused() -> OSError:
    return ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 9092)")


def _no_broker(node: int) -> None:
    """Log what aiokafka does when a broker is away (its client.py and fetcher.py)."""
    aiokafka.error("Unable connect to node with id %s: %s", node, _refused())
    aiokafka.error("Unable to update metadata from %s", [node])
    why = NodeNotReadyError(f"Attempt to send a request to node which is not ready (node id {node}).")
    fetcher.error("Failed fetch messages from %s: %s", node, why)


def test_a_broker_that_is_away_is_one_line_in_our_words(written: io.StringIO) -> None:
    for _ in range(100):
        _no_broker(1)
    assert _lines(written) == [
        {
            "event": "broker does not answer",
            "broker": "node 1",
            "reason": "[Errno 111] Connect call failed ('127.0.0.1', 9092)",
            "level": "error",
            "logger": "aiokafka",
        }
    ]


def test_different_causes_do_not_hide_each_other(written: io.StringIO) -> None:
    _no_broker(1)
    _no_broker(2)
    aiokafka.error('Unable connect to "%s:%s": %s', "kafka-3", 9092, _refused())
    aiokafka.error("Topic %s is not authorized for this client", "articles.raw.v1")
    aiokafka.error("Topic %s not found in cluster metadata", "articles.raw.v1")
    aiokafka.error("Unable connect to node with id %s: %s", 1, TimeoutError("it takes too long"))
    fetcher.error("Failed fetch messages from %s: %s", 1, KafkaConnectionError("Connection at kafka-1:9092 closed"))
    fetcher.error("Failed fetch messages from %s: %s", 1, TopicAuthorizationFailedError("articles.raw.v1"))
    found = [(line["event"], line.get("broker"), line.get("said") or line.get("reason")) for line in _lines(written)]
    away = "[Errno 111] Connect call failed ('127.0.0.1', 9092)"
    assert found == [
        ("broker does not answer", "node 1", away),
        ("broker does not answer", "node 2", away),
        ("broker does not answer", "kafka-3:9092", away),
        ("a library warns", None, "Topic articles.raw.v1 is not authorized for this client"),
        ("a library warns", None, "Topic articles.raw.v1 not found in cluster metadata"),
        ("broker does not answer", "node 1", "it takes too long"),
        ("broker does not answer", "node 1", "KafkaConnectionError: Connection at kafka-1:9092 closed"),
        (
            "fetching disturbed",
            None,
            "Failed fetch messages from 1: [Error 29] TopicAuthorizationFailedError: articles.raw.v1",
        ),
    ]


def test_what_was_left_out_is_told_when_the_process_ends(written: io.StringIO) -> None:
    for _ in range(5):
        aiokafka.error("Topic %s not found in cluster metadata", "articles.raw.v1")
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one, ThinnedHandler)]
    handler.close()
    first, last = _lines(written)
    assert last == {**first, "left_out": 3}


def test_what_was_left_out_is_told_a_minute_later_with_the_time_at_which_it_was_logged(written: io.StringIO) -> None:
    now = [0.0]
    (configured,) = [one for one in logging.getLogger().handlers if isinstance(one, ThinnedHandler)]
    handler = ThinnedHandler(written, lambda: now[0])
    handler.setFormatter(configured.formatter)
    for second in range(3):
        record = logging.LogRecord("faust", logging.WARNING, "f.py", 1, "Timer woke up too late", (), None)
        record.created = 1_800_000_000 + second
        handler.handle(record)
    handler.tell()
    assert len(_lines(written)) == 1
    now[0] = 60
    handler.tell()
    last = json.loads(written.getvalue().splitlines()[-1])
    assert (last["left_out"], last["said"]) == (1, "Timer woke up too late")
    assert last["timestamp"] == "2027-01-15T08:00:02.000000Z"


def test_a_line_whose_arguments_do_not_fit_harms_nobody(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one, ThinnedHandler)]
    handler.handle(logging.LogRecord("aiokafka", logging.ERROR, "f.py", 1, "%s and %s", ("one",), None))
    aiokafka.error("Topic %s not found in cluster metadata", "articles.raw.v1")
    assert [line["said"] for line in _lines(written)] == ["Topic articles.raw.v1 not found in cluster metadata"]
    assert "not enough arguments" in capsys.readouterr().err


def test_what_ends_a_thread_is_one_line(written: io.StringIO) -> None:
    thread = threading.Thread(target=lambda: 1 // 0, name="fetcher")
    thread.start()
    thread.join()
    (line,) = _lines(written)
    assert (line["event"], line["said"]) == ("a library warns", "fetcher has ended")
    assert "ZeroDivisionError" in json.dumps(line["exception"])


def test_what_we_say_ourselves_is_never_left_out(written: io.StringIO) -> None:
    log = structlog.get_logger("quotewire.articles")
    for _ in range(50):
        log.warning("dead letter", article_id="a")
    assert [line["event"] for line in _lines(written)] == ["dead letter"] * 50


def test_the_numbers_in_a_text_make_no_new_cause(written: io.StringIO) -> None:
    for number in range(50):
        text = f"Task was destroyed but it is pending! <Task 'Task-{number}' at 0x7f{number}>"
        logging.getLogger("asyncio").error(text)
    assert len(_lines(written)) == 1


def test_what_is_tried_again_is_told_without_the_articles_in_it(written: io.StringIO) -> None:
    caller = stamina.RetryingCaller(attempts=2, wait_initial=0, wait_max=0, wait_jitter=0).on(ValueError)

    def deliver(_article: str) -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        caller(deliver, "the whole article")
    (line,) = _lines(written)
    assert (line["logger"], line["event"]) == ("stamina", "trying again")
    assert "is tried again: ValueError()" in str(line["said"])
    assert "whole article" not in written.getvalue()
