"""Tunnels that run on this computer and forward to our port, as their own local interfaces tell."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec import Struct

from sa_monitor.model.reach import Tunnel
from sa_monitor.reach.visit import Visit, visit

_PATIENCE = 1.0
_OURSELVES = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "host.docker.internal"})  # noqa: S104

Kind = TypeVar("Kind")


class Interfaces(Struct, frozen=True):
    """Where the tools answer: ngrok's agent API, and the ports that cloudflared takes the first free one of."""

    ngrok: tuple[str, ...] = ("http://127.0.0.1:4040",)
    cloudflared: tuple[str, ...] = tuple(f"http://127.0.0.1:{port}" for port in range(20241, 20246))


class _NgrokConfig(Struct, frozen=True):
    addr: str = ""


class _NgrokTunnel(Struct, frozen=True):
    public_url: str = ""
    config: _NgrokConfig = _NgrokConfig()


class _NgrokTunnels(Struct, frozen=True):
    tunnels: list[_NgrokTunnel] = []


class _Rule(Struct, frozen=True):
    service: str = ""
    hostname: str | None = None


class _Ingress(Struct, frozen=True):
    ingress: list[_Rule] | None = None


class _CloudflaredConfig(Struct, frozen=True):
    config: _Ingress = _Ingress()


class _QuickTunnel(Struct, frozen=True):
    hostname: str = ""


async def find_tunnels(port: int, path: str, interfaces: Interfaces | None = None) -> tuple[Tunnel, ...]:
    """Give the whole targets of the running tunnels that forward to this computer's `port`, each once."""
    where = interfaces or Interfaces()
    found = await asyncio.gather(
        *(_of_ngrok(base, port) for base in where.ngrok),
        *(_of_cloudflared(base, port) for base in where.cloudflared),
    )
    tunnels = (Tunnel(tool, target) for tool, url in _flat(found) if (target := _target(url, path)))
    return tuple(dict.fromkeys(tunnels))


async def _of_ngrok(base: str, port: int) -> list[tuple[str, str]]:
    answer = await _ask(f"{base}/api/tunnels", _NgrokTunnels)
    tunnels = answer.tunnels if answer is not None else []
    return [("ngrok", t.public_url) for t in tunnels if _leads_to(t.config.addr, port)]


async def _of_cloudflared(base: str, port: int) -> list[tuple[str, str]]:
    """Tell a tunnel's host by its rules; a quick tunnel's stands apart."""
    told = await _ask(f"{base}/config", _CloudflaredConfig)
    rules = (told.config.ingress or []) if told is not None else []
    ours = [rule for rule in rules if _leads_to(rule.service, port)]
    if not ours:
        return []
    quick = await _ask(f"{base}/quicktunnel", _QuickTunnel)
    hosts = [rule.hostname or (quick.hostname if quick is not None else "") for rule in ours]
    return [("cloudflared", f"https://{host}") for host in hosts if host]


async def _ask(url: str, kind: type[Kind]) -> Kind | None:
    """Give a good answer as what it should be, else None: many other things may answer on these ports."""
    found = await visit(url, patience=_PATIENCE)
    if not isinstance(found, Visit) or found.status != 200:  # noqa: PLR2004
        return None
    try:
        return msgspec.json.decode(found.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _leads_to(address: str, port: int) -> bool:
    """Tell whether `localhost:8787`, `http://localhost:8787` or `8787` is our port on this computer."""
    bare = f"localhost:{address}" if address.isascii() and address.isdigit() else address
    try:
        parts = urlsplit(bare if "://" in bare else f"//{bare}")
        host, forwarded = parts.hostname, parts.port
    except ValueError:
        return False
    return host in _OURSELVES and forwarded == port


def _target(url: str, path: str) -> str | None:
    """Give the whole target; None where Webex could never reach it, or it is no URL."""
    if not (url.isascii() and url.isprintable() and " " not in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname:
        return None
    return urlunsplit(parts if parts.path.strip("/") else parts._replace(path=path))


def _flat(found: Iterable[Sequence[Any]]) -> Iterator[Any]:
    return (one for several in found for one in several)
