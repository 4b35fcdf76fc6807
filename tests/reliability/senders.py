"""Honest senders, who note what they sent, how it was answered and how long that took."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import NamedTuple

from tests.listener.wire import Client, signed

_END = b"\r\n\r\n"


class Answered(NamedTuple):
    """One delivery: its number, the status it was answered with, and the seconds until then."""

    number: int
    status: int
    seconds: float


def body_of(number: int, **more: object) -> bytes:
    """Make a delivery that differs from all others by its Service App."""
    data = {
        "id": f"app-{number}",
        "friendlyId": f"app {number}",
        "authorizerOrgId": "org-1",
        "authorizationDate": "2026-11-14T11:00:00.000Z",
        "scopes": ["spark:kms"],
    }
    return json.dumps(
        {"id": "hook-1", "resource": "serviceApp", "event": "authorized", "data": data | more}
    ).encode()


def port_of(url: str) -> int:
    """Give the port of a listener's address."""
    return int(url.rpartition(":")[2].partition("/")[0])


def one_by_one(port: int, count: int, first: int = 0) -> list[Answered]:
    """Send deliveries on one connection, each when the one before is answered."""
    answered = []
    with Client("127.0.0.1", port) as client:
        for number in range(first, first + count):
            data = signed(body_of(number))
            began = time.perf_counter()
            status = client.ask(data).status
            answered.append(Answered(number, status, time.perf_counter() - began))
    return answered


def at_a_rate(
    port: int,
    *,
    rate: float,
    seconds: float,
    connections: int,
    first: int = 0,
    made: Callable[[int], bytes] = body_of,
) -> list[Answered]:
    """Send so many a second, however slowly they are answered, and wait for all answers; `made` makes the bodies."""
    numbers = range(first, first + int(rate * seconds))
    return asyncio.run(_at_a_rate(port, rate, numbers, connections, made))


def quantile(answered: list[Answered], share: float) -> float:
    """Give the seconds that this share of them took at most."""
    seconds = sorted(found.seconds for found in answered)
    return seconds[min(len(seconds) - 1, int(share * len(seconds)))]


async def _at_a_rate(
    port: int, rate: float, numbers: range, connections: int, made: Callable[[int], bytes]
) -> list[Answered]:
    began = time.perf_counter()
    due = [(number, began + at / rate) for at, number in enumerate(numbers)]
    async with asyncio.TaskGroup() as tasks:
        sending = [
            tasks.create_task(_send(port, due[lane::connections], made)) for lane in range(connections)
        ]
    return [answered for task in sending for answered in task.result()]


async def _send(port: int, due: list[tuple[int, float]], made: Callable[[int], bytes]) -> list[Answered]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent: list[tuple[int, float]] = []

    async def write() -> None:
        for number, when in due:
            await asyncio.sleep(max(0.0, when - time.perf_counter()))
            writer.write(signed(made(number)))
            sent.append((number, time.perf_counter()))
            await writer.drain()

    writing = asyncio.create_task(write())
    answered = []
    for _ in due:
        head = await reader.readuntil(_END)
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        number, since = sent[len(answered)]
        answered.append(Answered(number, int(head[9:12]), time.perf_counter() - since))
    await writing
    writer.close()
    await writer.wait_closed()
    return answered
