"""What is kept, as one number: to tell a commit that matters to a screen from one that doesn't."""

import sqlite3

from sa_monitor.store.schema import NOTICED

_LATEST = ("deliveries", "rejections", "health_records")
"""Tables that are only appended to, and forgotten from their beginning."""

_WHOLE = ("annotations", "assumptions", "targets", "created_webhooks")
"""Small tables of which any row may change. So may `state`, which has the counts: it moves with every projection, and
with alerts. How far the rules have looked at what became of webhooks is nothing that a screen shows."""


def contents(connection: sqlite3.Connection) -> int:
    """Give a number that changes with what is kept, but not with the beat of a listening period.

    A rebuild that ends with the same counts isn't seen by it. Raises sqlite3.Error.
    """
    ask = connection.execute
    latest = [ask(f"SELECT max(rowid) FROM {table}").fetchone() for table in _LATEST]
    whole = [tuple(ask(f"SELECT * FROM {table}")) for table in _WHOLE]
    whole.append(tuple(ask("SELECT * FROM state WHERE name != ?", (NOTICED,))))
    periods = ask("SELECT count(*), max(id), count(until), sum(until) FROM periods").fetchone()
    return hash((*latest, *whole, periods))
