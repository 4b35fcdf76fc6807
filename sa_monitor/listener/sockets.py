"""The place to listen at, and the sockets for it."""

import errno
import os
import socket
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.errors import ListenerError, PortTaken
from sa_monitor.listener.owner import OURS, Owner, owner_of, user_of

_BACKLOG = 1024
_NO_SUCH_FAMILY = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT)


class Bind(Struct, frozen=True):
    """Where to listen. Port 0 takes a free one. With `tls_cert` it speaks HTTPS; the key may stand in the same file."""

    host: str = "127.0.0.1"
    port: int = 8787
    path: str = "/webhook"
    tls_cert: Path | None = None
    tls_key: Path | None = None


def open_sockets(bind: Bind) -> list[socket.socket]:
    """Listen on every address of the host, all on one port. Raises PortTaken and ListenerError."""
    opened: list[socket.socket] = []
    failed: OSError | None = None
    port = bind.port
    try:
        for family, address in _addresses(bind.host, port):
            try:
                opened.append(_listen(family, (address[0], port, *address[2:])))
            except OSError as error:
                if error.errno not in _NO_SUCH_FAMILY:
                    raise
                failed = error
            else:
                port = opened[0].getsockname()[1]
        if not opened:
            raise failed or OSError(errno.EADDRNOTAVAIL, "no address")
    except OSError as error:
        for listening in opened:
            listening.close()
        raise _explain(error, bind.host, port) from error
    return opened


def url_of(bind: Bind, port: int) -> str:
    """Give the URL that deliveries go to."""
    scheme = "https" if bind.tls_cert else "http"
    host = f"[{bind.host}]" if ":" in bind.host else bind.host
    return f"{scheme}://{host}:{port}{bind.path}"


def _addresses(host: str, port: int) -> list[tuple[int, tuple[str, ...]]]:
    try:
        named = (
            host.encode() if host.isascii() else host
        )  # as text it would first be encoded as a foreign name
        found = socket.getaddrinfo(named or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise ListenerError(f'"{host}" is no address of this computer.', "Use another --host.") from error
    return list(dict.fromkeys((family, address) for family, _, _, _, address in found))  # type: ignore[misc]


def _listen(family: int, address: tuple[str | int, ...]) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
        listening.setblocking(False)  # noqa: FBT003 (takes no keyword)
    except BaseException:
        listening.close()
        raise
    return listening


def _explain(error: OSError, host: str, port: int) -> ListenerError:
    if error.errno == errno.EADDRINUSE:
        return _taken(port, _owner(host, port))
    if error.errno in (errno.EACCES, errno.EPERM):
        return ListenerError(f"Port {port} is not open to this user.", "Use a --port from 1024 on.")
    if error.errno == errno.EADDRNOTAVAIL:
        return ListenerError(f'"{host}" is no address of this computer.', "Use another --host.")
    return ListenerError(f"Can't listen on {host}:{port}: {error.strerror or error}.")


def _owner(host: str, port: int) -> Owner | None:
    """Give who has the port; whether it is a sa-monitor is asked for where its process can't be seen."""
    owner = owner_of(port) or Owner(None, "")
    if owner.pid is None:
        from sa_monitor.listener.inquiry import is_sa_monitor

        if is_sa_monitor(host, port):
            return replace(owner, program=OURS)
    return owner if owner.program else None


def _as_user(user: str | None) -> str:
    if user is None:
        return "start sa-monitor as its user"
    own = user == user_of(os.getuid())
    return "sa-monitor --view with its --data-dir" if own else f"sudo -u {user} sa-monitor"


def _taken(port: int, owner: Owner | None) -> PortTaken:
    look = "To look at stored events only: sa-monitor --view"
    if owner is None:
        return PortTaken(f"Port {port} is taken by another program.", f"Free it, or use --port. {look}")
    if owner.is_ours:
        title = f"Port {port} is held by another sa-monitor{_pid(owner)} that keeps its events elsewhere."
        return PortTaken(title, f"To watch it: {_as_user(owner.user)}. To listen beside it, use --port.")
    return PortTaken(
        f"Port {port} is taken by {owner.program}{_pid(owner)}.", f"Free it, or use --port. {look}"
    )


def _pid(owner: Owner) -> str:
    if owner.pid is not None:
        return f" (pid {owner.pid})"
    return "" if owner.is_ours or owner.user is None else f" of {owner.user}"
