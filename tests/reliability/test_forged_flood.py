"""A flood of forged deliveries is bounded in what it has written to the disk, and in what it costs the processor."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from sa_monitor.listener.limits import Limits
from sa_monitor.listener.server import Bind, Listener
from sa_monitor.model.delivery import Outcome
from sa_monitor.model.listening import Beat
from sa_monitor.model.signature import LOCAL, Keyring, Secret
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.reader import Reader
from tests.listener.wire import SECRET, Client, signed, until
from tests.reliability.senders import body_of, port_of

FORGED, TOGETHER = 1000, 50


class Counted(Keeper):
    """The real store; counts the transactions that it is asked for."""

    appended = rejected = 0

    def append(self, arrivals):
        self.appended += 1
        return super().append(arrivals)

    def reject(self, arrivals, uncounted):
        self.rejected += 1
        super().reject(arrivals, uncounted)


def _now() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
def counted(tmp_path):
    return Counted(tmp_path / "events.db", lambda: Beat(_now(), _now(), _now()))


@pytest.fixture
def listener(counted):
    secrets = Keyring((Secret(LOCAL, "local"), Secret("general", SECRET)))
    listener = Listener(
        Bind(port=0),
        counted,
        lambda: secrets,
        allow_unsigned=False,
        clock=_now,
        on_change=lambda: None,
    )
    yield listener
    listener.stop()


def send(port, secret, first):
    """Send as fast as they are answered; gives the statuses, and the seconds it took."""
    began, statuses = time.monotonic(), set()
    with Client("127.0.0.1", port) as client:
        for number in range(first, first + FORGED, TOGETHER):
            client.send(b"".join(signed(body_of(number + i), secret=secret) for i in range(TOGETHER)))
            statuses |= {client.answer().status for _ in range(TOGETHER)}
    return statuses, time.monotonic() - began


def test_a_flood_of_them_writes_a_few_times_a_second_and_keeps_ten_of_them(listener, counted, tmp_path):
    limits = Limits()
    port = port_of(listener.start())
    statuses, took = send(port, "guessed", 0)
    listener.stop()
    assert statuses == {401}
    assert counted.appended == 0
    assert counted.rejected <= took / limits.rejected_delay + 2
    with Reader.open(tmp_path / "events.db") as reader:
        assert len(reader.deliveries(outcome=Outcome.REJECTED, limit=None)) <= limits.rejected_rate * (
            took + 2
        )
        assert reader.totals().rejected == FORGED, "those that aren't kept are counted"


@pytest.mark.skipif(sys.platform != "linux", reason="what a thread used is read from /proc")
def test_one_of_them_costs_the_processor_less_than_a_delivery_that_is_taken_and_projected(listener, tmp_path):
    """Of the listener's own thread; the senders are in this process too."""
    port = port_of(listener.start())
    thread = next(one for one in threading.enumerate() if one.name == "listener")
    before = processor_of(thread)
    assert send(port, "guessed", 0)[0] == {401}
    between = processor_of(thread)
    assert send(port, SECRET, 0)[0] == {200}
    with Reader.open(tmp_path / "events.db") as reader:
        until(lambda: reader.totals().events == FORGED, "all of them projected")
    forged, taken = between - before, processor_of(thread) - between
    assert forged < taken


def processor_of(thread: threading.Thread) -> float:
    """Give the seconds that a thread has used of the processor."""
    fields = Path(f"/proc/self/task/{thread.native_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
