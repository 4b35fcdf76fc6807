"""Why a request got nowhere, out of what the libraries say."""

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx

from sa_monitor.model.reach import Obstacle, Unreached

_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


def unreached(error: BaseException) -> Unreached:
    """Give the obstacle, and its reason in a few words."""
    told = (_told(cause) for cause in _causes(error))
    return next(
        (found for found in told if found is not None),
        Unreached(Obstacle.BROKEN, str(error) or type(error).__name__),
    )


def _told(cause: BaseException) -> Unreached | None:
    """Give what one of the errors tells by itself; None where that is nothing."""
    match cause:
        case ssl.SSLCertVerificationError():
            found = Unreached(Obstacle.TLS, cause.verify_message or "not trusted")
        case ssl.SSLError():
            found = Unreached(Obstacle.TLS, cause.reason or "no TLS")
        case socket.gaierror() | UnicodeError():
            found = Unreached(Obstacle.NAME, "no such name")
        case ConnectionRefusedError():
            found = Unreached(Obstacle.REFUSED)
        case httpx.TimeoutException() | TimeoutError():
            found = Unreached(Obstacle.TIMED_OUT)
        case OSError() if cause.errno in _NO_WAY:
            found = Unreached(Obstacle.NETWORK)
        case httpx.ProxyError() | httpx.UnsupportedProtocol() | httpx.InvalidURL() | ValueError():
            found = Unreached(Obstacle.NETWORK, str(cause))
        case _:
            return None
    return found


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give what led to the error, deepest first: the libraries wrap what the system said."""
    seen: list[BaseException] = []
    waiting = [error] if error is not None else []
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.append(current)
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions
        waiting += [link for link in (current.__cause__, current.__context__) if link is not None]
    yield from reversed(seen)
