"""Run libFuzzer on one target: `python -m tests.fuzz.run TARGET OPTION …`; `python -m tests.fuzz` is for people."""

import sys

import atheris

with atheris.instrument_imports(include=["workers.stages", "workers.kafka"], enable_loader_override=False):
    # Stages import their modules when they are loaded: they are to be instrumented, too.
    import workers.stages.clean.stage
    import workers.stages.entities.stage
    import workers.stages.quotes.stage  # noqa: F401
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until something is found or the time is over."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
