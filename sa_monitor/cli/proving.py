"""Proving that a webhook's target takes deliveries, before it is relied on."""

from sa_monitor.cli.session import Session
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.changing import Proves
from sa_monitor.monitor.history import History
from sa_monitor.monitor.way_in import WayIn


def proves(session: Session) -> Proves:
    """Make the proof: a test delivery through the webhook's target to whoever listens for the data folder."""

    async def prove(webhook: Webhook) -> str | None:
        history = History(session.places.database)
        try:
            way_in = WayIn(session.settings, session.places, session.environ, history)
            return await way_in.proves(webhook)
        finally:
            await history.close()

    return prove
