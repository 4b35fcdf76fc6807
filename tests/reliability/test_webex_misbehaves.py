"""Deliveries that are lost, repeated, late, out of order, forged and cut: what is true is what is shown."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from random import Random

import httpx
import pytest

from sa_monitor.model.delivery import Outcome
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import rfc3339
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.places import find_places
from sa_monitor.settings.schema import Settings
from sa_monitor.simulator.deliverer import Pauses
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.reader import Reader
from tests.listener.wire import SECRET, until
from tests.reliability.relay import Relay

_TOKEN = "a-simulated-token"
_APPS, _ORGS, _STEPS = 4, 5, 5
_FAULTS = {"duplicate": 12, "late": 12, "forged": 12, "slow": 4}


@pytest.fixture
def places(tmp_path):
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_the_network_does_what_was_accepted_is_kept_once_and_the_standing_is_the_latest(
    places, seed
):
    happenings = _story(Random(seed))
    with (
        Recorder(Settings(port=0), places, environ={"SA_MONITOR_SECRET": SECRET}) as recorder,
        Simulator(seed=seed, token=_TOKEN, rate=0, pauses=Pauses(late=0.2, slow=0.1)) as webex,
        Relay(_port_of(recorder), seed) as relay,
        httpx.Client(
            base_url=webex.url, headers={"Authorization": f"Bearer {_TOKEN}"}, trust_env=False, timeout=60
        ) as api,
    ):
        for event in ("authorized", "deauthorized"):
            hook = {
                "name": event,
                "targetUrl": relay.url,
                "resource": "serviceApp",
                "event": event,
                "secret": SECRET,
            }
            assert api.post("/v1/webhooks", json=hook).status_code == 200
        for fault, count in _FAULTS.items():
            assert api.post("/simulator/faults", json={"fault": fault, "count": count}).status_code == 200
        with ThreadPoolExecutor(6) as threads:
            accepted = list(threads.map(lambda happening: _happen(api, happening), happenings))
        until(lambda: relay.done.total() >= len(happenings), "nearly all: some meet a closed connection")
        recorder.stop()
    with Reader.open(places.database) as reader:
        deliveries = reader.deliveries(limit=None)
        events = [step.event for step in reader.recorded_after(0, limit=1000)]
        standing = {(found.app_id, found.org_id): found.state for found in reader.authorizations()}
    known = [(event.app_id, event.org_id, event.kind, event.date) for event in events]
    assert len(set(known)) == len(known), "each happening is one event"
    assert set(known) <= set(happenings), "nothing is made up"
    assert {happening for happening, taken in zip(happenings, accepted, strict=True) if taken} <= set(known)
    rejected = [found for found in deliveries if found.outcome is Outcome.REJECTED]
    assert rejected, "forged ones are told"
    assert len(known) < len(deliveries)
    assert standing == _latest(known)
    assert len(relay.done) == 6, "the network did everything that it can do"


def _story(chance: Random) -> list[tuple[str, str, Kind, int]]:
    """Write who authorized and deauthorized what when; told in any order."""
    happenings = [
        (f"app-{app}", f"org-{org}", kind, 1_790_000_000_000 + 1000 * step)
        for app in range(_APPS)
        for org in range(_ORGS)
        for step, kind in zip(range(_STEPS), (Kind.AUTHORIZED, Kind.DEAUTHORIZED) * _STEPS, strict=False)
    ]
    chance.shuffle(happenings)
    return happenings


def _latest(known: list[tuple[str, str, Kind, int]]) -> dict[tuple[str, str], Kind]:
    pairs = defaultdict(list)
    for app, org, kind, date in known:
        pairs[app, org].append((date, kind is Kind.DEAUTHORIZED, kind))
    return {pair: max(steps)[2] for pair, steps in pairs.items()}


def _happen(api: httpx.Client, happening: tuple[str, str, Kind, int]) -> bool:
    """Let it happen, and tell whether Webex was told that it was taken."""
    app, org, kind, date = happening
    data = {"id": app, "authorizerOrgId": org, "authorizationDate": rfc3339(date)}
    answer = api.post("/simulator/events", json={"event": kind.value, "data": data})
    assert answer.status_code == 200, answer.text
    return answer.json()["accepted"] > 0


def _port_of(recorder: Recorder) -> int:
    return int(str(recorder.address).rpartition(":")[2].partition("/")[0])
