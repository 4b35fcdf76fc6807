"""Sending a delivery to a listener."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from sa_monitor.errors import Unreachable, UsageError
from sa_monitor.model.signature import SPARK_SIGNATURE
from sa_monitor.monitor.address import address_here

if TYPE_CHECKING:
    from sa_monitor.cli.session import Session

_PATIENCE = 15.0
"""Seconds; Webex is said to wait as long."""


class Answer(Struct, frozen=True):
    """What the listener answered: `fields` of its JSON object, else all of it as `answer`."""

    status: int
    text: str

    @property
    def is_good(self) -> bool:
        """Whether the delivery was taken."""
        return 200 <= self.status <= 299  # noqa: PLR2004 (2xx)

    @property
    def fields(self) -> dict[str, Any]:
        """The answer as fields of an object."""
        try:
            value = json.loads(self.text)
        except ValueError:
            value = self.text
        return value if isinstance(value, dict) else {"answer": value}


def own_address(session: "Session") -> str:
    """Give the URL of the listener that has the data folder; without one, where the settings would have it."""
    address = address_here(session.settings, session.places)
    if address is None:
        raise UsageError("Nobody listens for this data folder, and port 0 says nothing.", "Use --url.")
    return address


def post(url: str, body: bytes, signature: str, *, ours: bool) -> Answer:
    """Post the body with its signature. `ours` says that it goes to this computer's listener, whatever its certificate.

    Raises Unreachable.
    """
    import httpx

    headers = {
        "Content-Type": "application/json",
        "User-Agent": "sa-monitor-trigger",
        SPARK_SIGNATURE: signature,
    }
    # A proxy is for the way out alone. Without an auth of its own httpx would take a password from ~/.netrc.
    direct = ours or (urlsplit(url).hostname or "") in ("127.0.0.1", "::1", "localhost")
    try:
        with httpx.Client(
            trust_env=not direct, verify=not ours, timeout=_PATIENCE, auth=httpx.Auth()
        ) as client:
            response = client.post(url, content=body, headers=headers)
    except httpx.InvalidURL as error:
        raise UsageError(f"--url can't be used: {error}.") from error
    except httpx.HTTPError as error:
        advice = 'Start a listener with "sa-monitor listen", or use --url.'
        raise Unreachable(f"{url} doesn't answer ({str(error) or type(error).__name__}).", advice) from error
    return Answer(response.status_code, response.text)
