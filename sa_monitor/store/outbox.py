"""What channels are still to be told: rows that stand in the transaction that raised their alert.

A row with a `due_at` waits; whoever sends takes it, and notes how that went. What was sent and not yet noted when the
process ended is sent again: at least once.
"""

import sqlite3
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from sa_monitor.model.alert import About, Outcome
from sa_monitor.model.channel import DeadChannel
from sa_monitor.model.instants import DAY, MINUTE, SECOND
from sa_monitor.model.rulebook import Finding, Rulebook
from sa_monitor.store.schema import ALERTS, COUNT
from sa_monitor.store.transaction import Immediate

_GROWN_AFTER = MINUTE
"""Milliseconds after which a wave that goes on growing is summed up."""

FIRST_RETRY = SECOND
LAST_RETRY = MINUTE
"""Milliseconds between two tries: the second follows the first soon, and then each twice as late as the one before."""

_TOLD = """
    SELECT max(coalesce(o.at, o.due_at)) FROM alerts b JOIN alerts a
      ON a.app IS b.app AND a.what = b.what AND a.org IS b.org AND a.subject IS b.subject AND a.id <> b.id
    JOIN outbox o ON o.alert = a.id
    WHERE b.id = ? AND a.raised_at >= ? AND o.channel = ? AND o.about = ? AND o.outcome <> ?
"""

_DEAD_AFTER = 3
"""Tries in vain after which a channel is said to be dead: the third follows the first within seconds."""

_DEAD = """
    SELECT channel, since, (
      SELECT error FROM outbox e WHERE e.channel = d.channel AND e.due_at IS NOT NULL ORDER BY e.at DESC LIMIT 1
    ) FROM (
      SELECT o.channel, min(CASE o.about WHEN ? THEN a.resolved_at ELSE a.last_at END) AS since
      FROM outbox o JOIN alerts a ON a.id = o.alert
      WHERE o.due_at IS NOT NULL AND o.outcome = ? AND o.tries >= ? GROUP BY o.channel
    ) d ORDER BY channel
"""

_NEXT = (
    "channel = ? AND due_at IS NOT NULL AND NOT EXISTS ("
    "SELECT 1 FROM outbox e WHERE e.alert = o.alert AND e.channel = o.channel AND e.id < o.id AND e.due_at IS NOT NULL)"
)
"""That it waits, and nothing before it of the same alert: nobody hears that it is back before that it was lost."""

_PUT = "INSERT INTO outbox (alert, channel, about, outcome, due_at) VALUES (?, ?, ?, ?, ?)"


class Errand(Struct, frozen=True):
    """Something to tell one channel; `tries` is how often it was tried in vain."""

    id: int
    alert: int
    channel: str
    about: About
    due_at: int
    tries: int


def tell(connection: sqlite3.Connection, rulebook: Rulebook, finding: Finding, alert: int, at: int) -> None:
    """Put down that every channel of the finding is to be told, inside the transaction of the caller.

    One that was told the same within the rulebook's quiet time is told when that is over, if it is still so then.
    """
    for channel in rulebook.listeners(finding):
        told = (alert, at - DAY, channel, About.RAISED, Outcome.WITHDRAWN)
        before = connection.execute(_TOLD, told).fetchone()[0]
        quiet = before is not None and before + rulebook.quiet > at
        outcome, due = (Outcome.QUIET, before + rulebook.quiet) if quiet else (Outcome.WAITING, at)
        connection.execute(_PUT, (alert, channel, About.RAISED, outcome, due))


def tell_grown(
    connection: sqlite3.Connection, rulebook: Rulebook, finding: Finding, alert: int, at: int
) -> None:
    """Put down that a wave has grown and is to be summed up in a while, unless that is down already."""
    waiting = "SELECT 1 FROM outbox WHERE alert = ? AND channel = ? AND about = ? AND due_at IS NOT NULL"
    for channel in rulebook.listeners(finding):
        if connection.execute(waiting, (alert, channel, About.GROWN)).fetchone() is None:
            connection.execute(_PUT, (alert, channel, About.GROWN, Outcome.WAITING, at + _GROWN_AFTER))


def hold_back(connection: sqlite3.Connection, alert: int, outcomes: Sequence[Outcome]) -> None:
    """Withdraw what waits for an alert with one of these outcomes, and was never tried."""
    marks = ", ".join("?" * len(outcomes))
    connection.execute(
        f"UPDATE outbox SET outcome = ?, due_at = NULL WHERE alert = ? AND tries = 0 AND due_at IS NOT NULL "
        f"AND outcome IN ({marks})",
        (Outcome.WITHDRAWN, alert, *outcomes),
    )


def let_go(connection: sqlite3.Connection, channels: Sequence[str]) -> None:
    """Note of all that waits for other channels than these that it isn't sent: they aren't configured any more."""
    others = "due_at IS NOT NULL AND channel NOT IN (SELECT value FROM json_each(?))"
    names = msgspec.json.encode(channels).decode()
    if connection.execute(f"SELECT 1 FROM outbox WHERE {others} LIMIT 1", (names,)).fetchone() is None:
        return
    with Immediate(connection):
        connection.execute(
            f"UPDATE outbox SET outcome = ?, due_at = NULL WHERE {others}", (Outcome.REMOVED, names)
        )
        connection.execute(COUNT, (ALERTS, 1))


def next_errand(connection: sqlite3.Connection, channel: str, now: int) -> Errand | None:
    """Give what is due for a channel and waits longest; of an alert first what was put down first."""
    row = connection.execute(
        f"SELECT id, alert, about, due_at, tries FROM outbox o WHERE {_NEXT} AND due_at <= ? "
        "ORDER BY due_at, tries, id LIMIT 1",
        (channel, now),
    ).fetchone()
    if row is None:
        return None
    number, alert, about, due, tries = row
    return Errand(number, alert, channel, About(about), due, tries)


def next_due(connection: sqlite3.Connection, channel: str) -> int | None:
    """Give when the next errand of a channel is due; None where nothing waits."""
    found = connection.execute(f"SELECT min(due_at) FROM outbox o WHERE {_NEXT}", (channel,)).fetchone()[0]
    return None if found is None else int(found)


def dead_channels(connection: sqlite3.Connection) -> list[DeadChannel]:
    """Give the channels that couldn't be told for a while, with what was wrong the last time."""
    rows = connection.execute(_DEAD, (About.RESOLVED, Outcome.FAILING, _DEAD_AFTER))
    return [DeadChannel(name=name, since=since, error=error or "") for name, since, error in rows]


def note_sent(connection: sqlite3.Connection, errand: Errand, at: int) -> None:
    """Note that it was told; what couldn't be told before has its next try at once."""
    with Immediate(connection):
        connection.execute(
            "UPDATE outbox SET outcome = ?, due_at = NULL, at = ?, error = NULL, tries = tries + 1 WHERE id = ?",
            (Outcome.SENT, at, errand.id),
        )
        connection.execute(
            "UPDATE outbox SET due_at = ? WHERE channel = ? AND outcome = ? AND due_at > ?",
            (at, errand.channel, Outcome.FAILING, at),
        )
        connection.execute(COUNT, (ALERTS, 1))


def note_failed(connection: sqlite3.Connection, errand: Errand, at: int, error: str) -> None:
    """Note why it couldn't be told; the longer that goes on, the later it is tried again.

    What couldn't be told before waits as long: a dead channel is tried once for all of it, each time with another.
    """
    due = at + min(LAST_RETRY, FIRST_RETRY * (1 << min(errand.tries, 16)))
    with Immediate(connection):
        connection.execute(
            "UPDATE outbox SET outcome = ?, due_at = ?, at = ?, error = ?, tries = tries + 1 WHERE id = ?",
            (Outcome.FAILING, due, at, error, errand.id),
        )
        connection.execute(
            "UPDATE outbox SET due_at = ? WHERE channel = ? AND outcome = ? AND due_at < ?",
            (due, errand.channel, Outcome.FAILING, due),
        )
        connection.execute(COUNT, (ALERTS, 1))
