"""Damaging a database in the middle."""

import sqlite3
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


def leaves_of(path: Path, table: str) -> list[int]:
    """Give the pages that hold the rows of a table, in the order of its keys."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path"
        return [row[0] for row in connection.execute(sql, (table,))]
    finally:
        connection.close()
