"""The TLS side, from files."""

import ssl

from sa_monitor.errors import ListenerError
from sa_monitor.listener.sockets import Bind


def tls_of(bind: Bind) -> ssl.SSLContext | None:
    """Load certificate and key; None without any. Raises ListenerError, which names the file."""
    if bind.tls_cert is None:
        if bind.tls_key is not None:
            raise ListenerError("--tls-key is given without --tls-cert.", "Give both, or neither.")
        return None
    for file in (bind.tls_cert, bind.tls_key):
        if file is not None:
            _check_readable(file)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.set_alpn_protocols(["http/1.1"])
    try:
        # Without a password to answer with, OpenSSL would ask for one on the terminal.
        context.load_cert_chain(bind.tls_cert, bind.tls_key, password=lambda: "")
    except ssl.SSLError as error:
        files = " and ".join(str(file) for file in (bind.tls_cert, bind.tls_key) if file)
        raise ListenerError(
            f"{files} can't be used for TLS ({(error.reason or 'not PEM').lower().replace('_', ' ')}).",
            "The certificate chain and its unencrypted key are needed, as PEM.",
        ) from error
    return context


def _check_readable(file: object) -> None:
    try:
        with open(str(file), "rb"):  # noqa: PTH123 (its errors are what is asked for)
            pass
    except OSError as error:
        raise ListenerError(f"{file} can't be read: {error.strerror}.", "TLS needs it.") from error
