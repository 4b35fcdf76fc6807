"""Alerts as they are put down: a new one, one of a condition that is or isn't so any more, and that one is over."""

import sqlite3

import msgspec

from sa_monitor.model.alert import About, Condition, Outcome
from sa_monitor.model.rulebook import Finding, Rulebook
from sa_monitor.store.outbox import hold_back, tell
from sa_monitor.store.schema import ALERTS, COUNT


def raise_condition(
    connection: sqlite3.Connection,
    rulebook: Rulebook,
    what: Condition,
    at: int,
    *,
    subject: str = "",
    facts: dict[str, object] | None = None,
) -> int | None:
    """Raise what isn't about a standing, or count it to the open alert of the same; gives the alert's id.

    None where its rule is switched off. `subject` tells one of its kind from another: a webhook's id, for one.
    """
    finding = rulebook.find(what)
    if finding is None:
        return None
    told = msgspec.json.encode(facts or {}).decode()
    same = connection.execute(
        "SELECT id FROM alerts WHERE what = ? AND subject = ? AND resolved_at IS NULL "
        "AND acknowledged_at IS NULL ORDER BY id DESC LIMIT 1",
        (what, subject),
    ).fetchone()
    if same:
        connection.execute(
            "UPDATE alerts SET count = count + 1, last_at = max(last_at, ?), facts = ? WHERE id = ?",
            (at, told, same[0]),
        )
        connection.execute(COUNT, (ALERTS, 1))
        return int(same[0])
    alert = insert_alert(connection, finding, at, subject=subject, facts=told)
    tell(connection, rulebook, finding, alert, at)
    return alert


def resolve_condition(
    connection: sqlite3.Connection,
    rulebook: Rulebook,
    what: Condition,
    at: int,
    *,
    subject: str | None = None,
) -> list[int]:
    """Resolve what isn't so any more: of one subject, or of all; gives the alerts."""
    found = [
        number
        for (number,) in connection.execute(
            "SELECT id FROM alerts WHERE what = ? AND subject = coalesce(?, subject) AND resolved_at IS NULL",
            (what, subject),
        ).fetchall()
    ]
    for alert in found:
        connection.execute("UPDATE alerts SET resolved_at = ? WHERE id = ?", (at, alert))
        told_resolved(connection, rulebook, alert, at)
    return found


def insert_alert(
    connection: sqlite3.Connection,
    finding: Finding,
    at: int,
    *,
    app: int | None = None,
    org: int | None = None,
    count: int = 1,
    lost: int = 0,
    subject: str | None = None,
    facts: str | None = None,
) -> int:
    """Keep a new alert and give its id."""
    row = (finding.rule, finding.what, finding.severity.rank, at, at, count, lost, app, org, subject, facts)
    columns = "rule, what, severity, raised_at, last_at, count, lost, app, org, subject, facts"
    marks = ", ".join("?" * len(row))
    connection.execute(COUNT, (ALERTS, 1))
    inserted = connection.execute(f"INSERT INTO alerts ({columns}) VALUES ({marks})", row)
    return int(inserted.lastrowid or 0)


def told_resolved(connection: sqlite3.Connection, rulebook: Rulebook, alert: int, at: int) -> None:
    """Have those told that it is over who were, or are being, told that it rose, and are configured still."""
    channels = msgspec.json.encode([channel.name for channel in rulebook.channels]).decode()
    hold_back(connection, alert, (Outcome.QUIET,))
    connection.execute(
        "UPDATE outbox SET outcome = ?, due_at = NULL WHERE alert = ? AND about = ? AND due_at IS NOT NULL",
        (Outcome.WITHDRAWN, alert, About.GROWN),
    )
    connection.execute(COUNT, (ALERTS, 1))
    connection.execute(
        "INSERT INTO outbox (alert, channel, about, outcome, due_at) "
        "SELECT DISTINCT alert, channel, ?, ?, ? FROM outbox WHERE alert = ? AND about = ? "
        "AND outcome NOT IN (?, ?) AND channel IN (SELECT value FROM json_each(?))",
        (
            *(About.RESOLVED, Outcome.WAITING, at),
            *(alert, About.RAISED, Outcome.WITHDRAWN, Outcome.REMOVED, channels),
        ),
    )
