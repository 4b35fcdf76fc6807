"""From the answer to a delivery to its row on the screen, at 100 deliveries a second."""

import json
import time
from collections.abc import Iterator

import httpx

from sa_monitor.model.instants import rfc3339
from sa_monitor.model.signature import sign
from tests.benchmarks.load import SECRET
from tests.benchmarks.report import Figure, at_most, percentile
from tests.benchmarks.screen import screen
from tests.benchmarks.setting import MILLION, Setting

RATE = 100
SECONDS = 10
_FIRST = 1_790_000_000_000


def run(setting: Setting) -> Iterator[Figure]:
    """Give every delivery a name of its own, and look for it in what the terminal is sent."""
    with setting.store_of(MILLION) as data, screen(data, data / "found.json") as (terminal, url):
        answered = _send(url, round(RATE * setting.seconds(SECONDS)))
        terminal.wait_for(answered[-1][0], patience=20)
        shown = terminal.first_written([name for name, _ in answered])
    waits = [(at - sent) * 1000 for at, (_, sent) in zip(shown, answered, strict=True) if at is not None]
    notes = {"deliveries": len(answered), "never shown": shown.count(None), "p50 ms": percentile(waits, 50)}
    figure = Figure(
        "from the answer to the row on the screen at 100/s, p99", percentile(waits, 99), "ms", notes=notes
    )
    yield at_most(figure, 150)


def _send(url: str, count: int) -> list[tuple[str, float]]:
    answered = []
    with httpx.Client(trust_env=False) as client:
        started = time.perf_counter()
        for number in range(count):
            time.sleep(max(0.0, started + number / RATE - time.perf_counter()))
            name = f"row-{number:05d}"
            body = _body(name, number)
            client.post(
                url, content=body, headers={"X-Spark-Signature": sign(SECRET, body)}
            ).raise_for_status()
            answered.append((name, time.perf_counter()))
    return answered


def _body(name: str, number: int) -> bytes:
    data = {"id": name, "friendlyId": name, "authorizerOrgId": f"org-{number % 40}"}
    data["authorizationDate"] = rfc3339(_FIRST + number)
    return json.dumps({"id": "hook", "resource": "serviceApp", "event": "authorized", "data": data}).encode()
