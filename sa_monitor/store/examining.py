"""Looking through all of events.db for damage: as long as that takes, and beside whoever waits for it."""

import sqlite3
import threading
import time
from pathlib import Path

from sa_monitor.errors import StoreCorrupt, StoreError
from sa_monitor.store.connection import open_to_look
from sa_monitor.store.faults import is_damage, translated

_OFTEN = 100_000
"""Instructions of SQLite's between two looks at the clock."""


def examine(path: Path, *, seconds: float | None = None) -> bool | None:
    """Tell whether the file is whole; None where it couldn't all be looked at in so many seconds. Raises StoreError.

    Nothing is changed, and nobody is held up.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    with translated(path):
        connection = open_to_look(path)
        try:
            connection.set_progress_handler(lambda: ends is not None and time.monotonic() > ends, _OFTEN)
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return None
            if is_damage(error):
                return False
            raise
        finally:
            connection.close()


class Examination:
    """Examines a file in a thread of its own; `whole` is None until that is known, and where it can't be read."""

    def __init__(self, path: Path) -> None:
        self.whole: bool | None = None
        self.over = False
        self._path = path
        threading.Thread(target=self._run, name="examination", daemon=True).start()

    def _run(self) -> None:
        try:
            self.whole = examine(self._path)
        except StoreCorrupt:
            self.whole = False
        except StoreError:
            self.whole = None
        self.over = True
