"""The commands as their users run them."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from harness.articles import raw, speaker
from harness.installation import Installation

pytestmark = pytest.mark.processes


def quotewire_command(
    *words: str, environment: Mapping[str, str] = MappingProxyType({}), stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWIRE_")}
    return subprocess.run(
        [sys.executable, "-m", "workers", *words],
        input=stdin,
        capture_output=True,
        check=False,
        env={**bare, **environment},
        timeout=240,
    )


def test_help_names_every_command() -> None:
    said = quotewire_command("--help").stdout.decode()
    for command in ("worker", "run", "enrich", "publish", "tail", "validate", "topics", "web", "dlt"):
        assert command in said


def test_without_arguments_it_says_how_to_begin() -> None:
    said = " ".join(quotewire_command().stdout.decode().split())
    assert "To begin: `quotewire enrich article.html` needs no Kafka." in said


@pytest.mark.parametrize(("typed", "offered"), [("quotewire we", "web"), ("quotewire worker e", "entities")])
def test_a_shell_can_complete_commands_and_stages(typed: str, offered: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), "_QUOTEWIRE_COMPLETE": "complete_bash"}
    program = Path(sys.executable).with_name("quotewire")
    said = subprocess.run([program], env={**os.environ, **words}, capture_output=True, check=True, timeout=240).stdout
    assert said.decode().split() == [offered]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHILDREN", "0"),
        ("DELIVERY", "twice"),
        ("ARTICLE_SECONDS", "soon"),
    ],
)
def test_a_wrong_setting_is_one_clear_line_and_exit_code_2(name: str, value: str) -> None:
    ended = quotewire_command("worker", "clean", environment={f"QUOTEWIRE_{name}": value})
    assert ended.returncode == 2
    assert ended.stderr.decode().count("\n") == 1
    assert f"QUOTEWIRE_{name}='{value}'" in ended.stderr.decode()


@pytest.mark.parametrize("words", [("worker", "entities"), ("run",)])
def test_a_model_that_is_not_there_is_one_clear_line_and_exit_code_2(words: tuple[str, ...]) -> None:
    """Though no broker answers: who starts a worker need not wait for that."""
    settings = {"QUOTEWIRE_ENTITIES_MODELS": "fr=fr_core_news_xl", "QUOTEWIRE_HTTP_PORT": "0"}
    if words[0] == "worker":
        settings["QUOTEWIRE_BROKERS"] = "127.0.0.1:1"
    ended = quotewire_command(*words, environment=settings)
    assert ended.returncode == 2
    said = [line for line in ended.stderr.decode().splitlines() if not line.startswith("{")]
    assert said[0] == (
        "QUOTEWIRE_ENTITIES_MODELS: fr=fr_core_news_xl will not do: it is not installed; pip install fr-core-news-xl, or name its folder"
    )
    assert said[1:] == (
        ["entities: not with these settings, as the worker has said above"] if words[0] == "run" else []
    )


def test_enrich_reads_french_when_it_is_told_by_what(tmp_path: Path) -> None:
    line = b'{"article_id": "a", "language": "fr", "text": "Anne Hidalgo a rencontr\xc3\xa9 Emmanuel Macron \xc3\xa0 Lyon."}'
    settings = {"QUOTEWIRE_ENTITIES_MODELS": "fr=fr_core_news_sm"}
    for words in (("--from", "clean"), ("--from", "entities")):
        ended = quotewire_command("enrich", *words, "-o", str(tmp_path / "out"), "-", environment=settings, stdin=line)
        assert ended.returncode == 0
        made = json.loads((tmp_path / "out").read_text())
        assert made["lineage"]["entities"]["model"]["name"] == "fr_core_news_sm"
        assert {entity["name"] for entity in made["entities"]} == {"Anne Hidalgo", "Emmanuel Macron", "Lyon"}
        assert made["status"]["quotes"] == "unsupported_language"


@pytest.mark.parametrize("name", ["BROKERS", "TOPIC_PREFIX"])
def test_a_refused_text_is_not_shown(name: str) -> None:
    ended = quotewire_command("worker", "clean", environment={f"QUOTEWIRE_{name}": "user:Secret@nowhere"})
    assert ended.returncode == 2
    assert ended.stderr.decode().startswith(f"QUOTEWIRE_{name} will not do: ")
    assert "Secret" not in ended.stderr.decode()


def test_brokers_that_do_not_answer_are_one_clear_line() -> None:
    ended = quotewire_command("topics", environment={"QUOTEWIRE_BROKERS": "127.0.0.1:1"})
    assert ended.returncode == 3
    assert ended.stderr.decode().startswith("no Kafka broker answers at 127.0.0.1:1")
    assert ended.stderr.decode().count("\n") == 1


def test_enrich_gives_a_line_for_each_good_line_in_order(tmp_path: Path) -> None:
    lines = [raw(0, id="a"), b"not json", b"", raw(1, id="b"), b'{"title": "no body"}']
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"\n".join(lines))
    one = quotewire_command("enrich", str(file))
    assert one.returncode == 1
    articles = [json.loads(line) for line in one.stdout.splitlines()]
    assert [article["article_id"] for article in articles] == ["a", "b"]
    assert [article["quotes"][0]["speaker_name"] for article in articles] == [speaker(0), speaker(1)]
    complaints = one.stderr.decode().splitlines()
    assert complaints[0].startswith(f"{file}:2: record: is not JSON")
    assert complaints[1].startswith(f"{file}:5: body: is missing")
    two = quotewire_command("enrich", "--jobs", "2", str(file))
    assert two.stdout == one.stdout


def test_articles_that_take_too_long_are_bad_lines_and_the_rest_is_done(tmp_path: Path) -> None:
    long = "He said she said they said it. " * 8_000
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b"\n".join([raw(0, id="a"), raw(1, id="long", body=long), raw(2, id="b")]))
    ended = quotewire_command("enrich", str(file), environment={"QUOTEWIRE_ARTICLE_SECONDS": "0.5"})
    assert [json.loads(line)["article_id"] for line in ended.stdout.splitlines()] == ["a", "b"]
    assert ended.stderr.decode() == f"{file}:2: took longer than 1.5 seconds\n"
    assert ended.returncode == 1


def test_nothing_in_a_file_commands_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text('{"body":"x","metadata":{"\\u001b[2J\\u202e":"\\ud800"}}\n')
    said = quotewire_command("validate", str(file)).stderr.decode()
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert said.startswith(f"{file}:1: metadata.")


def test_json_on_a_terminal_commands_it_no_more_than_a_page_does() -> None:
    """In a pipe it stays as it is."""
    line = json.dumps({"body": "“We wait,” Ann Lee said on Monday.", "metadata": {"a": "\x9b2J\u202e"}}).encode()
    assert "\x9b" in quotewire_command("enrich", "-", stdin=line).stdout.decode()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "workers", "enrich", "--json", "-"]
    subprocess.run(command, input=line, stdout=theirs, check=True, timeout=240)
    shown = os.read(ours, 100_000).decode()
    assert "2J" in shown
    assert not {"\x9b", "\u202e"} & set(shown)


def test_enrich_goes_on_where_other_tools_left_off() -> None:
    line = json.dumps({"article_id": "x", "text": '"It is open," Anna Winter said on Monday.'}).encode()
    for come_from in ("clean", "entities"):
        ended = quotewire_command("enrich", "--from", come_from, "-", stdin=line)
        (article,) = [json.loads(made) for made in ended.stdout.splitlines()]
        assert article["quotes"][0]["speaker_name"] == "Anna Winter"
        assert article["revision"]


def test_enrich_shows_quotes_when_asked_and_json_lines_in_a_pipe(tmp_path: Path) -> None:
    line = json.dumps({"article_id": "x", "text": '"It is open," Anna Winter said on Monday.'}).encode()
    piped = quotewire_command("enrich", "--from", "clean", "--html", str(tmp_path / "page.html"), "-", stdin=line)
    assert json.loads(piped.stdout)["quotes"][0]["speaker_name"] == "Anna Winter"
    assert 'aria-label="quote 1, by Anna Winter"' in (tmp_path / "page.html").read_text("utf-8")
    shown = quotewire_command("enrich", "--from", "clean", "--show", "-", stdin=line).stdout.decode()
    assert "\x1b[" in shown
    assert "Anna Winter" in shown.splitlines()[-3]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("enrich", "nowhere.jsonl"), "no such file"),
        (("enrich", "--show", "--to", "entities", "-"), "only quotes can be shown"),
        (("enrich", "--show", "-o", "out.jsonl", "-"), "writes no file"),
        (("enrich", "--html", "nowhere/page.html", "-"), "cannot write nowhere/page.html: No such file or directory"),
        (("enrich", "--from", "entities", "--to", "clean", "-"), "nothing to do from entities to clean"),
        (("enrich", "--from", "clean", __file__), "not a kind of file"),
    ],
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...], said: str) -> None:
    ended = quotewire_command(*words)
    assert ended.returncode == 2
    assert said in ended.stderr.decode()


def test_validate_says_what_is_wrong_and_where() -> None:
    ended = quotewire_command("validate", "-", stdin=b'{"body": "x"}\n{"body": ""}\n')
    assert ended.returncode == 1
    assert ended.stderr.decode().splitlines() == ["-:2: body: is empty; every record needs it", "1 good, 1 bad"]
    assert quotewire_command("validate", "-", stdin=b'{"body": "x"}').returncode == 0


async def test_topics_publish_and_tail_work_together(quotewire: Installation, tmp_path: Path) -> None:
    environment = {"QUOTEWIRE_BROKERS": quotewire.broker.address, "QUOTEWIRE_TOPIC_PREFIX": quotewire.prefix}
    checked = quotewire_command("topics", "--partitions", "4", "--replication", "1", environment=environment)
    assert checked.returncode == 0
    assert f"{quotewire.prefix}quotes.v1: 4 partitions, as it should be" in checked.stderr.decode()
    file = tmp_path / "articles.jsonl"
    file.write_bytes(raw(0, id="a") + b"\n" + b"[]\n" + raw(1, id="b"))
    published = quotewire_command("publish", str(file), environment=environment)
    assert published.returncode == 1
    assert f"2 published to {quotewire.prefix}articles.raw.v1, 1 bad" in published.stderr.decode()
    tailed = quotewire_command("tail", "articles.raw.v1", "--from-beginning", "--count", "2", environment=environment)
    assert tailed.returncode == 0
    assert sorted(json.loads(line)["id"] for line in tailed.stdout.splitlines()) == ["a", "b"]
    missing = quotewire_command("tail", "nothing.v1", environment=environment)
    assert (missing.returncode, b"missing topics" in missing.stderr) == (3, True)


@pytest.mark.kafka
async def test_too_many_replicas_for_the_brokers_name_a_number_that_will_do(quotewire: Installation) -> None:
    environment = {"QUOTEWIRE_BROKERS": quotewire.broker.address, "QUOTEWIRE_TOPIC_PREFIX": f"{quotewire.prefix}new."}
    refused = quotewire_command("topics", environment=environment)
    assert (refused.returncode, refused.stderr.decode().count("\n")) == (3, 1)
    assert "; use --replication 1, or more brokers" in refused.stderr.decode()
    assert "quotewire topics" not in refused.stderr.decode()


def test_cleaning_explains_itself(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "By Ann Lee\n\nThe council opened the harbour again on Monday after a storm had closed it for ten days.\n",
        "utf-8",
    )
    said = quotewire_command("enrich", "--to", "clean", "--explain", str(page)).stdout.decode()
    assert [line.split()[0] for line in said.splitlines() if line[:4] in ("drop", "keep")] == ["drop", "keep"]
    assert "byline" in said
    assert quotewire_command("enrich", "--to", "entities", "--explain", str(page)).returncode == 2


def test_quotes_explain_themselves(tmp_path: Path) -> None:
    """Why is there no quote of "posited"? The word is no cue. And why is "he" Karl Voss?"""
    article = tmp_path / "article.txt"
    article.write_text(
        "Harbour opens\n\nKarin Blom met Karl Voss on Monday.\n\nVoss posited that the cliff had moved. He said the union would wait."
        "\n\nBlom's testimony that the quay was safe was disputed.\n"
    )
    said = quotewire_command("enrich", "--explain", str(article)).stdout.decode()
    assert (
        "sentence Voss posited that the cliff had moved.\n  none of its words is a cue, and none stands in marks\n"
        in said
    )
    assert "  cue   said: saying, said, by He\n" in said
    assert "  cue   testimony: saying, said, by Blom\n" in said
    assert "  left  clause_before (said): needs a clause" in said
    assert "  took  clause_after (said): the union would wait\n" in said
    assert re.search(r"means Karl Voss, by pronoun\n +\+\d\.\d Karl Voss: .*known to be of this gender", said)
