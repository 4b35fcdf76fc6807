"""Writing what is to be exported to a file: whole or not at all, in constant memory, beside a running listener."""

import fcntl
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from sa_monitor.errors import SaMonitorError
from sa_monitor.monitor.exportable import Exportable
from sa_monitor.present.exports import Format
from sa_monitor.store.reader import Reader

_MODE = 0o600
_RANDOM = 4
"""Bytes in the name of a file that is being written."""

Told = Callable[[int, int], None]
"""Hears how many rows are written, and of how many."""


def export_to(
    path: Path,
    reader: Reader,
    what: Exportable,
    form: Format,
    *,
    replace: bool = False,
    told: Told = lambda _done, _total: None,
) -> int:
    """Write it to a file of its own; gives how many rows there are.

    The file appears when all of it is on the disk. `told` may raise to end it: then nothing appears. What a kill
    leaves beside it, `.NAME.` and eight digits, is cleared away by the next export to the same file. Raises
    SaMonitorError where the file exists and isn't to be replaced, or can't be written; StoreError.
    """
    _check(path, replace=replace)
    _clear_away_what_was_killed(path)
    made = path.with_name(f".{path.name}.{token_hex(_RANDOM)}")
    try:
        with os.fdopen(_claimed(made), "w", encoding="utf-8", newline="") as file:
            count = export_into(file, reader, what, form, told=told)
            file.flush()
            os.fsync(file.fileno())
        _check(path, replace=replace)
        made.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise SaMonitorError(
            f"{path} can't be written ({error.strerror}).", "Nothing was exported. Use another --output."
        ) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    return count


def export_into(
    file: IO[str], reader: Reader, what: Exportable, form: Format, *, told: Told = lambda _done, _total: None
) -> int:
    """Write the same to an open file. Raises OSError where it can't be written."""
    total, done = what.count(reader), 0
    file.write(what.heading(form))
    for page in what.pages(reader, form):
        file.write(page.text)
        done += page.rows
        told(done, max(total, done))
    return done


def _check(path: Path, *, replace: bool) -> None:
    if path.is_dir():
        raise SaMonitorError(f"{path} is a folder.", "Nothing was exported. Name a file.")
    if path.exists() and not replace:
        raise SaMonitorError(f"{path} exists already.", "Nothing was exported. --force replaces it.")


def _claimed(made: Path) -> int:
    """Make the file to write to, and hold it: whoever clears away sees that somebody lives who writes it."""
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with suppress(OSError):  # there are file systems without locks
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _clear_away_what_was_killed(path: Path) -> None:
    """Remove what exports to this file left behind that were killed: nobody holds it."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{{2 * _RANDOM}}}")
    for left in [file for file in path.parent.glob(".*") if ours.fullmatch(file.name)]:
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
