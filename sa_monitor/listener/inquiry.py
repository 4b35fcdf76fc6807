"""Is it a sa-monitor that has a port? Its answers tell, also where its process is hidden as another user's."""

import http.client
import ssl

from sa_monitor.model.reach import INSTANCE_HEADER

_PATIENCE = 1.0


def is_sa_monitor(host: str, port: int) -> bool:
    """Ask what listens there, in plain HTTP and then in HTTPS."""
    where = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (what was asked for)
    return any(_answers_as_one(connection) for connection in _connections(where, port))


def _connections(host: str, port: int) -> tuple[http.client.HTTPConnection, ...]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return (
        http.client.HTTPConnection(host, port, timeout=_PATIENCE),
        http.client.HTTPSConnection(host, port, timeout=_PATIENCE, context=trusting),
    )


def _answers_as_one(connection: http.client.HTTPConnection) -> bool:
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().getheader(INSTANCE_HEADER) is not None
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
