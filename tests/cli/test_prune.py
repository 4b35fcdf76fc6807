"""`sa-monitor prune`, and forgetting by setting."""

import json
import time

from tests.cli.laying import delivery, several
from tests.cli.program import PATIENCE


def _changes(count):
    return [delivery(minutes=n, authorizationDate=f"2026-11-14T11:{n:02}:00.000Z") for n in range(count)]


def _events(sa):
    return len(sa("events", "--limit", "0", "--json")[1].splitlines())


def test_it_tells_what_it_would_forget_and_changes_nothing(sa, store):
    store(*_changes(8))
    code, out, err = sa("prune", "--keep-events", "3", "--dry-run", "--json")
    assert code == 0
    assert json.loads(out) == {
        "events": 5,
        "deliveries": 5,
        "kept": 0,
        "oldest": "2026-11-14T12:00:00.000Z",
        "newest": "2026-11-14T12:04:00.000Z",
        "bytes": 0,
        "dry_run": True,
    }
    assert "5 events with 5 deliveries" in err
    assert "would be forgotten" in err
    assert _events(sa) == 8


def test_it_forgets_and_says_so(sa, store):
    store(*_changes(8))
    code, _, err = sa("prune", "--keep-events", "3")
    assert (code, _events(sa)) == (0, 3)
    assert "forgotten" in err.splitlines()[-1]


def test_events_on_which_standings_rest_stay_and_are_told(sa, store):
    store(*several(8))
    code, _, err = sa("prune", "--keep-events", "3")
    assert (code, _events(sa)) == (0, 8)
    assert "5 older stay: standings rest on them." in err


def test_without_a_bound_it_forgets_nothing(sa, store):
    store(*_changes(3))
    code, _, err = sa("prune", "--yes")
    assert (code, _events(sa)) == (2, 3)
    assert "--keep-days" in err


def test_the_settings_say_what_to_keep_too(sa, store, outside):
    store(*_changes(6))
    outside.setenv("SA_MONITOR_RETENTION_EVENTS", "2")
    assert sa("prune")[0] == 0
    assert _events(sa) == 2


def test_whoever_listens_forgets_by_the_settings_from_the_start(sa, store, start):
    store(*_changes(6))
    program = start("listen", "--port", "0", SA_MONITOR_RETENTION_EVENTS="2")
    program.err.until("Listening")
    give_up = time.monotonic() + PATIENCE
    while _events(sa) > 2 and time.monotonic() < give_up:
        pass
    assert _events(sa) == 2
    assert program.stop() == 0
