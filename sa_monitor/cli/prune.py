"""`sa-monitor prune`: forget old events."""

import sys

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.progress import Progress
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import SaMonitorError, UsageError
from sa_monitor.model.retention import Forgotten, Retention
from sa_monitor.present.prune_words import forgotten_record, outlook, told

_HIGHEST = 10**9


@click.command(cls=Command)
@click.option("--keep-days", type=click.IntRange(1, 36_500), metavar="N", help="Keep those heard in N days.")
@click.option("--keep-events", type=click.IntRange(1, _HIGHEST), metavar="N", help="Keep the newest N.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be forgotten.")
@click.option("--yes", is_flag=True, help="Don't ask.")
def prune(keep_days: int | None, keep_events: int | None, *, dry_run: bool, yes: bool) -> None:
    """Forget old events with their deliveries; without options as the settings have it.

    With both options only what meets both is kept. Events that decide a standing stay. A listener may run meanwhile.
    """
    from sa_monitor.monitor.clocks import wall_clock
    from sa_monitor.monitor.retention import retention_of
    from sa_monitor.store.pruning import prune as prune_store
    from sa_monitor.store.pruning import what_would_go
    from sa_monitor.store.space import free_bytes, give_back

    session = open_session()
    retention = Retention(keep_days or 0, keep_events or 0) or retention_of(session.settings)
    if not retention:
        raise UsageError(
            "Everything is kept: nothing says what to forget.", "Give --keep-days N or --keep-events N."
        )
    database, now = session.places.database, wall_clock()
    if not database.exists():
        narrate(f"Nothing was recorded yet in {session.places.data}.")
        return
    with Progress("events looked at") as progress:
        gone = what_would_go(database, retention, now, progress.tell)
    narrate(outlook(gone))
    freed = 0
    if gone and not dry_run:
        _ask(gone, yes=yes)
        with Progress("old events gone through") as progress:
            total = gone.events + gone.kept
            gone = prune_store(
                database, retention, now, told=lambda done, _: progress.tell(min(done, total), total)
            )
        freed = give_back(database)
        narrate(told(gone, freed, free_bytes(database)))
    if session.as_json:
        write_records([forgotten_record(gone, freed, dry_run=dry_run)])


def _ask(gone: Forgotten, *, yes: bool) -> None:
    """Ask on a terminal. Raises SaMonitorError for a no."""
    if yes or sys.stdin is None or not sys.stdin.isatty():
        return
    if not click.confirm(f"Forget {gone.events:,} events for good?", err=True):
        raise SaMonitorError("Nothing was forgotten.")
