"""Whether the files of a store that were opened still stand under their names, and are as long as they were."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LOG_KEPT = 64 * 1024 * 1024
"""Bytes that a write-ahead log which starts over keeps on the disk."""

LOG = "-wal"
SHARED = "-shm"
"""What the names of the log, and of the memory that its users share, have after that of events.db."""

_DESCRIPTORS = "/dev/fd"


class Identity(NamedTuple):
    """What a file is, whatever its name."""

    device: int
    inode: int


def identity(path: Path) -> Identity | None:
    """Tell which file stands under a name; None where none does."""
    try:
        status = os.stat(path)  # noqa: PTH116 (on the way of every answer; half the time of Path.stat)
    except OSError:
        return None
    return Identity(status.st_dev, status.st_ino)


def length_of(path: Path) -> int:
    """Give how many bytes a file has; 0 where there is none."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 (as above)
    except OSError:
        return 0


class Footing:
    """The files of a store as they stood when they were opened, after the first transaction on them.

    SQLite goes on saying OK of a file that was removed or replaced, and of a log that was cut off. `before` is the
    file that stood there before it was opened, where one did.
    """

    def __init__(self, path: Path, before: Identity | None = None) -> None:
        self.path = path
        self.log_path = path.with_name(path.name + LOG)
        self.shared_path = path.with_name(path.name + SHARED)
        self.folder = identity(path.parent)
        self.database, self.log, self.shared = self._stands()
        self.database = before or self.database
        self._length = length_of(self.log_path)

    def in_place(self) -> bool:
        """Tell whether all of them still stand under their names; takes note of how long the log is by now."""
        if self._stands() != (self.database, self.log, self.shared):
            return False
        self._length = length_of(self.log_path)
        return True

    def was_cut(self) -> bool:
        """Tell whether the log is shorter than it was, as SQLite makes it only when all of it is in events.db."""
        length = length_of(self.log_path)
        return length < self._length and length < LOG_KEPT

    def missing(self) -> str:
        """Name what doesn't stand in its place."""
        if identity(self.path) != self.database:
            return self.path.name
        return self.log_path.name if identity(self.log_path) != self.log else self.shared_path.name

    def log_in_place(self) -> bool:
        """Tell whether the log, and what its users share, stand in their places."""
        return (identity(self.log_path), identity(self.shared_path)) == (self.log, self.shared)

    def is_held(self) -> bool:
        """Tell whether anything in this process still has the log open, or what its users share."""
        ours = {self.log, self.shared} - {None}
        return any(found in ours for found in _open_files())

    def clear_away(self) -> None:
        """Take the log that was ours out of the way of another file, whose it isn't.

        One that still holds something, since it couldn't all be moved into events.db, is kept under another name.
        """
        if self.log is not None and identity(self.log_path) == self.log:
            if length_of(self.log_path):
                self.log_path.rename(self.log_path.with_name(f"{self.log_path.name}.old"))
            else:
                self.log_path.unlink(missing_ok=True)
        if self.shared is not None and identity(self.shared_path) == self.shared:
            self.shared_path.unlink(missing_ok=True)

    def _stands(self) -> tuple[Identity | None, Identity | None, Identity | None]:
        return identity(self.path), identity(self.log_path), identity(self.shared_path)


def _open_files() -> Iterator[Identity]:
    """Give the files that this process has open. Nothing is opened for that: closing it would drop SQLite's locks."""
    for name in os.listdir(_DESCRIPTORS):  # noqa: PTH208 (names are all that is needed)
        with suppress(OSError, ValueError):  # closed meanwhile
            status = os.fstat(int(name))
            yield Identity(status.st_dev, status.st_ino)
