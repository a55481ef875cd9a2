"""Draws the samples of a soak: for each stage and quantity a small chart, readable on light and dark ground.

python -m benchmarks.soak.plot build/soak/samples.jsonl docs/images/soak.svg

The soak itself does so at its end.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.soak.samples import Sample, stages_of

_WIDTH, _HEIGHT = 300, 96
"""Of a chart, in pixels."""
_LEFT, _TOP, _GAP_X, _GAP_Y = 8, 76, 20, 44
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #444 }
.title { font-weight: 600; fill: #222 }
.frame { fill: none; stroke: #ccc }
.other { fill: none; stroke: #999; stroke-opacity: .7 }
.witness { fill: none; stroke: #0b62a4; stroke-width: 1.8 }
.fault { stroke: #b35900; stroke-opacity: .7 }
.broker { stroke: #b30000; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #bbb }
  .title { fill: #eee }
  .frame { stroke: #555 }
  .other { stroke: #aaa }
  .witness { stroke: #6cb6ff }
  .fault { stroke: #ffb366 }
  .broker { stroke: #ff7b72 }
}
"""


@dataclass(frozen=True, slots=True)
class _Quantity:
    title: str
    of: Callable[[Sample], float | None]


_QUANTITIES = (
    _Quantity("memory, MiB", lambda sample: sample.memory / 2**20),
    _Quantity("descriptors", lambda sample: sample.descriptors),
    _Quantity("threads", lambda sample: sample.threads),
    _Quantity("lag, records", lambda sample: sample.lag),
)


def draw(samples: Sequence[Sample], faults: Sequence[tuple[float, str]]) -> str:
    """Return an SVG image of samples, and of faults with their times."""
    stages = stages_of(samples)
    seconds = max((sample.seconds for sample in samples), default=0) or 1
    width = _LEFT * 2 + len(stages) * (_WIDTH + _GAP_X) - _GAP_X
    height = _TOP + len(_QUANTITIES) * (_HEIGHT + _GAP_Y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>What the workers of a soak held over {seconds / 60:.0f} minutes</title><style>{_STYLE}</style>",
        *_legend(seconds),
    ]
    for column, stage in enumerate(stages):
        own = [sample for sample in samples if sample.stage == stage]
        for row, quantity in enumerate(_QUANTITIES):
            x, y = _LEFT + column * (_WIDTH + _GAP_X), _TOP + row * (_HEIGHT + _GAP_Y)
            parts += [f'<g transform="translate({x} {y})">', *_chart(own, quantity, seconds, faults), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _legend(seconds: float) -> list[str]:
    entries = (
        ("witness", "a worker that nothing is done to"),
        ("other", "workers that are struck, and those that replace them"),
        ("fault", "a fault"),
        ("broker", "the broker restarted"),
    )
    parts, x = [], _LEFT
    for name, words in entries:
        parts.append(f'<path class="{name}" d="M{x} 16h18"/><text x="{x + 24}" y="20">{escape(words)}</text>')
        x += 48 + round(6.3 * len(words))
    said = f"From left to right {seconds / 60:.0f} minutes; from bottom to top 0 to the largest value, which stands beside the title."
    return [*parts, f'<text x="{_LEFT}" y="42">{said}</text>']


def _chart(
    samples: Sequence[Sample], quantity: _Quantity, seconds: float, faults: Sequence[tuple[float, str]]
) -> list[str]:
    """Draw one chart, with its upper left corner at 0, 0."""
    lines: dict[tuple[bool, int], list[tuple[float, float | None]]] = defaultdict(list)
    for sample in samples:
        lines[sample.witness, sample.worker].append((sample.seconds, quantity.of(sample)))
    most = max((value for line in lines.values() for _, value in line if value is not None), default=0) or 1
    title = f"{samples[0].stage}: {quantity.title}"
    return [
        f'<text class="title" x="0" y="-7">{escape(title)}</text>',
        f'<text x="{_WIDTH}" y="-7" text-anchor="end">{most:,.0f}</text>',
        f'<rect class="frame" width="{_WIDTH}" height="{_HEIGHT}"/>',
        *(_tick(time / seconds * _WIDTH, what) for time, what in faults),
        *(
            f'<path class="{"witness" if witness else "other"}" d="{_path(line, seconds, most)}"/>'
            for (witness, _), line in sorted(lines.items())
        ),
    ]


def _tick(x: float, what: str) -> str:
    if what.startswith("broker"):
        return f'<path class="broker" d="M{x:.1f} 0V{_HEIGHT}"/>'
    return f'<path class="fault" d="M{x:.1f} {_HEIGHT}v6"/>'


def _path(line: Sequence[tuple[float, float | None]], seconds: float, most: float) -> str:
    """Return a line, with a gap where there is no value; of values within one pixel, the largest."""
    columns: dict[int, list[float | None]] = defaultdict(list)
    for time, value in line:
        columns[round(time / seconds * _WIDTH)].append(value)
    steps, pen_up = [], True
    for x, values in sorted(columns.items()):
        there = [value for value in values if value is not None]
        if there:
            steps.append(f"{'M' if pen_up else 'L'}{x} {_HEIGHT * (1 - max(there) / most):.1f}")
        pen_up = len(there) < len(values)
    return "".join(steps)


def draw_file(lines: Path, image: Path) -> None:
    """Draw what a soak has written."""
    said: list[dict[str, Any]] = [json.loads(line) for line in lines.read_text().splitlines()]
    samples = [
        Sample(**{key: value for key, value in line.items() if key != "kind"})
        for line in said
        if line["kind"] == "sample"
    ]
    faults = [(line["seconds"], line["what"]) for line in said if line["kind"] == "fault"]
    image.parent.mkdir(parents=True, exist_ok=True)
    image.write_text(draw(samples, faults))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path)
    parser.add_argument("image", type=Path)
    options = parser.parse_args()
    draw_file(options.lines, options.image)
