"""Average the weights of models of one shape, which were trained from one another.

python -m training.entities.average OUTPUT MODEL…
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from training.entities.evaluate import load


def main() -> None:
    """Read the arguments and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    arguments = parser.parse_args()
    languages = [load(path) for path in arguments.models]
    pipes: list[Any] = [language.get_pipe("names") for language in languages]
    layers = [list(pipe.model.walk()) for pipe in pipes]
    for own, *others in zip(*layers, strict=True):
        for name in own.param_names:
            if own.has_param(name):
                own.set_param(name, np.mean([layer.get_param(name) for layer in (own, *others)], axis=0))
    languages[0].to_disk(arguments.output)


if __name__ == "__main__":
    main()
