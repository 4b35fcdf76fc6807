"""A real events.db, and bodies as Webex sends them."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sa_monitor.errors import StoreBusy
from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import parse_instant, rfc3339
from sa_monitor.model.listening import Beat
from sa_monitor.model.signature import GENERAL
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.reader import Reader

NOON = parse_instant("2026-11-14T12:00:00Z") or 0


class Time:
    """The three clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.awake, self.boot = NOON, 1_000_000, 1_000_000

    def __call__(self) -> Beat:
        return Beat(self.wall, self.awake, self.boot)

    def pass_by(self, milliseconds: int, *, asleep: bool = False) -> None:
        self.wall += milliseconds
        self.boot += milliseconds
        if not asleep:
            self.awake += milliseconds


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "events.db"


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def keeper(path: Path, time: Time) -> Iterator[Keeper]:
    from sa_monitor.model.listening import Ending

    keeper = Keeper(path, time)
    keeper.open()
    yield keeper
    keeper.close(Ending.STOPPED)


@pytest.fixture
def reader(path: Path, keeper: Keeper) -> Iterator[Reader]:
    with Reader.open(path) as reader:
        yield reader


@pytest.fixture
def keep(keeper: Keeper, time: Time) -> Callable[..., list[int]]:
    """Append arrivals and project them all."""

    def _keep(*arrivals: Arrival) -> list[int]:
        ids = list(keeper.append(arrivals))
        project_all(keeper)
        return ids

    return _keep


def project_all(keeper: Keeper) -> None:
    more = True
    while more:
        with suppress(StoreBusy):  # while a log that has grown large starts over
            more = keeper.project(64)


def body_of(
    event: str = "authorized",
    *,
    webhook: str = "hook-1",
    app: str = "app-1",
    org: str = "org-1",
    **data: object,
) -> bytes:
    """Make a body as Webex sends it; `data` overrides fields, and leaves out those that are None."""
    fields = {
        "id": app,
        "friendlyId": f"name of {app}",
        "authorizerId": "person-1",
        "authorizerOrgId": org,
        "authorizationDate": "2026-11-14T11:00:00.000Z",
        "scopes": ["spark:kms", "meeting:admin_schedule_write"],
        "trainSiteNames": ["acme.webex.com"],
        "adminTrainSiteNames": ["admin.webex.com"],
    } | data
    payload = {
        "id": webhook,
        "name": f"name of {webhook}",
        "resource": "serviceApp",
        "event": event,
        "actorId": "person-2",
        "data": {key: value for key, value in fields.items() if value is not None},
    }
    return json.dumps(payload).encode()


def arrival(
    body: bytes | None = None,
    at: int = NOON,
    *,
    verdict: Verdict = Verdict.VERIFIED,
    secret: str | None = GENERAL,
    **body_fields: object,
) -> Arrival:
    """Make an accepted delivery of `body`, or of one with these fields."""
    whole = body if body is not None else body_of(**body_fields)  # type: ignore[arg-type]
    headers = {"content-type": "application/json", "x-spark-signature": "0" * 40}
    return Arrival(
        at, verdict, secret if verdict is Verdict.VERIFIED else None, "203.0.113.7", headers, whole
    )


def date(offset: int) -> str:
    """Write a date `offset` milliseconds after 11:00 of the test's day."""
    return rfc3339(NOON - 3_600_000 + offset)
