import json
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from sa_monitor.cli.following import Follower
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import EVERYTHING, parse_query
from tests.cli.laying import delivery, several
from tests.cli.program import PATIENCE


@pytest.fixture
def following(start):
    def follow(*arguments):
        program = start("events", "--follow", "--json", *arguments)
        program.err.until("Following")
        return program

    return follow


def next_ids(program, count):
    return [json.loads(program.out.next())["id"] for _ in range(count)]


def test_only_new_events_are_printed_oldest_first_and_once(store, following):
    store(*several(3))
    program = following()
    store(delivery(minutes=10, org="a"), delivery(minutes=11, org="b"))
    assert next_ids(program, 2) == [4, 5]
    store(delivery(minutes=12, org="a"), delivery(minutes=13, org="c"))
    assert next_ids(program, 1) == [7]
    program.stop()
    assert len(program.out.seen) == 3


def test_a_store_that_is_not_there_yet_is_waited_for(store, following):
    program = following()
    store(*several(2))
    assert next_ids(program, 2) == [1, 2]


def test_a_burst_is_printed_whole(store, following):
    program = following()
    store(*several(1203))
    assert next_ids(program, 1203) == list(range(1, 1204))


def test_a_query_chooses_among_the_new_ones(store, following):
    program = following("event:deauthorized", "-org:b")
    store(
        delivery(minutes=1, org="a"),
        delivery(minutes=2, org="b", event="deauthorized"),
        delivery(minutes=3, org="c", event="deauthorized"),
    )
    assert next_ids(program, 1) == [3]


def test_a_limit_ends_it(store, following):
    program = following("--limit", "2")
    store(*several(5))
    assert program.wait() == 0
    assert [json.loads(line)["id"] for line in program.out.seen] == [1, 2]


def test_an_interrupt_ends_it_with_130(following):
    program = following()
    assert program.stop(signal.SIGINT) == 130
    assert "Traceback" not in program.err.text


def test_what_a_listener_records_is_printed(start, following):
    listener = start("listen", "--json", "--port", "0")
    listener.out.next()
    program = following()
    assert start("trigger", "authorized", "--app", "my-app").wait() == 0
    assert json.loads(program.out.next())["app_id"] == "my-app"


def test_a_store_that_takes_the_place_of_the_old_one_is_followed_on(store, following, places):
    store(*several(3))
    program = following()
    places.data.rename(places.data.with_name("away"))
    store(delivery(minutes=20, org="new"))
    assert json.loads(program.out.next())["org_id"] == "new"


def test_a_damaged_store_ends_it(store, following, places):
    program = following()
    places.data.mkdir(mode=0o700)
    places.database.write_bytes(b"this is no database, and never was one" * 100)
    assert program.wait() == 1
    assert "no database" in program.err.text


def test_a_store_that_comes_back_is_not_printed_again(store, places):
    store(*several(3))
    with closing(Follower(places.database, EVERYTHING)) as follower:
        away = places.data.with_name("away")
        places.data.rename(away)
        assert follower._try() == []
        away.rename(places.data)
        store(delivery(minutes=20, org="new"))
        assert [step.event.id for step in next(follower.batches())] == [4]


def test_what_a_query_passes_over_is_looked_at_once(store, places):
    store(*several(3))
    with closing(Follower(places.database, parse_query("org:new", Clock(0)))) as follower:
        store(delivery(minutes=20, org="a"), delivery(minutes=21, org="new"), delivery(minutes=22, org="b"))
        assert [step.event.id for step in follower._try()] == [5]
        assert follower._last == 6


def test_a_pipe_whose_reader_has_enough_ends_it_quietly_without_another_event(start, environ):
    listener = start("listen", "--json", "--port", "0")
    listener.out.next()
    piped = subprocess.Popen(
        [
            "bash",
            "-c",
            'set -o pipefail; "$0" -m sa_monitor events --follow --json | head -n 3',
            sys.executable,
        ],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "Following" in piped.stderr.readline()
    for org in ("a", "b", "c"):
        assert start("trigger", "authorized", "--app", "my-app", "--org", org).wait() == 0
    out, err = piped.communicate(timeout=PATIENCE)
    assert [json.loads(line)["org_id"] for line in out.splitlines()] == ["a", "b", "c"]
    assert (piped.returncode, err) == (0, "")
