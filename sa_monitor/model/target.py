"""Whether Webex can reach a target, as far as its URL tells."""

from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

_LOCAL_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


class Doubt(StrEnum):
    """What speaks against a target. NO_URL can't be sent; the others are warnings."""

    NO_URL = "no url"
    NOT_HTTPS = "not https"
    THIS_COMPUTER = "this computer"
    PRIVATE = "private"


def doubts_of(url: str) -> tuple[Doubt, ...]:
    """Give what speaks against the target; nothing where all may be well."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        is_url = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        is_url = False
    if not is_url or not url.isascii() or not url.isprintable() or " " in url:
        return (Doubt.NO_URL,)
    doubts = [] if parts.scheme == "https" else [Doubt.NOT_HTTPS]
    where = _whereabouts(host)
    return (*doubts, where) if where else tuple(doubts)


def _whereabouts(host: str) -> Doubt | None:
    try:
        address = ip_address(host)
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            return Doubt.THIS_COMPUTER
        return Doubt.PRIVATE if "." not in host or host.endswith(_LOCAL_ENDINGS) else None
    if address.is_loopback or address.is_unspecified:
        return Doubt.THIS_COMPUTER
    return None if address.is_global else Doubt.PRIVATE
