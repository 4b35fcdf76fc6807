"""What is kept, as one number: to tell a commit that matters to a screen from one that doesn't."""

import sqlite3

_LATEST = ("deliveries", "rejections", "health_records", "outbox")
"""Tables that are only appended to, and forgotten from their beginning."""

_WHOLE = ("state", "annotations", "assumptions", "targets", "created_webhooks", "expectations")
"""Small tables of which any row may change. `state` has the counts, and moves with every projection."""


def contents(connection: sqlite3.Connection) -> int:
    """Give a number that changes with what is kept, but not with the beat of a listening period.

    A rebuild that ends with the same counts isn't seen by it. Raises sqlite3.Error.
    """
    ask = connection.execute
    latest = [ask(f"SELECT max(rowid) FROM {table}").fetchone() for table in _LATEST]
    whole = [tuple(ask(f"SELECT * FROM {table}")) for table in _WHOLE]
    periods = ask("SELECT count(*), max(id), count(until), sum(until) FROM periods").fetchone()
    alerts = ask(
        "SELECT max(id), sum(count), count(acknowledged_at), sum(acknowledged_at), sum(intended), "
        "count(resolved_at) FROM alerts"
    ).fetchone()
    sent = ask("SELECT count(due_at), sum(tries) FROM outbox").fetchone()
    return hash((*latest, *whole, periods, alerts, sent))
