"""How settings are spelt in the environment, and secrets that it keeps in files."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workers.errors import SettingsError

PREFIX = "QUOTEWIRE_"


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def file_variable(name: str) -> str:
    """Return the environment variable that names the file that holds a secret, as Docker and Kubernetes mount it."""
    return variable(name) + "_FILE"


def secrets_from_files(names: Iterable[str]) -> dict[str, Any]:
    """Read those of some secrets whose files the environment names.

    Raises SettingsError when a file cannot be read, or a secret is given twice.
    """
    files = {name: file for name in names if (file := os.environ.get(file_variable(name)))}
    return {name: _read(name, Path(file)) for name, file in files.items()}


def _read(name: str, file: Path) -> str:
    if os.environ.get(variable(name)):
        raise SettingsError(f"{variable(name)} and {file_variable(name)} are both set: leave one of them out")
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"{file_variable(name)}: {file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file_variable(name)}: {file} is not UTF-8") from None
