"""A started simulator, a client of its API, and a receiver for its deliveries: all over real HTTP."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from sa_monitor.simulator.deliverer import Pauses
from sa_monitor.simulator.server import Simulator
from tests.simulator.receiver import Receiver

TOKEN = "simulated-token"
NOON = 1_794_657_600_000
"""14 November 2026, 12:00 UTC."""


class Clock:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(clock: Clock) -> Iterator[Callable[..., Simulator]]:
    """Start simulators, and stop them at the end."""
    started: list[Simulator] = []

    def start(seed: int = 7, rate: float = 0, **more: object) -> Simulator:
        more = {"clock": clock, "pauses": Pauses(late=600, slow=0.05), **more}
        simulator = Simulator(seed=seed, token=TOKEN, rate=rate, **more)
        simulator.start()
        started.append(simulator)
        return simulator

    yield start
    for simulator in started:
        simulator.stop()


@pytest.fixture
def connect() -> Iterator[Callable[[Simulator], httpx.Client]]:
    """Make clients with the token, and close them at the end."""
    clients: list[httpx.Client] = []

    def connect(simulator: Simulator, token: str | None = TOKEN) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(base_url=simulator.url, headers=headers, trust_env=False, timeout=30)
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def simulator(start: Callable[..., Simulator]) -> Simulator:
    return start()


@pytest.fixture
def api(simulator: Simulator, connect: Callable[..., httpx.Client]) -> httpx.Client:
    return connect(simulator)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def quiet():
    """Give a simulator that many tests share: they only ask what is refused, so nothing in it changes."""
    with Simulator(seed=7, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def quiet_api(quiet):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=quiet.url, headers=headers, trust_env=False, timeout=30) as client:
        yield client


def webhook_body(target: str = "http://127.0.0.1:9/never", event: str = "authorized", **more: object) -> dict:
    """Write the body of a good request to create a webhook, with some fields replaced (None: left out)."""
    body = {"name": "watch", "targetUrl": target, "resource": "serviceApp", "event": event, **more}
    return {key: value for key, value in body.items() if value is not None}


def create(api: httpx.Client, target: str, event: str = "authorized", **more: object) -> dict:
    """Create a webhook, and give what the API answers."""
    answer = api.post("/v1/webhooks", json=webhook_body(target, event, **more))
    assert answer.status_code == 200, answer.text
    return answer.json()


def happen(api: httpx.Client, event: str = "authorized", **data: object) -> dict:
    """Let something happen, and give the counts."""
    answer = api.post("/simulator/events", json={"event": event, "data": data})
    assert answer.status_code == 200, answer.text
    return answer.json()


def spoil(api: httpx.Client, fault: str, count: int = 1) -> None:
    """Order a fault."""
    answer = api.post("/simulator/faults", json={"fault": fault, "count": count})
    assert answer.status_code == 200, answer.text
