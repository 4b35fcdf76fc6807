"""Reading config.toml: its text, its keys, and where each stands."""

import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from sa_monitor.errors import SettingsError
from sa_monitor.settings.locate import line_of

LARGEST = 1024 * 1024
"""Bytes; a configuration is written by a person, and anything larger is something else."""


class Document(Struct, frozen=True):
    """A configuration file as it was read; without a file it has no entries."""

    path: Path
    text: str
    entries: dict[str, Any]

    def place(self, key: str) -> str:
        """Say where the key stands, for a message."""
        return f"{self.path}, line {line_of(self.text, key)}"

    def placed(self, error: SettingsError, table: str) -> SettingsError:
        """Name the file and line of a table's wrong entry in its error."""
        line = line_of(self.text, table)
        lines = self.text.split("\n")[line - 1 :]
        bare = [text.lstrip().partition("=")[0].strip("\"' ") for text in lines]
        further = bare.index(error.entry) if error.entry in bare else 0
        return SettingsError(f"{self.path}, line {line + further}: {error.title}", error.advice)

    def row_place(self, table: str, number: int, entry: str) -> str:
        """Say where an entry of a table's row stands: the row's own head, where it has no such entry."""
        lines = self.text.split("\n")
        heads = [at for at, text in enumerate(lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", text)]
        if number >= len(heads):  # written in line: the table's own place is all that can be told
            return self.place(table)
        at = heads[number]
        for line in range(at + 1, len(lines)):
            if lines[line].lstrip().startswith("["):
                break
            if lines[line].partition("=")[0].strip(" \t\"'") == entry:
                at = line
                break
        return f"{self.path}, line {at + 1}"


def read_document(path: Path) -> Document:
    """Read a configuration file; one that isn't there is empty. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Document(path, "", {})
    except OSError as error:
        raise SettingsError(f"{path} can't be read ({error.strerror}).") from error
    if len(raw) > LARGEST:
        raise SettingsError(f"{path} is larger than 1 MiB.", "A configuration holds settings alone.")
    try:
        text = raw.decode("utf-8-sig")
        return Document(path, text, tomllib.loads(text))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}: this is no UTF-8.", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        line = mistake_line(error, text)
        what = str(error).split(" (at ", maxsplit=1)[0]
        raise SettingsError(f"{path}, line {line}: this is no TOML ({what}).") from error


def mistake_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Give the line, counted from 1, at which the parser stopped."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.rstrip("\n").count("\n") + 1
