"""What a consumer installs: the record types alone, under a name of their own."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = Path(pytest.__file__).parents[1]

PROGRAM = """
import importlib.util, sys
from pathlib import Path
from quotewire_schemas import EnrichedArticle, QuoteRecord

quote = QuoteRecord.model_validate_json(Path(sys.argv[1]).read_bytes())
assert quote.speaker_name
for name in ("workers", "schemas", "spacy", "faust", "aiokafka", "structlog"):
    assert importlib.util.find_spec(name) is None, name
print(EnrichedArticle.__module__)
"""

pytestmark = pytest.mark.processes


def _wheel(project: Path, folder: Path) -> Path:
    """Build a wheel with the build tools that are installed: no network is needed."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _wheel(ROOT / "schemas", tmp_path_factory.mktemp("schemas"))


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _wheel(ROOT, tmp_path_factory.mktemp("application"))


def _bare(folder: Path, wheel: Path, needs: Sequence[str]) -> Path:
    """Make an environment of a wheel and the packages that it needs, and nothing else."""
    zipfile.ZipFile(wheel).extractall(folder)
    for name in needs:
        for found in SITE.glob(f"{name}*"):
            (shutil.copytree if found.is_dir() else shutil.copy)(found, folder / found.name)
    return folder


def test_record_types_need_pydantic_and_nothing_else(schemas: Path, tmp_path: Path) -> None:
    needs = ("pydantic", "annotated_types", "typing_extensions", "typing_inspection")
    place = _bare(tmp_path / "bare", schemas, needs)
    program = f"import sys; sys.path.insert(0, {str(place)!r})\n{PROGRAM}"
    example = ROOT / "schemas" / "examples" / "quotes.v1" / "2.json"
    command = [sys.executable, "-I", "-S", "-c", program, str(example)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert (ended.stdout.strip(), ended.stderr) == ("quotewire_schemas.enriched_article", "")


def test_the_wheel_of_record_types_has_what_programs_read(schemas: Path) -> None:
    names = set(zipfile.ZipFile(schemas).namelist())
    folder = "quotewire_schemas"
    assert {f"{folder}/py.typed", f"{folder}/asyncapi.yaml", f"{folder}/json/quotes.v1.json"} <= names
    assert not [name for name in names if "generate" in name or "examples" in name]


def test_the_wheel_of_record_types_says_what_it_needs_and_brings_the_licence(schemas: Path) -> None:
    wheel = zipfile.ZipFile(schemas)
    (about,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    assert message_from_bytes(wheel.read(about)).get_all("Requires-Dist") == ["pydantic>=2.10"]
    licence = about.replace("METADATA", "licenses/LICENSE")
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes(), "schemas/LICENSE is a copy of LICENSE"


def test_the_application_brings_types_and_models_and_nothing_of_the_repository(application: Path) -> None:
    names = set(zipfile.ZipFile(application).namelist())
    assert {"workers/py.typed", "schemas/py.typed", "workers/models/clean/pages.json"} <= names
    assert {name.split("/")[1] for name in names if name.startswith("schemas/")} == {
        "asyncapi.yaml",
        "json",
        "py.typed",
        *(path.name for path in (ROOT / "schemas").glob("*.py") if path.name != "generate.py"),
    }
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"workers", "schemas", "quotewire"}


def test_both_have_one_version(schemas: Path, application: Path) -> None:
    assert schemas.name.split("-")[1] == application.name.split("-")[1]
