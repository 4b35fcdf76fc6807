"""Taking in what was exported or kept elsewhere: JSON Lines, printed events and deliveries, raw bodies."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import msgspec

from sa_monitor.errors import NotFound, SaMonitorError
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.exported import Exported, as_arrival, read_exported
from sa_monitor.model.kept_delivery import is_kept_delivery, raw_arrival, read_kept_delivery
from sa_monitor.model.payload import read_payload
from sa_monitor.store.importing import Taken, take_in
from sa_monitor.store.org_names import learn_org_names

_LONGEST = 16 * 1024 * 1024
"""Bytes of a line; the largest body that a listener takes is 1 MiB."""

_LARGEST_BODY = 1024 * 1024

_TABLE = b"id,event,app_id,"
"""How an export as a table begins."""

Skipped = Callable[[str], None]
"""Hears what couldn't be taken, and why."""


class Source:
    """A file of JSON Lines, or a folder of raw bodies, one a file. What can't be taken is told and counted.

    `org_names` are the names by which the organizations of exported events were known, by their ids.
    """

    def __init__(self, path: Path, now: int, skipped: Skipped) -> None:
        self._path = path
        self._now = now
        self._tell = skipped
        self.skipped = 0
        self.org_names: dict[str, str] = {}

    def arrivals(self) -> Iterator[Arrival]:
        """Give what can be taken, in the order of the file, or of the names in a folder. Raises SaMonitorError."""
        if not self._path.exists():
            raise NotFound(
                f"There is no {self._path}.", "Name a file of JSON Lines, or a folder of raw bodies."
            )
        try:
            if self._path.is_dir():
                yield from self._of_folder()
            else:
                with self._path.open("rb") as file:
                    yield from self._of_lines(file)
        except OSError as error:
            raise SaMonitorError(f"{self._path} can't be read ({error.strerror}).") from error

    def _of_lines(self, file: IO[bytes]) -> Iterator[Arrival]:
        number = 0
        while line := file.readline(_LONGEST + 1):
            number += 1
            if number == 1 and line.startswith(_TABLE):
                raise SaMonitorError(
                    f"{self._path.name} is a table, which a spreadsheet may have changed.",
                    "Import takes JSON Lines: export without --format csv.",
                )
            place = f"{self._path.name}, line {number}"
            if len(line) > _LONGEST:
                self._skip(place, "longer than 16 MiB")
                while line and not line.endswith(b"\n"):
                    line = file.readline(_LONGEST)
            elif line.strip():
                yield from self._of_record(line, place)

    def _of_folder(self) -> Iterator[Arrival]:
        for path in sorted(self._path.iterdir()):
            if not path.is_file() or path.name.startswith("."):
                continue
            try:
                with path.open("rb") as file:
                    content = file.read(_LONGEST + 1)
            except OSError as error:
                self._skip(path.name, f"can't be read ({error.strerror})")
                continue
            if len(content) > _LONGEST:
                self._skip(path.name, "larger than 16 MiB")
                continue
            value = _object(content)
            if value is not None and _is_record(value):
                yield from self._of_value(value, path.name)
            elif len(content) > _LARGEST_BODY:
                self._skip(path.name, "larger than any body, 1 MiB")
            else:
                yield from self._telling(raw_arrival(content, self._now), path.name)

    def _of_record(self, line: bytes, place: str) -> Iterator[Arrival]:
        value = _object(line)
        if value is None:
            self._skip(place, "no JSON object")
        elif "resource" in value and "data" in value:
            yield from self._telling(raw_arrival(line.rstrip(b"\r\n"), self._now), place)
        else:
            yield from self._of_value(value, place)

    def _of_value(self, value: dict[str, Any], place: str) -> Iterator[Arrival]:
        """Give the deliveries of a printed event, a printed delivery, or what an exported event stands for."""
        deliveries = value.get("deliveries")
        if isinstance(deliveries, list):
            for delivery in deliveries:
                if isinstance(delivery, dict):
                    yield from self._of_value(delivery, place)
            return
        try:
            if is_kept_delivery(value):
                yield from self._telling(read_kept_delivery(value), place)
            else:
                yield self._of_exported(read_exported(value))
        except ValueError as error:
            self._skip(place, str(error))

    def _of_exported(self, exported: Exported) -> Arrival:
        if exported.org_name:
            self.org_names[exported.org_id] = exported.org_name
        return as_arrival(exported)

    def _telling(self, arrival: Arrival, place: str) -> Iterator[Arrival]:
        """Give a delivery that tells of an event; of another one say why it doesn't."""
        reading = read_payload(arrival.body)
        if reading.happening is not None:
            yield arrival
        else:
            why = reading.problem or "it is of another resource"
            self._skip(place, f"a body without an event ({why.rstrip('.')})")

    def _skip(self, place: str, why: str) -> None:
        self.skipped += 1
        self._tell(f"{place}: {why}.")


def import_from(
    database: Path,
    path: Path,
    now: int,
    *,
    skipped: Skipped = lambda _: None,
    told: Callable[[Taken], None] = lambda _: None,
) -> Taken:
    """Take in a file or a folder; what is known already is taken once. Raises SaMonitorError; StoreError.

    What was taken before an error stays. No alert is raised by it.
    """
    source = Source(path, now, skipped)
    taken = take_in(database, source.arrivals(), told)
    if source.org_names:
        learn_org_names(database, source.org_names)
    return replace(taken, read=taken.read + source.skipped, skipped=taken.skipped + source.skipped)


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_record(value: dict[str, Any]) -> bool:
    """Tell what this program printed from a body of Webex's."""
    return "resource" not in value and ("received_at" in value or isinstance(value.get("deliveries"), list))
