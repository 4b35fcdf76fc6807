"""What a run of the benchmarks was given: how whole, on which stores, beside which peers."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import stores

THOUSAND, MILLION, TEN_MILLION = 1_000, 1_000_000, 10_000_000
PAIRS = "pairs.txt"


class Lacking(Exception):
    """Something that a benchmark needs isn't there; its text says what."""


@dataclass(frozen=True)
class Setting:
    """`scale` is 1 for a whole run. Stores that aren't in `stores` are made only if `makes`.

    `peers` is a folder with a virtual environment for each peer that isn't on the PATH, named as its package.
    """

    scale: float = 1.0
    stores: Path | None = None
    makes: bool = False
    peers: Path | None = None

    def rounds(self, whole: int) -> int:
        """Give how often to measure."""
        return max(2, round(whole * self.scale))

    def seconds(self, whole: float) -> float:
        """Give how long to measure."""
        return max(1.0, whole * self.scale)

    def seeded(self, events: int) -> Path:
        """Give the folder of the store of so many events, for reading alone. Raises Lacking."""
        if not self.makes and not stores.is_seeded(events, self.stores):
            raise Lacking(f"the store of {events:,} events (--make makes it)")
        return stores.seeded(events, self.stores)

    @contextmanager
    def store_of(self, events: int) -> Iterator[Path]:
        """Give a data folder with a copy of its own of the store of so many events; 0: nothing yet."""
        with tempfile.TemporaryDirectory(prefix="sa-monitor-benchmark-") as name:
            folder = Path(name)
            if events:
                shutil.copy(self.seeded(events) / "events.db", folder / "events.db")
                _prepare(folder)
            yield folder

    def peer(self, program: str, package: str) -> str | None:
        """Give the path of a program that is installed, None where it isn't."""
        found = None if self.peers is None else shutil.which(str(self.peers / package / "bin" / program))
        return found or shutil.which(program)


def _prepare(folder: Path) -> None:
    """Let deliveries go on where the store ends, and write down its pairs for whoever sends."""
    with closing(sqlite3.connect(folder / "events.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        cursor = connection.execute("SELECT value FROM state WHERE name = 'cursor'").fetchone()[0]
        # A store that is too large to hold its deliveries would otherwise give their numbers again.
        connection.execute("INSERT OR IGNORE INTO deliveries VALUES (?, 0, 0, '', '', '{}', '{}')", (cursor,))
        pairs = connection.execute(
            "SELECT a.ident, a.name, o.ident FROM authorizations s JOIN apps a ON a.id = s.app "
            "JOIN orgs o ON o.id = s.org ORDER BY s.app * 7919 % 1009, s.org * 104729 % 10007"
        )
        lines = "".join(f"{app} {name} {org}\n" for app, name, org in pairs)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (folder / PAIRS).write_text(lines, encoding="utf-8")
    os.sync()  # what the copy left to be written must not be measured
