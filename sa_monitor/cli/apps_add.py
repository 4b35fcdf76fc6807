"""`sa-monitor apps add`: authorizations that are known already, assumed until they are heard of."""

import csv
from pathlib import Path

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import UsageError
from sa_monitor.model.annotation import Assumption
from sa_monitor.model.instants import parse_instant
from sa_monitor.present.quantities import counted

_COLUMNS = ("app", "org", "name", "since")
_FORM = "Its first line names the columns: app,org and, where known, name,since."


@click.command(cls=Command)
@click.option("--app", help="The Service App's id.")
@click.option("--org", help="The organization's id.")
@click.option("--name", help="The Service App's name.")
@click.option("--since", help="When it was authorized: 2026-11-01 or 2026-11-01T08:00Z.")
@click.option(
    "--csv",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Many at once. {_FORM}",
)
def add_apps(
    app: str | None, org: str | None, name: str | None, since: str | None, file: Path | None
) -> None:
    """Enter known authorizations: Webex reports changes only, and these may not change for long.

    They are shown as assumed, until the pair is first heard of.
    """
    from sa_monitor.monitor.clocks import wall_clock
    from sa_monitor.store.annotations import assume

    if file is not None and (app or org or name or since):
        raise UsageError("--csv holds everything already.", "Leave the other options out.")
    if file is None:
        row = {"app": app, "org": org, "name": name, "since": since}
        entered = [_assumption(row, "The command line")]
    else:
        entered = _rows(file)
    count = assume(open_session().places.database, entered, wall_clock())
    narrate(f"{counted(count, 'authorization')} entered, assumed until heard.")


def _rows(file: Path) -> list[Assumption]:
    """Read the whole file before anything of it is kept. Raises UsageError, naming the line."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            unknown = set(reader.fieldnames or ()) - set(_COLUMNS)
            if unknown or not {"app", "org"} <= set(reader.fieldnames or ()):
                raise UsageError(f"{file} has other columns than these.", _FORM)
            return [_assumption(row, f"{file}, line {reader.line_num},") for row in reader]
    except (OSError, UnicodeError, csv.Error) as error:
        raise UsageError(f"{file} can't be read as CSV: {error}.", _FORM) from error


def _assumption(row: dict[str, str | None], place: str) -> Assumption:
    app, org, name, since = ((row.get(column) or "").strip() for column in _COLUMNS)
    if not app or not org:
        raise UsageError(
            f"{place} doesn't say which Service App at which organization.", "Give --app and --org."
        )
    instant = parse_instant(since) if since else None
    if since and instant is None:
        raise UsageError(f"{place} has a date that can't be read.", "Write 2026-11-01 or 2026-11-01T08:00Z.")
    return Assumption(app_id=app, org_id=org, app_name=name or None, since=instant)
