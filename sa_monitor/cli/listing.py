"""Printing many values: as JSON objects, or as a table for people."""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from sa_monitor.cli.streams import is_unicode, write
from sa_monitor.present.cells import cut, width
from sa_monitor.present.records import Record, json_line
from sa_monitor.present.signs import ascii_form

T = TypeVar("T")

_BETWEEN = "  "


class Listing(Generic[T]):
    """Prints values of one kind, batch by batch, each at once; without any value it prints nothing.

    `record` gives a value's JSON object, `cells` its row under `heading`. Columns are as wide as the widest text so
    far, and on a terminal a line ends where the screen does.
    """

    def __init__(
        self,
        heading: Sequence[str],
        cells: Callable[[T], Sequence[str]],
        record: Callable[[T], Record],
        *,
        as_json: bool,
    ) -> None:
        self._heading: Sequence[str] | None = heading
        self._cells = cells
        self._record = record
        self._as_json = as_json
        self._widths = [0] * len(heading)

    def print_all(self, batches: Iterable[Sequence[T]]) -> int:
        """Print every batch as it comes; gives how many values there were."""
        count = 0
        for batch in batches:
            self.print(batch)
            count += len(batch)
        return count

    def print(self, values: Sequence[T]) -> None:
        """Print some values. Raises SaMonitorError where standard output can't be written."""
        if not values:
            return
        if self._as_json:
            write_records(self._record(value) for value in values)
            return
        rows = [self._cells(value) for value in values]
        if self._heading is not None:
            rows.insert(0, self._heading)
            self._heading = None
        self._widths = [
            max(known, *(width(row[number]) for row in rows)) for number, known in enumerate(self._widths)
        ]
        write_lines(self._line(row) for row in rows)

    def _line(self, row: Sequence[str]) -> str:
        padded = [text + " " * (cells - width(text)) for text, cells in zip(row, self._widths, strict=True)]
        return _BETWEEN.join(padded).rstrip()


def write_records(records: Iterable[Record]) -> None:
    """Write JSON objects, one a line."""
    lines = [json_line(record, ascii_alone=not is_unicode(sys.stdout)) + "\n" for record in records]
    write("".join(lines))


def write_lines(lines: Iterable[str]) -> None:
    """Write lines for people, already clean; a terminal gets them cut to its width."""
    if sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
        lines = [cut(line, columns) for line in lines]
    if not is_unicode(sys.stdout):
        lines = [ascii_form(line) for line in lines]
    write("".join(f"{line}\n" for line in lines))
