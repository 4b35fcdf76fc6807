"""From the answer to a loss to the start of the channel's process, and what a wave of losses costs."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from threading import Thread
from urllib.parse import urlsplit

from sa_monitor.model.instants import rfc3339
from sa_monitor.store.reader import Reader
from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import SECRET, send
from tests.benchmarks.report import Figure, at_least, at_most, percentile, ratio
from tests.benchmarks.servers import Server, listening
from tests.benchmarks.setting import MILLION, PAIRS, Setting
from tests.listener.wire import Client, signed

RATE, SECONDS = 100, 24
APART = 0.0937
"""Seconds between two losses: no multiple of the time between two of the other deliveries."""

_WANTED = 250
"""Milliseconds that an alert may take."""

WAVE, ROUNDS = 5_000, 3
_AT_ONCE = 64
_PATIENCE = 20
_FIRST = 1_790_000_000_000

_TAKES = """date +%s%N > "$1/$$"; cat >> "$1/$$" """
"""What the channel runs: it notes first when it began, then what it was told."""


@dataclass(frozen=True)
class Told:
    """One start of the channel's process: when (seconds since the epoch), and the message that it got."""

    at: float
    app: str
    what: str
    about: str


@dataclass(frozen=True)
class Block:
    """Deliveries of one kind in a row: how many a second were answered, and how many with their projection."""

    answered: float
    projected: float


def run(setting: Setting) -> Iterator[Figure]:
    """Measure both on the same listener, on a store of a million events."""
    with setting.store_of(MILLION) as data, _telling(data) as (server, told):
        yield _latency(setting, data, server, told)
        yield from _waves(setting, data, server, told)


@contextmanager
def _telling(data: Path) -> Iterator[tuple[Server, Path]]:
    """Run a listener with a command as its channel; gives it with the folder in which each start leaves a file."""
    told = data / "told"
    told.mkdir()
    command = json.dumps(["/bin/sh", "-c", _TAKES, "pager", str(told)])
    (data / "config.toml").write_text(
        f'[[channels]]\nname = "pager"\ncommand = {command}\n', encoding="utf-8"
    )
    with listening(data) as server:
        yield server, told


def _latency(setting: Setting, data: Path, server: Server, told: Path) -> Figure:
    """Lose one Service App after another, each its own, while others are authorized."""
    seconds = setting.seconds(SECONDS)
    others = Thread(
        target=send,
        args=(server.url,),
        kwargs={"seconds": seconds + 1, "connections": 4, "rate": RATE, "pairs": data / PAIRS},
    )
    others.start()
    answered = _lose_one_by_one(server, round(seconds / APART))
    others.join()
    began = {one.app: one.at for one in _wait_for(told, len(answered))}
    waits = [(began[app] - at) * 1000 for app, at in answered.items() if app in began]
    notes: dict[str, float | str] = {
        "alerts": float(len(answered)),
        "never told": float(len(answered) - len(waits)),
        "p50 ms": percentile(waits, 50),
        "longest ms": max(waits),
        f"over {_WANTED} ms": float(sum(wait > _WANTED for wait in waits)),
    }
    name = f"from the answer to the start of the command at {RATE}/s, p99"
    return at_most(Figure(name, percentile(waits, 99), "ms", notes=notes), _WANTED)


def _lose_one_by_one(server: Server, count: int) -> dict[str, float]:
    """Give when each loss was answered, by its Service App."""
    answered, port = {}, urlsplit(server.url).port or 0
    with Client("127.0.0.1", port) as client:
        started = time.perf_counter()
        for number in range(count):
            time.sleep(max(0.0, started + number * APART - time.perf_counter()))
            app = f"lost-{number:05d}"
            assert client.ask(_request(app, 0, "deauthorized", 0)).status == 200
            answered[app] = time.time()
    return answered


def _waves(setting: Setting, data: Path, server: Server, told: Path) -> Iterator[Figure]:
    """Lose one app everywhere, between two blocks of authorizations of another; then all come back."""
    before, waves, backs, first = [], [], [], []
    rounds = setting.rounds(ROUNDS)
    _send_block(data, server, "calm", "authorized", 0)
    for turn in range(1, rounds + 1):
        app = f"wave-{turn}"
        _send_block(data, server, app, "authorized", 0)
        one = _send_block(data, server, "calm", "authorized", 2 * turn)
        began = time.time()
        waves.append(_send_block(data, server, app, "deauthorized", 0))
        other = _send_block(data, server, "calm", "authorized", 2 * turn + 1)
        before.append(Block(mean((one.answered, other.answered)), mean((one.projected, other.projected))))
        first.append(min(t.at for t in _wait_for(told, 1, app)) - began)
        backs.append(_send_block(data, server, app, "authorized", 1))
    notes = _counted(data, told, rounds) | {"first message after ms": median(first) * 1000}
    yield from _compared(f"a wave of {WAVE:,} losses", waves, before, notes)
    yield from _compared(f"{WAVE:,} that come back", backs, before, {})


def _compared(
    name: str, ours: list[Block], theirs: list[Block], more: Mapping[str, float | str]
) -> Iterator[Figure]:
    rates = [block.answered for block in ours], [block.answered for block in theirs]
    notes: dict[str, float | str] = {
        "deliveries/s": median(rates[0]),
        "of the blocks/s": median(rates[1]),
        **more,
    }
    yield at_least(ratio(f"{name}, answered, of authorizations beside it", *rates, notes=notes), 0.9)
    rates = [block.projected for block in ours], [block.projected for block in theirs]
    notes = {"deliveries/s": median(rates[0]), "of the blocks/s": median(rates[1])}
    yield ratio(f"{name}, answered and projected, of authorizations beside it", *rates, notes=notes)


def _send_block(data: Path, server: Server, app: str, event: str, step: int) -> Block:
    """Send a delivery for each organization over one connection, as many at once as it takes."""
    requests = [_request(app, org, event, step) for org in range(WAVE)]
    catch_up(data)
    with Client("127.0.0.1", urlsplit(server.url).port or 0) as client:
        began = time.monotonic()
        for first in range(0, WAVE, _AT_ONCE):
            some = requests[first : first + _AT_ONCE]
            client.send(b"".join(some))
            assert all(client.answer().status == 200 for _ in some)
        answered = time.monotonic() - began
        catch_up(data)
    return Block(WAVE / answered, WAVE / (time.monotonic() - began))


def _counted(data: Path, told: Path, rounds: int) -> dict[str, float | str]:
    """Count what the waves came to, each: alerts that stand, and messages that rose or summed up."""
    with Reader.open(data / "events.db") as reader:
        alerts = [alert for alert in reader.alerts() if (alert.app_id or "").startswith("wave-")]
    messages = [one for one in _read_all(told) if one.app.startswith("wave-") and one.about != "resolved"]
    return {"alerts for each": len(alerts) / rounds, "messages for each": len(messages) / rounds}


def _wait_for(told: Path, count: int, app: str = "lost-") -> list[Told]:
    """Give what was told about such apps, once so much is there or nothing more comes."""
    ends = time.monotonic() + _PATIENCE
    while True:
        found = [one for one in _read_all(told) if one.app.startswith(app)]
        if len(found) >= count or time.monotonic() > ends:
            return found
        time.sleep(0.1)


def _read_all(told: Path) -> list[Told]:
    found = []
    for file in told.iterdir():
        at, _, message = file.read_text(encoding="utf-8").partition("\n")
        if message.endswith("}"):
            alert = json.loads(message)
            found.append(Told(int(at) / 1e9, alert["app_id"], alert["what"], alert["about"]))
    return found


def _request(app: str, org: int, event: str, step: int) -> bytes:
    data = {"id": app, "friendlyId": app, "authorizerOrgId": f"alert-org-{org}"}
    data["authorizationDate"] = rfc3339(_FIRST + step)
    body = {"id": "hook", "resource": "serviceApp", "event": event, "data": data}
    return signed(json.dumps(body).encode(), secret=SECRET)
