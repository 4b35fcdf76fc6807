"""Giving the space of what was forgotten back to the disk.

A file that was made with `auto_vacuum = INCREMENTAL` gives it back in small pieces, beside a listener. One made before
that is written anew once (`VACUUM`) when nobody listens; until then its space is used for what comes.
"""

import sqlite3
import threading
import time
from pathlib import Path

from sa_monitor.store.connection import INCREMENTAL, open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.lock import LOCK, holder_of
from sa_monitor.store.stride import Stride

_SHARE = 0.05
"""A file is written anew from this share of free pages."""


def give_back(path: Path, ends: threading.Event | None = None) -> int:
    """Give free pages back; gives how many bytes smaller the file is. Raises StoreError."""
    ends = ends or threading.Event()
    with translated():
        connection = open_writer(path)
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            before = _pages(connection, "page_count")
            if _pages(connection, "auto_vacuum") == INCREMENTAL:
                _by_pieces(connection, Stride(path), ends)
            elif _free(connection) and holder_of(path.with_name(LOCK)) is None:
                connection.execute(f"PRAGMA auto_vacuum = {INCREMENTAL}")
                connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            smaller = before - _pages(connection, "page_count")
            return max(0, smaller) * _pages(connection, "page_size")
        finally:
            connection.close()


def free_bytes(path: Path) -> int:
    """Tell how much of the file is free for what comes. Raises StoreError."""
    with translated():
        connection = open_writer(path)
        try:
            return _pages(connection, "freelist_count") * _pages(connection, "page_size")
        finally:
            connection.close()


def _by_pieces(connection: sqlite3.Connection, stride: Stride, ends: threading.Event) -> None:
    done = 0
    while _pages(connection, "freelist_count") and not ends.is_set():
        began = time.perf_counter()
        # As a script: it has a step for each page, and `execute` takes the first alone.
        connection.executescript(f"PRAGMA incremental_vacuum({stride.length})")
        done += stride.length
        ends.wait(stride.took(time.perf_counter() - began))
        if done >= _BETWEEN_CHECKPOINTS:
            done = 0
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


_BETWEEN_CHECKPOINTS = 1_000


def _free(connection: sqlite3.Connection) -> bool:
    return _pages(connection, "freelist_count") > _SHARE * _pages(connection, "page_count")


def _pages(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
