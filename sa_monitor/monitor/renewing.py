"""An Integration's token, which renews itself: once, by one process at a time, and stored before it is used."""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from sa_monitor.errors import NotFound, Refused, Unreachable
from sa_monitor.model.instants import SECOND
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.stored import Integration
from sa_monitor.webex.patience import Patience
from sa_monitor.webex.renewal import renew
from sa_monitor.webex.tokens import checked

_LOOK = 0.05
_LONGEST = 90.0
"""Seconds that another process's renewal is waited for."""


class IntegrationToken:
    """A token source over the credentials; what another process renewed is used as its own. `clock` gives ms."""

    def __init__(
        self,
        file: CredentialsFile,
        api_url: str,
        clock: Callable[[], int],
        patience: Patience = Patience(),  # noqa: B008 (a frozen value)
    ) -> None:
        self._file = file
        self._api_url = api_url
        self._clock = clock
        self._patience = patience

    async def current(self) -> str:
        """Give the token in force, getting the first one where there is none yet. Raises NotFound."""
        token = self._kept().access_token or await self.renewed(None)
        if token is None:
            raise NotFound("The Integration was removed meanwhile.", "Use: sa-monitor token set")
        return checked(token)

    async def renewed(self, refused: str | None) -> str | None:
        """Give a newer token than the refused one: another process's, or one that is renewed now."""
        give_up = self._patience.clock() + _LONGEST
        while self._patience.clock() < give_up:
            with self._file.renewing() as ours:
                if ours:
                    return await self._renew(refused)
            await asyncio.sleep(_LOOK)
        raise Unreachable(
            "Another sa-monitor renews the Integration's token and doesn't end.", "Try again later."
        )

    def explain(self, refused: Refused) -> Refused:
        """Say that not even a renewed token was taken."""
        tracking = f" Tracking id {refused.tracking_id}." if refused.tracking_id else ""
        return Refused(
            "Webex refused the Integration's token, though it was renewed (401).",
            f"Authorize the Integration again, then: sa-monitor token set --integration.{tracking}",
            status=refused.status,
            tracking_id=refused.tracking_id,
        )

    async def _renew(self, refused: str | None) -> str | None:
        before = self._file.read().integration
        if before is None:
            return None
        if before.access_token not in (None, refused):
            return before.access_token
        told = await renew(
            self._api_url,
            client_id=before.client_id,
            client_secret=before.client_secret,
            refresh_token=before.refresh_token,
            patience=self._patience,
        )
        after = replace(
            before,
            access_token=told.access_token,
            refresh_token=told.refresh_token or before.refresh_token,
            expires_at=None if told.expires_in is None else self._clock() + told.expires_in * SECOND,
        )
        return told.access_token if self._file.renew_integration(before, after) else None

    def _kept(self) -> Integration:
        kept = self._file.read().integration
        if kept is None:
            raise NotFound("The Integration was removed meanwhile.", "Use: sa-monitor token set")
        return kept
