"""A store as an older version left it."""

from pathlib import Path

from sa_monitor.store.connection import open_writer

OLDER = ("create_heard_webhooks", "count_events", "index_pairs", "widen_pairs")
"""The migrations that it lacks."""


def make_older(path: Path) -> None:
    """Make a store one from before events were counted and pairs had an index."""
    connection = open_writer(path)
    for table in ("heard_webhooks", "tallies", "activity", "occurrences"):
        connection.execute(f"DROP TABLE {table}")
    for index in ("events_pair", "events_unsigned", "events_synthetic", "events_repeated"):
        connection.execute(f"DROP INDEX {index}")
    connection.execute("CREATE INDEX events_app ON events (app, received_at)")
    connection.executemany("DELETE FROM _sqlite_migrations WHERE name = ?", [(name,) for name in OLDER])
    connection.close()
