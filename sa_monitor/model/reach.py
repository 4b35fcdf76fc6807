"""Whether this process is reached through the public URL, and if not, where the way ends."""

from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct

_DEFAULT_PORTS = {"http": 80, "https": 443}


INSTANCE_HEADER = "X-Sa-Monitor-Instance"
"""Carried by every answer of a listener, with a value that is random per start."""


class Obstacle(StrEnum):
    """What kept a request from getting anywhere."""

    NAME = "name"
    TLS = "tls"
    REFUSED = "refused"
    TIMED_OUT = "timed out"
    NETWORK = "network"
    BROKEN = "broken"


class Reached(Struct, frozen=True, tag="reached"):
    """This process answered, so many milliseconds later."""

    milliseconds: int


class Elsewhere(Struct, frozen=True, tag="elsewhere"):
    """Something else answered. `server` is what it calls itself, not yet clean; `another` says: another sa-monitor."""

    status: int
    server: str | None = None
    another: bool = False


class WrongPath(Struct, frozen=True, tag="wrong path"):
    """This process answered, but what is in front of it asks for a path that takes no deliveries."""


class Unreached(Struct, frozen=True, tag="unreached"):
    """Nothing answered, as seen from here; some networks can't reach their own public address."""

    obstacle: Obstacle
    reason: str = ""


Outcome = Reached | Elsewhere | WrongPath | Unreached


class Probe(Struct, frozen=True):
    """A look at the target, and when it ended."""

    target: str
    at: int
    outcome: Outcome

    def reached(self, target: str) -> bool:
        """Tell whether it came through this target to this process."""
        return isinstance(self.outcome, Reached) and plain_url(self.target) == plain_url(target)


class Tunnel(Struct, frozen=True):
    """A public URL that a running tunnel forwards to our port. `tool` is `ngrok` or `cloudflared`."""

    tool: str
    url: str


def plain_url(url: str) -> str:
    """Write a URL so that two for the same place are equal: case, default port and a last slash say nothing.

    What is no URL stays as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    place = host if port in (None, _DEFAULT_PORTS.get(scheme)) else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{place}{parts.path.rstrip('/')}{query}"
