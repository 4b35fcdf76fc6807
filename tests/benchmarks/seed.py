"""Stores of many events, made once and kept between runs in the temporary folder."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import rfc3339
from sa_monitor.model.signature import GENERAL
from sa_monitor.model.webex_id import webex_id
from sa_monitor.store.append import append
from sa_monitor.store.connection import open_writer
from sa_monitor.store.rebuild import project_waiting

_FORMAT = 1
"""Part of the folder's name: raise it when the schema or the bodies here change."""

_FIRST = 1_700_000_000_000
_STEP = 60_000
_BATCH = 2_000


@contextmanager
def store_of(events: int) -> Iterator[Path]:
    """Give a data folder with its own copy of a store of so many events."""
    with tempfile.TemporaryDirectory(prefix="sa-monitor-benchmark-") as folder:
        if events:
            shutil.copy(_seeded(events), Path(folder) / "events.db")
        yield Path(folder)


def _seeded(events: int) -> Path:
    path = Path(tempfile.gettempdir()) / "sa-monitor-seeds" / f"v{_FORMAT}-{events}" / "events.db"
    if not path.exists():
        print(f"seeding {events:,} events ...", file=sys.stderr, flush=True)
        making = path.with_name("making.db")
        making.unlink(missing_ok=True)
        _make(making, events)
        making.rename(path)
    return path


def _make(path: Path, events: int) -> None:
    connection = open_writer(path)
    connection.execute("PRAGMA synchronous = OFF")
    for start in range(0, events, _BATCH):
        append(connection, [_arrival(n) for n in range(start, min(events, start + _BATCH))])
        project_waiting(connection, lambda _: None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _uuid(kind: int, number: int) -> str:
    return f"{number:08x}-{kind:04x}-4000-8000-{number * 7919:012x}"


def _arrival(n: int) -> Arrival:
    at = _FIRST + n * _STEP
    app, org = n % 12, (n // 12) % 400
    hook = webex_id("WEBHOOK", _uuid(1, app % 2))
    person = webex_id("PEOPLE", _uuid(2, org))
    kind = "deauthorized" if n % 10 == 9 else "authorized"
    body = (
        f'{{"id":"{hook}","name":"every app","targetUrl":"https://hooks.example.com/webhook","resource":"serviceApp",'
        f'"event":"{kind}","orgId":"{webex_id("ORGANIZATION", _uuid(3, 1))}",'
        f'"createdBy":"{person}","ownedBy":"creator","status":"active","created":"2023-06-05T18:09:34.929Z",'
        f'"actorId":"{person}","data":{{"id":"{webex_id("APPLICATION", _uuid(4, app))}","friendlyId":"app-{app}",'
        f'"authorizerId":"{person}","authorizerOrgId":"{webex_id("ORGANIZATION", _uuid(5, org))}",'
        f'"authorizationDate":"{rfc3339(at - 2000)}","scopes":["spark:kms","spark-admin:people_read",'
        f'"meeting:admin_schedule_write"],"trainSiteNames":["org-{org}.webex.com"],'
        f'"adminTrainSiteNames":["org-{org}.webex.com"]}}}}'
    )
    headers = {
        "content-type": "application/json",
        "x-spark-signature": "0" * 40,
        "trackingid": f"ROUTER_{n:012X}",
    }
    return Arrival(at, Verdict.VERIFIED, GENERAL, "203.0.113.7", headers, body.encode())
