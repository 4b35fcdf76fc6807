"""Who it is that acknowledges or plans something."""

import socket
from collections.abc import Mapping

from sa_monitor.monitor.looking import person_of


def who(environ: Mapping[str, str]) -> str:
    """Give SUDO_USER or the login name, with the host: `jane on ops-1`."""
    return f"{person_of(environ)} on {socket.gethostname().split('.')[0]}"
