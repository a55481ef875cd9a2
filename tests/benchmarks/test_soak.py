"""What a soak says is only worth something if it would notice: the counting, the judging and the drawing."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from aiokafka import ConsumerRecord

from benchmarks.soak.ledger import Ledger
from benchmarks.soak.plot import draw, draw_file
from benchmarks.soak.samples import Sample, levels

SVG = "{http://www.w3.org/2000/svg}"


def record(offset: int, key: str = "k", value: dict[str, int] | None = None) -> ConsumerRecord[bytes, bytes]:
    headers = (("ce_raworigin", f"soak.articles.raw.v1/0/{offset}".encode()),)
    body = json.dumps(value).encode() if value is not None else None
    return ConsumerRecord("topic", 0, 0, 0, 0, key.encode(), body, None, 0, 0, headers)


def sample(seconds: float, *, worker: int = 1, witness: bool = True, **held: int | None) -> Sample:
    fields = {"memory": 200 * 2**20, "descriptors": 60, "threads": 30, "lag": 0, **held}
    return Sample(seconds=seconds, stage="clean", worker=worker, witness=witness, **fields)  # type: ignore[arg-type]


def test_all_is_well_when_each_article_comes_once_in_order() -> None:
    ledger = Ledger()
    for offset in range(3):
        ledger.count(record(offset))
    assert (ledger.finished, ledger.lost([(0, 0), (0, 1), (0, 2)]), ledger.twice, ledger.out_of_order) == (3, 0, 0, 0)


def test_what_has_not_come_is_lost() -> None:
    ledger = Ledger()
    ledger.count(record(0))
    assert ledger.lost([(0, 0), (0, 1)]) == 1


def test_one_quote_of_two_is_a_loss() -> None:
    ledger = Ledger()
    ledger.count(record(0, value={"index": 1, "count": 2}))
    assert (ledger.finished, ledger.lost([(0, 0)])) == (0, 1)


def test_a_copy_comes_twice_and_is_not_out_of_order() -> None:
    ledger = Ledger()
    for offset in (0, 1, 0):
        ledger.count(record(offset))
    assert (ledger.twice, ledger.out_of_order) == (1, 0)


@pytest.mark.parametrize(("key", "count"), [("k", 1), ("another", 0)])
def test_order_is_that_within_a_key(key: str, count: int) -> None:
    ledger = Ledger()
    ledger.count(record(1))
    ledger.count(record(0, key))
    assert ledger.out_of_order == count


def test_what_an_untouched_worker_holds_is_compared_from_the_second_third_to_the_last() -> None:
    growing = [sample(second, descriptors=second) for second in range(90)]
    descriptors = {level.what: level for level in levels(growing)}["descriptors"]
    assert (descriptors.warm, descriptors.end, descriptors.flat) == (44.5, 74.5, False)


def test_a_warm_up_is_no_growth() -> None:
    warming = [sample(second, memory=min(second, 25) * 2**23) for second in range(90)]
    assert all(level.flat for level in levels(warming))


def test_a_soak_that_is_over_at_once_says_nothing_of_growth() -> None:
    assert levels([sample(0)]) == []


def test_workers_that_are_struck_are_not_judged() -> None:
    touched = [sample(second, worker=2, witness=False, threads=10 * second) for second in range(90)]
    assert all(level.flat for level in levels(touched + [sample(second) for second in range(90)]))


def test_the_plot_has_a_chart_for_each_quantity_and_gaps_where_a_worker_did_not_answer() -> None:
    samples = [sample(second, lag=None if second == 2 else second) for second in range(5)]
    image = ET.fromstring(draw(samples, [(3.0, "worker killed"), (4.0, "broker restarted")]))
    titles = [text.text for text in image.iter(f"{SVG}text") if text.get("class") == "title"]
    assert titles == ["clean: memory, MiB", "clean: descriptors", "clean: threads", "clean: lag, records"]
    lines = [path.get("d", "") for path in image.iter(f"{SVG}path") if path.get("class") == "witness"]
    assert lines[-1].count("M") == 2, "a value was made up for the time without an answer"


def test_the_plot_can_be_drawn_again_from_the_samples(tmp_path: Path) -> None:
    lines = [{"kind": "fault", "seconds": 1.0, "what": "worker killed"}]
    lines += [{"kind": "sample", **_fields(sample(second))} for second in range(3)]
    (tmp_path / "samples.jsonl").write_text("\n".join(map(json.dumps, lines)))
    draw_file(tmp_path / "samples.jsonl", tmp_path / "images" / "soak.svg")
    assert ET.parse(tmp_path / "images" / "soak.svg").getroot().tag == f"{SVG}svg"


def _fields(taken: Sample) -> dict[str, object]:
    return {name: getattr(taken, name) for name in Sample.__slots__}
