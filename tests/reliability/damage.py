"""Damaging a database in the middle."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PAGE = 4096


@contextmanager
def overwriting(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write over it; only where no connection of this process has it open, whose locks would go."""
    with path.open("r+b") as file:
        yield file


def damage(path: Path, page: int) -> None:
    """Overwrite a page, counted from 1."""
    with overwriting(path) as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)
