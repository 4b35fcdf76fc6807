"""Where the listener of a data folder is to be knocked at from this computer."""

from urllib.parse import urlsplit

from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from sa_monitor.store.lock import holder_of

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 (what to knock at instead)


def address_here(settings: Settings, places: Places) -> str | None:
    """Give the URL of the listener that has the data folder; without one, where the settings would have it.

    None where nobody listens, and the settings leave the port open.
    """
    holder = holder_of(places.lock)
    if holder is not None and holder.address:
        found = urlsplit(holder.address)
        return _url(found.scheme, found.hostname or "", found.port, found.path)
    if settings.port == 0:
        return None
    return _url("https" if settings.tls_cert else "http", settings.host, settings.port, settings.path)


def _url(scheme: str, host: str, port: int | None, path: str) -> str:
    host = _EVERYWHERE.get(host, host)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}{path}"
