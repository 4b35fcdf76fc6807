"""Whether somebody listens, and if not, whether somebody could."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sa_monitor.errors import ListenerError, PortTaken
from sa_monitor.listener.sockets import open_sockets
from sa_monitor.model.checkup import Check, doubtful, failed, passed
from sa_monitor.model.reach import Unreached
from sa_monitor.monitor.address import address_here
from sa_monitor.monitor.binding import bind_of
from sa_monitor.present.durations import duration
from sa_monitor.present.reach_words import obstacle_words
from sa_monitor.reach.visit import visit
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from sa_monitor.store.lock import holder_of

_NAME = "listener"
_STORES = 200


async def check_listener(settings: Settings, places: Places) -> Sequence[Check]:
    """Ask whoever listens how it is; where nobody does, try the port."""
    holder = holder_of(places.lock)
    address = address_here(settings, places)
    if holder is None or address is None:
        return [_try_port(settings)]
    who = f"pid {holder.pid}" if holder.pid else "another process"
    found = await visit(urlsplit(address)._replace(path="/healthz").geturl(), trusting=True)
    if isinstance(found, Unreached):
        words = f"{who} should listen at {address}, and doesn't answer ({obstacle_words(found)})."
        return [failed(_NAME, words, "Start it again.")]
    if found.status != _STORES:
        words = f"{who} listens at {address}, and can't store now."
        return [failed(_NAME, words, "Its log, or its screen, says why.")]
    words = f"{who} listens at {address}, answered in {duration(found.milliseconds)}."
    return [passed(_NAME, words)]


def _try_port(settings: Settings) -> Check:
    try:
        for listening in open_sockets(bind_of(settings)):
            listening.close()
    except (PortTaken, ListenerError) as error:
        return failed(_NAME, error.title, error.advice)
    free = f"Port {settings.port} is free." if settings.port else "A free port will be taken."
    advice = 'Start "sa-monitor", or "sa-monitor listen" as a service.'
    return doubtful(_NAME, f"Nobody listens. {free}", advice)
