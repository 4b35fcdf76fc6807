"""Asking Webex what organizations are called, a few at a time."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.store.org_names import keep_org_name, unnamed

_MOST = 50
"""Organizations that are asked about in one round."""

_NO_NAME = (403, 404)
"""What Webex answers where this token may not read the organization, or there is none."""


class Named(Protocol):
    """An organization, as Webex tells it."""

    @property
    def display_name(self) -> str:
        """What it is called."""


class Directory(Protocol):
    """The part of Webex that is asked."""

    async def organization(self, org_id: str) -> Named:
        """Give an organization by its id."""


async def ask_names(
    database: Path, connect: Callable[[], AbstractAsyncContextManager[Directory]], clock: Callable[[], int]
) -> int:
    """Ask about the organizations whose names aren't known, or are old; gives how many were answered.

    Without a token, or where Webex can't be asked now, it is left for the next round. Raises StoreError.
    """
    wanted = unnamed(database, clock(), _MOST)
    if not wanted:
        return 0
    answered = 0
    try:
        async with connect() as webex:
            for org_id in wanted:
                keep_org_name(database, org_id, await _name(webex, org_id), clock())
                answered += 1
    except StoreError:
        raise
    except SaMonitorError:  # what is wrong is told by the look at the webhooks
        return answered
    return answered


async def _name(webex: Directory, org_id: str) -> str | None:
    """Give its name; None where Webex won't tell. Raises SaMonitorError where it can't be asked."""
    try:
        return (await webex.organization(org_id)).display_name or None
    except SaMonitorError as error:
        if getattr(error, "status", None) in _NO_NAME:
            return None
        raise
