"""Names and ids of a million characters, from somebody who signs them: kept whole, and not kept in memory."""

import gc
import tracemalloc

import pytest

from sa_monitor.model.event import Event
from sa_monitor.store import rows
from sa_monitor.store.reader import Reader
from tests.store.conftest import arrival

_LONG = 250_000
_MANY = 12
_KEPT = 2 * _LONG
"""Bytes that may stay: the texts of two of them; SQLite's own memory isn't counted."""


def _long(number, what):
    return f"{what} {number} ".ljust(_LONG, "x")


FIELDS = {
    "app": lambda n: {"app": _long(n, "app")},
    "organization": lambda n: {"org": _long(n, "org")},
    "webhook": lambda n: {"webhook": _long(n, "hook")},
    "app's name": lambda n: {"app": f"app-{n}", "friendlyId": _long(n, "name")},
    "authorizer": lambda n: {"app": f"app-{n}", "authorizerId": _long(n, "person")},
    "date": lambda n: {"app": f"app-{n}", "authorizationDate": _long(n, "2026")},
    "scopes": lambda n: {"app": f"app-{n}", "scopes": [_long(n, "scope")]},
    "sites": lambda n: {
        "app": f"app-{n}",
        "trainSiteNames": [f"{n}-{at}".ljust(2_500, "x") for at in range(_LONG // 2_500)],
    },
}


@pytest.fixture
def grown():
    """Tell by how many bytes Python's memory has grown since."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]

        def grown():
            gc.collect()
            return tracemalloc.get_traced_memory()[0] - before

        yield grown
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("field", FIELDS)
def test_long_texts_are_kept_whole_and_leave_neither_recorder_nor_reader_larger(keep, reader, grown, field):
    for number in range(_MANY):
        keep(arrival(**FIELDS[field](number)))
        assert len(reader.page(limit=1)) == 1
        assert len(reader.authorizations()) == number + 1 or field == "webhook"
    assert grown() < _KEPT
    (newest,) = reader.page(limit=1)
    assert len(reader.deliveries_of(newest.event.id)[0].body) > _LONG


def test_events_that_decided_once_are_not_kept_in_memory(keep, path, monkeypatch):
    monkeypatch.setattr(rows, "_EVENTS", 1)  # what pages remember
    before = _events()
    with Reader.open(path) as reader:
        for second in range(10, 40):
            keep(arrival(authorizationDate=f"2026-11-14T10:00:{second}Z"))
            assert len(reader.authorizations()) == 1
        assert _events() <= before + 3


def _events():
    gc.collect()
    return sum(isinstance(kept, Event) for kept in gc.get_objects())


def test_a_name_that_was_long_for_a_while_is_known_again_when_it_is_short(keep, reader):
    for at, name in enumerate(("short", "long".ljust(_LONG, "x"), "short")):
        keep(arrival(friendlyId=name, authorizationDate=f"2026-11-14T10:00:0{at}Z"))
        assert reader.authorizations()[0].app_name == name
