"""`sa-monitor simulate`: the simulated Webex alone."""

import asyncio
import math
import secrets
from collections.abc import Callable

import click

from sa_monitor.cli.asking import check_secret
from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import UsageError

_HIGHEST_PORT = 65535
_FASTEST = 10_000


@click.command(cls=Command)
@click.option(
    "--port", type=click.IntRange(0, _HIGHEST_PORT), default=0, metavar="N", help="Port (0: a free one)."
)
@click.option("--token", metavar="TOKEN", help="The token that it takes (a random one).")
@click.option("--seed", type=int, default=1, metavar="N", help="The same N gives the same story (1).")
@click.option(
    "--rate",
    type=click.FloatRange(0, _FASTEST),
    default=0.5,
    metavar="EVENTS/S",
    help="Pace of its own events (0.5; 0: none).",
)
def simulate(port: int, token: str | None, seed: int, rate: float) -> None:
    """Run a simulated Webex on loopback until told to stop. It delivers to the webhooks that you create there."""
    if not math.isfinite(rate):
        raise UsageError("--rate must be a number.")
    session = open_session()
    token = check_secret(token, "token") if token else secrets.token_urlsafe(24)

    def ready(api: str) -> None:
        if session.as_json:
            write_records([{"api": api, "token": token}])
        else:
            narrate(f"Simulated Webex at {api}")
            narrate(f"Its token is {token}")

    asyncio.run(_simulate(port, token, seed, rate, ready))


async def _simulate(port: int, token: str, seed: int, rate: float, ready: Callable[[str], None]) -> None:
    from sa_monitor.cli.signals import Signals
    from sa_monitor.simulator.server import Simulator

    signals = Signals()
    simulator = Simulator(seed=seed, token=token, rate=rate, port=port)
    api = await asyncio.to_thread(simulator.start)
    try:
        ready(api)
        await signals.wait()
    finally:
        await asyncio.to_thread(simulator.stop)
