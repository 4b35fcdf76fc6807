"""Exporting a store, beside `sqlite3 -json` with a query that yields the same fields."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sa_monitor.model.query import EVERYTHING
from sa_monitor.monitor.exportable import EventsOf
from sa_monitor.monitor.exporting import export_to
from sa_monitor.present.exports import Format
from sa_monitor.store.reader import Reader
from tests.benchmarks.report import Figure, at_least, ratio
from tests.benchmarks.setting import Setting

EVENTS = 1_000_000
_ROUNDS = 3

_SQL = """
SELECT e.id, CASE e.kind WHEN 0 THEN 'authorized' ELSE 'deauthorized' END AS event, a.ident AS app_id,
  a.name AS app_name, o.ident AS org_id, o.name AS org_name, p.ident AS authorizer_id, q.ident AS actor_id,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.date / 1000.0, 'unixepoch') AS authorization_date,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.received_at / 1000.0, 'unixepoch') AS received_at,
  s.members AS scopes, t.members AS sites, u.members AS admin_sites,
  CASE e.verdict WHEN 0 THEN 'verified' ELSE 'unsigned' END AS signature, e.deliveries,
  (SELECT json_group_array(ident) FROM (SELECT w.ident FROM webhooks w WHERE w.id = e.webhook UNION
    SELECT w.ident FROM readings r JOIN webhooks w ON w.id = r.webhook WHERE r.event = e.id AND r.outcome = 1
    AND e.deliveries > 1)) AS webhook_ids, e.synthetic, 0 AS expected, e.problem
FROM events e JOIN apps a ON a.id = e.app JOIN orgs o ON o.id = e.org LEFT JOIN people p ON p.id = e.authorizer
  LEFT JOIN people q ON q.id = e.actor JOIN lists s ON s.id = e.scopes JOIN lists t ON t.id = e.sites
  JOIN lists u ON u.id = e.admin_sites ORDER BY e.received_at, e.id
"""


def run(setting: Setting) -> Iterator[Figure]:
    """Export by turns with one and the other."""
    events = EVENTS
    path = setting.seeded(events) / "events.db"
    if shutil.which("sqlite3") is None:
        return
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder, Reader.open(path) as reader:
        for _ in range(setting.rounds(_ROUNDS)):
            began = time.perf_counter()
            export_to(Path(folder) / "ours", reader, EventsOf(EVERYTHING), Format.JSONL, replace=True)
            ours.append(events / (time.perf_counter() - began))
            began = time.perf_counter()
            with (Path(folder) / "theirs").open("w") as file:
                subprocess.run(["sqlite3", "-readonly", "-json", path, _SQL], stdout=file, check=True)
            theirs.append(events / (time.perf_counter() - began))
    notes = {"ours, events/s": max(ours), "theirs, events/s": max(theirs)}
    yield at_least(ratio(f"export of {events:,}, of sqlite3 -json", ours, theirs, notes=notes), 0.6)
