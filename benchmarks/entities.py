"""How fast the entities stage is, and whether its memory stays flat, over articles that each bring new words.

python -m benchmarks.entities [ARTICLES [SENTENCES]]
python -m benchmarks.entities --against PIPELINE [ARTICLES]

Prints the resident memory as it goes and the tokens a second of processor time at the end; a token is one of spaCy's
English tokenizer. Start it with OPENBLAS_NUM_THREADS=1, as a worker's child process runs. The same matrix product,
timed before and after, tells how fast this machine was at that moment.

The second form compares another pipeline (a package or path) with the shipped model, on the same articles in turn, so that a
busy machine is as busy for both: memory of each, in a process that has loaded nothing else, and processor time an article.
"""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from schemas.clean_article import CleanArticle
from workers.stages.entities.model import load_models
from workers.stages.entities.stage import find_entities
from workers.stages.received import Received

BATCH = 16
"""Articles that the stage gets at once."""

SENTENCES = (
    "{0} of the {1} Institute told reporters in {2} on Monday that the talks with {3} had failed.",
    "“We asked {1} for an answer in March,” said {0}, who has led the mission since 2014.",
    "Shares of {1} fell by 3.2 percent after the ministry in {2} published the report.",
    "Neither {0} nor {3} answered questions about the bridge near {2}.",
)
SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vo", "shi", "bel", "dor", "ne", "qua", "zin", "pe", "ulm", "har", "gri")


def word(chance: random.Random) -> str:
    """Make up a name of three or four syllables."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((3, 4)))).capitalize()


def article(chance: random.Random, number: int, sentences: int) -> CleanArticle:
    """Make up an article of so many sentences, two to a paragraph."""
    names = [f"{word(chance)} {word(chance)}", word(chance), word(chance), f"{word(chance)} {word(chance)}"]
    lines = [sentence.format(*names) for sentence in chance.choices(SENTENCES, k=sentences)]
    text = "\n\n".join(" ".join(lines[first : first + 2]) for first in range(0, sentences, 2))
    return CleanArticle(article_id=str(number), title=f"{names[1]} rejects {names[3]}", text=text)


def resident() -> int:
    """Read how much memory this process holds, in bytes (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def products() -> float:
    """Time matrix products of the network's kind: how many of 2,000 x 288 by 288 x 288 a second of processor time."""
    one, two = np.ones((2000, 288), np.float32), np.ones((288, 288), np.float32)
    start = time.process_time()
    for _ in range(50):
        one @ two
    return 50 / (time.process_time() - start)


def against(pipeline: str, total: int) -> None:
    """Compare a pipeline with the shipped model."""
    chance = random.Random(1)
    articles = [Received(article(chance, number, 20), "benchmark") for number in range(total)]
    chosen = {"default": "en=default", pipeline: f"en={pipeline}"}
    models = {name: load_models(written) for name, written in chosen.items()}
    seconds = dict.fromkeys(models, 0.0)
    for first in range(0, total, BATCH):
        for name, loaded in models.items():
            start = time.process_time()
            find_entities(articles[first : first + BATCH], loaded)
            seconds[name] += time.process_time() - start
    for name, written in chosen.items():
        alone = (
            "import benchmarks.entities as b; before = b.resident(); b.load_models({!r}); print(b.resident() - before)"
        )
        command = [sys.executable, "-c", alone.format(written)]
        memory = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        relation = seconds[name] / seconds["default"]
        print(
            f"{name}: {memory / 2**20:.0f} MiB, {1000 * seconds[name] / total:.1f} ms an article ({relation:.2f} times the shipped model's)"
        )


def main() -> None:
    """Run and print."""
    if sys.argv[1:2] == ["--against"]:
        against(sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 320)
        return
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    sentences = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    started = time.process_time()
    model = load_models()
    print(f"loaded in {time.process_time() - started:.2f} s of processor time")
    speed = products()
    chance = random.Random(1)
    tokens, seconds = 0, 0.0
    for first in range(0, total, BATCH):
        articles = [article(chance, first + number, sentences) for number in range(BATCH)]
        start = time.process_time()
        find_entities([Received(each, "benchmark") for each in articles], model)
        seconds += time.process_time() - start
        tokens += sum(
            len(model.by_language["en"].language.make_doc(f"{each.title}\n\n{each.text}")) for each in articles
        )
        if first % (BATCH * 125) == 0:
            print(f"{first + BATCH:7,} articles  {resident() / 2**20:6.1f} MiB", flush=True)
    print(f"{tokens:,} tokens, {tokens / seconds:,.0f} a second")
    print(f"highest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:,.1f} MiB")
    print(f"{speed:.0f} matrix products a second before, {products():.0f} after")


if __name__ == "__main__":
    main()
