"""`sa-monitor events`: stored events, and new ones as they come."""

import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import click

from sa_monitor.cli.commands import QueryCommand
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import MOST, newest_first, oldest_first, read_query, reading
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import is_read, narrate
from sa_monitor.model.event import Step
from sa_monitor.model.query import Query
from sa_monitor.present.lines import EVENT_HEADING, event_cells
from sa_monitor.present.records import event_record

_LIMIT = 100


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(0, MOST), metavar="N", help="The newest N (100); 0 is all.")
@click.option("--follow", is_flag=True, help="Only new events, as they come; with --limit, end after N.")
@click.option("--reverse", is_flag=True, help="The same events, oldest first.")
def events(query: tuple[str, ...], limit: int | None, *, follow: bool, reverse: bool) -> None:
    """Print stored events that QUERY asks for, newest first."""
    session = open_session()
    asked = read_query(session, query)
    listing = Listing(
        EVENT_HEADING, event_cells, lambda step: event_record(step.event), as_json=session.as_json
    )
    if follow:
        _follow(session, asked, listing, limit or 0)
        return
    order = oldest_first if reverse else newest_first
    with reading(session) as reader:
        if reader is not None:
            listing.print_all(order(reader, asked, _LIMIT if limit is None else limit))


def _follow(session: Session, query: Query, listing: Listing[Step], limit: int) -> None:
    from sa_monitor.cli.following import Follower

    with closing(Follower(session.places.database, query)) as follower:
        narrate("Following new events.")
        batches = follower.batches(lambda: is_read(sys.stdout))
        listing.print_all(_first(batches, limit) if limit else batches)


def _first(batches: Iterator[list[Step]], limit: int) -> Iterator[list[Step]]:
    """Give the first `limit` values, and wait for no more."""
    for batch in batches:
        yield list(islice(batch, limit))
        limit -= len(batch)
        if limit <= 0:
            return
