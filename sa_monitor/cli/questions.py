"""Reading the store for a command: the query, the reader, and pages of events."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sa_monitor.errors import StoreMissing
from sa_monitor.model.event import Mark, Step
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import Query, asks_for_new, join_arguments, parse_query
from sa_monitor.monitor.clocks import wall_clock

if TYPE_CHECKING:
    from sa_monitor.cli.session import Session
    from sa_monitor.store.reader import Reader

PAGE = 500
"""Events that are read at once: no reading transaction lasts longer."""

MOST = 2**31 - 1
"""The highest `--limit`."""

BEGINNING = Mark(-(2**62), 0)


def read_query(session: "Session", arguments: Sequence[str]) -> Query:
    """Read the query that a command was given. Raises QueryError; StoreError where it asks for what is new."""
    text, clock = join_arguments(arguments), Clock(wall_clock())
    query = parse_query(text, clock)
    return parse_query(text, replace(clock, seen=_seen(session))) if asks_for_new(query) else query


def _seen(session: "Session") -> int:
    """Give the newest event that whoever runs the command saw on a screen; 0 for one who never looked."""
    from sa_monitor.monitor.looking import person_of

    with reading(session) as reader:
        look = reader.look(person_of(session.environ)) if reader is not None else None
    return look.event if look is not None else 0


@contextmanager
def reading(session: "Session") -> "Iterator[Reader | None]":
    """Give a reader of the store for a while; None where nothing was ever recorded. Raises StoreError."""
    from sa_monitor.cli.preparing import prepare_in_sight
    from sa_monitor.store.reader import Reader

    prepare_in_sight(session.places.database)
    try:
        reader = Reader.open(session.places.database)
    except StoreMissing:
        yield None
        return
    with reader:
        yield reader


def newest_first(reader: "Reader", query: Query, limit: int) -> Iterator[list[Step]]:
    """Give the newest `limit` events, or all where it is 0, page by page."""
    mark: Mark | None = None
    left = limit or MOST
    while left and (page := reader.page(query, older_than=mark, limit=min(PAGE, left))):
        yield page
        mark = page[-1].event.mark
        left -= len(page)


def oldest_first(reader: "Reader", query: Query, limit: int) -> Iterator[list[Step]]:
    """Give the same events from the other end. What comes in meanwhile isn't among them."""
    newest = reader.page(query, limit=1)
    if not newest:
        return
    last = newest[0].event.mark
    mark = _below(reader, query, limit) if limit else BEGINNING
    while page := reader.page(query, newer_than=mark, limit=PAGE):
        steps = [step for step in reversed(page) if step.event.mark <= last]
        yield steps
        if len(steps) < len(page):
            return
        mark = steps[-1].event.mark


def _below(reader: "Reader", query: Query, limit: int) -> Mark:
    """Give the mark right below the newest `limit` events, without keeping them."""
    mark = BEGINNING
    for page in newest_first(reader, query, limit):
        mark = page[-1].event.mark
    return Mark(mark.received_at, mark.id - 1)
