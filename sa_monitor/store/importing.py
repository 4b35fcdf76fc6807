"""Taking deliveries of elsewhere into the store, each only if it tells something new."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sa_monitor.model.authorization import settle_date
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.payload import Happening, read_payload
from sa_monitor.store.append import append
from sa_monitor.store.connection import open_writer
from sa_monitor.store.faults import translated
from sa_monitor.store.rebuild import project_waiting
from sa_monitor.store.schema import KIND_CODE

_BATCH = 256

_PAIR = (
    "SELECT 1 FROM events e JOIN apps a ON a.id = e.app JOIN orgs o ON o.id = e.org "
    "WHERE a.ident = ? AND o.ident = ? AND e.synthetic = ? AND e.kind = ? AND "
)

_Identity = tuple[str, str, bool, int, int | bytes]
"""What makes an event this one: app, organization, synthetic, kind, and its date, or without one its data."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of what was read: new events, events that were known, and what couldn't be taken."""

    read: int = 0
    recorded: int = 0
    repeated: int = 0
    skipped: int = 0


def take_in(path: Path, arrivals: Iterable[Arrival], told: Callable[[Taken], None]) -> Taken:
    """Append what tells of events that aren't known yet, and project it; a listener may run meanwhile.

    `told` hears how far it is, after each batch of at most 256; it may raise to end it, and what was taken stays.
    Bodies that tell of no event are skipped. Raises StoreError.
    """
    remaining = iter(arrivals)
    taken = Taken()
    with translated():
        connection = open_writer(path)
        try:
            project_waiting(connection, lambda _: None)
            while batch := list(islice(remaining, _BATCH)):
                taken = _take(connection, batch, taken)
                told(taken)
            return taken
        finally:
            connection.close()


def _take(connection: sqlite3.Connection, batch: list[Arrival], so_far: Taken) -> Taken:
    new: dict[_Identity, Arrival] = {}
    repeated = skipped = 0
    for arrival in batch:
        happening = read_payload(arrival.body).happening
        if happening is None:
            skipped += 1
            continue
        identity = _identity(happening, arrival.received_at)
        if identity in new or _is_known(connection, identity):
            repeated += 1
        else:
            new[identity] = arrival
    if new:
        append(connection, list(new.values()))
        project_waiting(connection, lambda _: None)
    return Taken(
        read=so_far.read + len(batch),
        recorded=so_far.recorded + len(new),
        repeated=so_far.repeated + repeated,
        skipped=so_far.skipped + skipped,
    )


def _identity(happening: Happening, received_at: int) -> _Identity:
    date, dated = settle_date(happening.date, received_at, None)
    return (
        happening.app_id,
        happening.org_id,
        happening.synthetic is True,
        KIND_CODE[happening.kind],
        date if dated else happening.data_digest,
    )


def _is_known(connection: sqlite3.Connection, identity: _Identity) -> bool:
    told = "e.digest = ?" if isinstance(identity[-1], bytes) else "e.date = ?"
    return connection.execute(f"{_PAIR} {told}", identity).fetchone() is not None
