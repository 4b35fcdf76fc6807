"""What the demo plays on: a simulated Webex, its webhooks, and months of history."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace as changed

from sa_monitor.cli.failures import DONE, INTERRUPTED
from sa_monitor.cli.history import arrivals_of, listened
from sa_monitor.cli.posting import own_address
from sa_monitor.cli.screen import draw
from sa_monitor.cli.session import Session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import ListenerError
from sa_monitor.model.event import Kind
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.backfill import backfill
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.schema import target_url
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.annotations import annotate
from sa_monitor.store.health import forget_list
from sa_monitor.store.lock import holder_of
from sa_monitor.store.targets import remember_created
from sa_monitor.ui.stopping import Stopping
from sa_monitor.webex.client import WebexClient

STAR = "call-reporting"
"""The Service App that loses a customer while somebody watches, so that they see what that looks like."""

_OWNER, _NOTE = "Jane Doe +1 555 0100", "nightly CDR export, runbook CDR-7"

RATE = 0.7
"""Events a second."""

_FIRST_RATE = 6.0
"""Events a second until the first has come: nobody should wait for it."""

_FIRST_SECONDS = 0.4
_LOOK = 0.02


class Stage(Struct, frozen=True):
    """Everything is set, and goes live as soon as somebody listens."""

    session: Session
    simulator: Simulator

    def show(self) -> int:
        """Run the screen until it ends; gives the exit code."""
        with Stopping() as stopping:
            return draw(self.session, stopping, demo=True)

    def tell(self, reason: str) -> int:
        """Print events as they come, until a signal; gives the exit code. `reason` is why no screen is drawn."""
        from sa_monitor.cli.playing import play

        narrate(f"{reason} Events are printed as they come.")
        interrupted = asyncio.run(play(self.session, self.simulator.api_url))
        return INTERRUPTED if interrupted else DONE


@contextmanager
def staged(session: Session, seed: int) -> Iterator[Stage]:
    """Set everything up for the session, which gets its port and the simulator's API."""
    token = secrets.token_urlsafe(24)
    with Simulator(seed=seed, token=token, rate=0, star=STAR) as simulator:
        settings = changed(
            session.settings,
            api_url=simulator.api_url,
            port=session.settings.port or _free_port(session.settings.host),
        )
        session = Session(settings, session.places, session.as_json, session.environ)
        settings = changed(settings, public_url=target_url(settings) or own_address(session))
        session = Session(settings, session.places, session.as_json, session.environ)
        session.credentials().set_token(token)
        is_new = not session.places.database.exists()
        webhooks = asyncio.run(_register(session, token))
        if is_new:
            arrivals = arrivals_of(simulator.past(), webhooks)
            backfill(session.places, arrivals, listened(arrivals, simulator.began))
            annotate(session.places.database, STAR, critical=True, owner=_OWNER, note=_NOTE)
        else:
            forget_list(session.places.database)
        done = threading.Event()
        curtain = threading.Thread(target=_go_live, args=(session, simulator, done), daemon=True)
        curtain.start()
        try:
            yield Stage(session, simulator)
        finally:
            done.set()
            curtain.join()


def _free_port(host: str) -> int:
    """Give a port that is free now: webhooks need it before the listener has it."""
    try:
        family, *_, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind(address)
            return int(probe.getsockname()[1])
    except (OSError, UnicodeError) as error:
        raise ListenerError(f'"{host}" is no address of this computer.', "Use another --host.") from error


async def _register(session: Session, token: str) -> dict[Webhook, str]:
    """Create a webhook for each event; its secret is known here before anything can be delivered."""
    target = target_url(session.settings) or own_address(session)
    names = {Kind.AUTHORIZED: "demo gained", Kind.DEAUTHORIZED: "demo lost"}
    created: dict[Webhook, str] = {}
    async with WebexClient(session.settings.api_url, token) as client:
        for kind, name in names.items():
            secret = secrets.token_hex(20)
            webhook = await client.create_webhook(
                name=name, target_url=target, event=kind, filter=None, secret=secret
            )
            session.credentials().add_secret(webhook.id, secret)
            remember_created(session.places.database, webhook.id, wall_clock())
            created[webhook] = secret
    return created


def _go_live(session: Session, simulator: Simulator, done: threading.Event) -> None:
    """Let things happen from the moment somebody listens, the first of them at once."""
    while not done.wait(_LOOK):
        holder = holder_of(session.places.lock)
        if holder is not None and holder.address:
            simulator.pace(_FIRST_RATE)
            done.wait(_FIRST_SECONDS)
            simulator.pace(RATE)
            return
