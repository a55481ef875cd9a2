"""Stages of different releases side by side: what an earlier stage published, a later one goes on with."""

import json
from pathlib import Path

import pytest

from harness.installation import Installation
from workers.stages.clean.definition import CLEAN
from workers.stages.entities.definition import ENTITIES
from workers.stages.quotes.definition import ENRICHED
from workers.topics import Topic

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
EARLIER = [
    (topic, f"{topic.name}-{path.stem}", path.read_text("utf-8"))
    for topic in (CLEAN, ENTITIES)
    for path in sorted((EXAMPLES / topic.name).iterdir())
]


@pytest.mark.parametrize(("topic", "name", "example"), EARLIER, ids=[name for _, name, _ in EARLIER])
async def test_records_of_earlier_releases_go_through_todays_stages(
    all_stages: Installation, topic: Topic, name: str, example: str
) -> None:
    """Before there was a header for the raw record's place, too: such a record counts as its own origin."""
    value = {**json.loads(example), "article_id": name}
    await all_stages.publish([(name.encode(), json.dumps(value).encode())], topic)
    found = await all_stages.read(ENRICHED, lambda found: any(record.key == name.encode() for record in found))
    (record,) = [record for record in found if record.key == name.encode()]
    article = json.loads(record.value)
    assert article["status"]["quotes"] == "ok"
    assert article["text"] == value["text"]
    assert list(article["lineage"])[-1] == "quotes"
    assert dict(record.headers)["ce_raworigin"].startswith(f"{all_stages.prefix}{topic.name}/".encode())
