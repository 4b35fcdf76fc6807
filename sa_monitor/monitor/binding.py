"""Where a recorder listens: by its settings, or where another did before it."""

from urllib.parse import urlsplit

from msgspec.structs import replace

from sa_monitor.errors import ListenerError
from sa_monitor.listener.server import Bind
from sa_monitor.settings.schema import Settings


def bind_of(settings: Settings) -> Bind:
    """Give the place that the settings name."""
    return Bind(
        host=settings.host,
        port=settings.port,
        path=settings.path,
        tls_cert=settings.tls_cert,
        tls_key=settings.tls_key,
    )


def bind_again(address: str, own: Bind) -> Bind:
    """Give the place of a URL that was listened at, for webhooks point there. Raises ListenerError.

    Only its certificate isn't known from the URL: that is taken from `own`.
    """
    url = urlsplit(address)
    if url.hostname is None or url.port is None:
        return own
    if url.scheme == "https" and own.tls_cert is None:
        advice = "Start sa-monitor with --tls-cert and --tls-key."
        raise ListenerError(f"{address} spoke HTTPS, and no certificate is known here.", advice)
    bind = replace(own, host=url.hostname, port=url.port, path=url.path or own.path)
    return bind if url.scheme == "https" else replace(bind, tls_cert=None, tls_key=None)
