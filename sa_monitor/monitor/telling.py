"""What people tell about Service Apps: whose they are, what matters, and what was authorized before we listened."""

import csv
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from sa_monitor.errors import NotFound, UsageError
from sa_monitor.model.annotation import Assumption
from sa_monitor.model.instants import parse_instant
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.places import Places
from sa_monitor.store import annotations as store
from sa_monitor.store import org_names

COLUMNS = ("app", "org", "name", "since")
FORM = "Its first line names the columns: app,org and, where known, name,since."
_NEAR = 0.8
"""How alike a known name is to what was given where that may be mistyped."""

_MOST_NAMED = 5
"""Mistakes of a file that are named; the others are like them."""


class Telling:
    """Keeps it in the store of one data folder. Everything raises StoreError, and waits for the disk."""

    def __init__(self, places: Places) -> None:
        self._database = places.database

    def annotate(
        self, app: str, *, critical: bool | None = None, owner: str | None = None, note: str | None = None
    ) -> list[str]:
        """Tell something about an app, by id, UUID or name, also before it is heard of; gives the ids that are meant.

        None leaves a part as it is, and an empty text takes it back.
        """
        return store.annotate(self._database, app, critical=critical, owner=owner, note=note)

    def heard(self, app: str) -> tuple[bool, str | None]:
        """Tell whether an app was heard of, and if not, which name comes near to what was given."""
        known = store.app_names(self._database)
        if app.casefold() in {word.casefold() for word in known}:
            return True, None
        names = {name.casefold(): name for name in known.values() if name}
        near = get_close_matches(app.casefold(), names, 1, _NEAR)
        return False, names[near[0]] if near else None

    def call_org(self, org: str, name: str) -> list[str]:
        """Call an organization, by id, UUID or name, by another name, an empty one as Webex does; gives the ids meant.

        Raises NotFound where it wasn't heard of.
        """
        meant = org_names.call_org(self._database, org, name)
        if not meant:
            raise NotFound(
                "There is no such organization here.",
                "Give its id, its UUID or its name, as sa-monitor apps does.",
            )
        return meant

    def assume(self, entered: Iterable[Assumption]) -> int:
        """Enter known authorizations, assumed until they are heard of; gives how many."""
        return store.assume(self._database, entered, wall_clock())


def assumption(row: Mapping[str, str | None]) -> Assumption:
    """Read what a person entered, by `COLUMNS`. Raises UsageError; its title goes on after the name of a place."""
    app, org, name, since = ((row.get(column) or "").strip() for column in COLUMNS)
    if not app or not org:
        raise UsageError(
            "doesn't say which Service App at which organization", "Give both, by their ids or UUIDs."
        )
    instant = parse_instant(since) if since else None
    if since and instant is None:
        raise UsageError("has a date that can't be read", "Write 2026-11-01 or 2026-11-01T08:00Z.")
    return Assumption(app_id=app, org_id=org, app_name=name or None, since=instant)


def assumptions_in(file: Path) -> list[Assumption]:
    """Read a CSV file whole, before anything of it is kept. Raises UsageError, naming the lines of its mistakes."""
    read: list[Assumption] = []
    mistakes: list[tuple[str, UsageError]] = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            named = set(reader.fieldnames or ())
            if named - set(COLUMNS) or not {"app", "org"} <= named:
                raise UsageError(f"{file} has other columns than these.", FORM)
            for row in reader:
                try:
                    read.append(_row(row))
                except UsageError as mistake:
                    mistakes.append((f"line {reader.line_num} {mistake.title}", mistake))
    except (OSError, UnicodeError, csv.Error) as error:
        raise UsageError(f"{file} can't be read as CSV: {error}.", FORM) from error
    if mistakes:
        raise UsageError(f"{file}: {_named([words for words, _ in mistakes])}.", mistakes[0][1].advice)
    return read


def _row(row: Mapping[str | None, object]) -> Assumption:
    if None in row:
        raise UsageError("has more cells than columns", FORM)
    return assumption({str(column): str(cell or "") for column, cell in row.items()})


def _named(mistakes: list[str]) -> str:
    more = len(mistakes) - _MOST_NAMED
    return "; ".join([*mistakes[:_MOST_NAMED], *([f"{more} more lines are wrong"] if more > 0 else [])])
