"""`sa-monitor rebuild`: events and standings anew from what arrived."""

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.progress import Progress
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.present.quantities import counted


@click.command(cls=Command)
def rebuild() -> None:
    """Project everything anew from the deliveries, which are all that is needed."""
    from sa_monitor.settings.alerting import rulebook_of
    from sa_monitor.store.rebuild import rebuild as rebuild_store

    session = open_session()
    if not session.places.database.exists():
        narrate(f"Nothing was recorded yet in {session.places.data}.")
        return
    with Progress("deliveries") as progress:
        events = rebuild_store(session.places.database, progress.tell, rulebook_of(session.settings))
    if session.as_json:
        write_records([{"events": events}])
    narrate(f"{counted(events, 'event')} projected anew.")
