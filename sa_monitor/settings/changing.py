"""Changing one setting in config.toml; everything else in it stays as a person wrote it."""

import json
import os
import tempfile
import tomllib
from pathlib import Path

from sa_monitor.errors import SettingsError
from sa_monitor.settings.document import Document, read_document
from sa_monitor.settings.locate import line_of


def change_setting(path: Path, name: str, value: str) -> None:
    """Write a top-level text, on the line that it has, else before the first table. Raises SettingsError."""
    document = read_document(path)
    if document.entries.get(name) == value:
        return
    text = _changed(document, name, f"{name} = {json.dumps(value)}")
    try:
        proven = tomllib.loads(text) == {**document.entries, name: value}
    except tomllib.TOMLDecodeError:
        proven = False
    if not proven:
        raise SettingsError(
            f"{document.place(name)}: this can't be changed from here.",
            f"Write it yourself: {name} = {value!r}",
        )
    try:
        _replace(path.resolve(), text.encode())
    except OSError as error:
        raise SettingsError(f"{path} can't be written ({error.strerror}).") from error


def _changed(document: Document, name: str, line: str) -> str:
    lines = document.text.splitlines(keepends=True)
    if name in document.entries:
        number = line_of(document.text, name) - 1
        comment = _comment(lines[number])
        lines[number] = f"{line}{comment}\n"
        return "".join(lines)
    first_table = next((n for n, text in enumerate(lines) if text.lstrip().startswith("[")), len(lines))
    while first_table and not lines[first_table - 1].strip():
        first_table -= 1
    if first_table and not lines[first_table - 1].endswith("\n"):
        lines[first_table - 1] += "\n"
    return "".join([*lines[:first_table], f"{line}\n", *lines[first_table:]])


def _comment(line: str) -> str:
    """Give the comment at the end of a line; none where a text holds the sign."""
    before, sign, after = line.rstrip("\n").partition("#")
    if not sign or before.count('"') % 2 or before.count("'") % 2:
        return ""
    blanks = before[len(before.rstrip()) :]
    return f"{blanks}#{after}"


def _replace(path: Path, content: bytes) -> None:
    """Put the content in its place, whole, with the rights that it had."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    handle, name = tempfile.mkstemp(prefix=".config-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
