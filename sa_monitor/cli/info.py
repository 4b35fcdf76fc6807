"""`sa-monitor info`: the version, and where everything is."""

import click

from sa_monitor import __version__
from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.questions import reading
from sa_monitor.cli.session import open_session
from sa_monitor.model.totals import Totals
from sa_monitor.present.clean import clean
from sa_monitor.present.lines import at
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.records import Record, totals_record

_NOTHING = Totals(
    events=0, deliveries=0, rejected=0, rejected_kept=0, waiting=0, oldest=None, newest=None, bytes=0
)


@click.command(cls=Command)
def info() -> None:
    """Print the version, where configuration, database, log and credentials are, and how much is kept."""
    session = open_session()
    places = session.places
    with reading(session) as reader:
        totals = reader.totals() if reader is not None else _NOTHING
    where: Record = {
        "version": __version__,
        "config": str(places.config),
        "database": str(places.database),
        "log": str(places.log),
        "credentials": str(places.credentials),
    }
    if session.as_json:
        write_records([{**where, **totals_record(totals)}])
        return
    write_lines(f"{name:<12} {clean(value)}" for name, value in {**where, **_kept(totals)}.items())


def _kept(totals: Totals) -> dict[str, str]:
    between = (
        ""
        if totals.oldest is None or totals.newest is None
        else f", {at(totals.oldest)} to {at(totals.newest)}"
    )
    return {
        "events": grouped(totals.events) + between,
        "deliveries": f"{grouped(totals.deliveries)}, and {counted(totals.rejected, 'rejected', 'rejected')}",
        "size": counted(totals.bytes, "byte"),
    }
