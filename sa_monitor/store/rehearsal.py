"""Running rules over stored history: what they would have raised, in a store of its own that is gone afterwards."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sa_monitor.model.alert import Alert
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store.alerts import alerts
from sa_monitor.store.connection import open_reader, open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.projection import Projection
from sa_monitor.store.transaction import Immediate

_PAGE = 2_000
_TOLD = ("annotations", "expectations")
"""Tables of what people told, which the rules ask for too."""


def rehearse(path: Path, rulebook: Rulebook, told: Callable[[int, int], None]) -> list[Alert]:
    """Give the alerts that the rules would have raised from all deliveries, newest first. Raises StoreError.

    Nothing of the store is changed, and nobody is told. `told` hears how many deliveries were read, and of how many.
    """
    with translated(), TemporaryDirectory(prefix="sa-monitor-") as folder:
        source, stage = open_reader(path), open_writer(Path(folder) / path.name)
        try:
            stage.execute("PRAGMA synchronous = OFF")
            for table in _TOLD:
                _copy(source, stage, table, "1", ())
            total = int(source.execute("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()[0])
            projection, last, done = Projection(stage, rulebook), 0, 0
            while count := _copy(source, stage, "deliveries", "id > ? ORDER BY id LIMIT ?", (last, _PAGE)):
                last = int(stage.execute("SELECT max(id) FROM deliveries").fetchone()[0])
                projection.project(_PAGE)
                done += count
                told(done, max(total, done))
            return alerts(stage)
        finally:
            source.close()
            stage.close()


def _copy(
    source: sqlite3.Connection, stage: sqlite3.Connection, table: str, where: str, values: tuple[int, ...]
) -> int:
    """Copy rows of a table; gives how many."""
    rows = source.execute(f"SELECT * FROM {table} WHERE {where}", values).fetchall()
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        with Immediate(stage):
            stage.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    return len(rows)
