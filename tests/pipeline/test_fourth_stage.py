"""A stage more is a folder and a line in workers/flow.py: worker, commands, topics, headers and lineage follow from them."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from harness.articles import raw
from harness.four_stages import PROGRAM
from harness.installation import Installation
from harness.stages.lengths.definition import LENGTHS, MEASURED
from schemas.clean_article import CleanArticle

BODY = "“The harbour is closed,” Ann Lee told reporters in Bergen on Monday. It rained."


async def _quotewire(*arguments: str, environment: dict[str, str] | None = None) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", PROGRAM, *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    return output.decode() + complaint.decode()


async def test_a_fourth_stage_has_topics_and_a_worker(quotewire: Installation) -> None:
    said = await _quotewire("topics", "--partitions", "4", "--replication", "1", environment=quotewire.environment)
    for name in (MEASURED.name, LENGTHS.name, "articles.enriched.v1-dlt"):
        assert f"{quotewire.prefix}{name}: 4 partitions, created" in said
    await quotewire.start("clean", "entities", "quotes")
    await quotewire.start("lengths", program=f"{PROGRAM} worker")
    await quotewire.publish([(b"a", raw(1, id="a", body=BODY))])
    (article,) = await quotewire.read(MEASURED, lambda found: len(found) >= 1)
    (length,) = await quotewire.read(LENGTHS, lambda found: len(found) >= 1)
    value = json.loads(article.value)
    assert value["lengths"] == [len("“The harbour is closed,”")]
    assert list(value["status"]) == list(value["lineage"]) == ["clean", "entities", "quotes", "lengths"]
    assert value["lineage"]["lengths"]["input"]["topic"] == "articles.enriched.v1"
    assert json.loads(length.value)["length"] == value["lengths"][0]
    assert dict(article.headers)["ce_source"] == b"/quotewire/lengths"
    assert dict(length.headers)["ce_type"] == b"quotewire.lengths.v1"


@pytest.mark.processes
async def test_a_fourth_stage_is_known_to_the_commands(tmp_path: Path) -> None:
    assert "clean|entities|quotes|lengths" in await _quotewire("worker", "--help")
    page = tmp_path / "page.txt"
    page.write_text(BODY)
    (line,) = (await _quotewire("enrich", str(page))).splitlines()
    assert json.loads(line)["lengths"] == [len("“The harbour is closed,”")]
    assert "Ann Lee" in await _quotewire("enrich", "--show", str(page))
    article = tmp_path / "article.jsonl"
    article.write_text(CleanArticle(article_id="a", text=BODY).model_dump_json())
    out = await _quotewire("enrich", str(article), "--from", "clean", "--to", "lengths")
    assert json.loads(out)["status"]["lengths"] == "ok"
