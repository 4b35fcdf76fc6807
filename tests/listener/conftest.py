"""A listener on loopback, over a store in memory."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sa_monitor.listener.limits import Limits
from sa_monitor.listener.server import Bind, Listener
from sa_monitor.model.signature import LOCAL, Keyring, Secret
from tests.listener.memory_keeper import MemoryKeeper
from tests.listener.wire import SECRET, Client

SAMPLES = Path(__file__).parent.parent / "model" / "samples"
PATIENT = Limits(
    silent=30, incomplete=30, linger=30, unread=30, busy_patience=30, slow_patience=60, sweep=0.02
)
"""Deadlines that no test reaches by being slow; those about deadlines shrink theirs."""


class House:
    """What a test has at hand.

    `keyring` may be replaced at any time, also by an error to raise; `next_looks` go before it.
    """

    def __init__(self) -> None:
        self.keeper = MemoryKeeper()
        self.keyring: Any = Keyring((Secret(LOCAL, "local"), Secret("general", SECRET)))
        self.next_looks: list[Keyring] = []
        self.asked = 0
        self.changes = 0
        self.opened: list[Any] = []
        self.expects_trouble = False
        self.listener: Listener
        self.url = ""
        self.port = 0

    def look(self) -> Keyring:
        self.asked += 1
        if isinstance(self.keyring, Exception):
            raise self.keyring
        return self.next_looks.pop(0) if self.next_looks else self.keyring

    def change(self) -> None:
        self.changes += 1

    def listen(self, bind: Bind | None = None, *, allow_unsigned: bool = False, **limits: Any) -> Listener:
        self.listener = Listener(
            bind or Bind(port=0),
            self.keeper,
            self.look,
            allow_unsigned=allow_unsigned,
            clock=lambda: time.time_ns() // 1_000_000,
            on_change=self.change,
            limits=replace(PATIENT, **limits),
        )
        self.url = self.listener.start()
        self.opened.append(self.listener)
        self.port = int(self.url.rsplit(":", 1)[1].partition("/")[0])
        return self.listener

    def client(self, host: str = "127.0.0.1", **more: Any) -> Client:
        client = Client(host, self.port, **more)
        self.opened.append(client.socket)
        return client

    def close(self) -> None:
        self.keeper.gate.set()
        self.keeper.fails.clear()
        for opened in reversed(self.opened):
            (opened.stop if isinstance(opened, Listener) else opened.close)()


@pytest.fixture
def house(caplog) -> Iterator[House]:
    """Give a listener's surroundings; what it logs as its own error fails the test, unless it expects trouble."""
    house = House()
    yield house
    house.close()
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert house.expects_trouble or not errors


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    return lambda name: (SAMPLES / f"{name}.json").read_bytes()
