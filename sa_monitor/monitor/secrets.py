"""Signing secrets of webhooks that were created elsewhere: kept, counted, and whose are missing."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sa_monitor.errors import CredentialsError, UsageError
from sa_monitor.model.delivery import Outcome
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.unsigned import known_secrets
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import Places

_LOOKED_BACK = 200
"""Rejected deliveries that are looked through for webhooks."""


class Claimed(Struct, frozen=True):
    """A webhook that rejected deliveries say they are of: foreign text, and nobody vouches for it."""

    webhook_id: str
    name: str | None
    deliveries: int


class Secrets:
    """Of one data folder. A running listener knows what is kept here before it judges the next delivery."""

    def __init__(self, places: Places, environ: Mapping[str, str]) -> None:
        self._places = places
        self._environ = environ
        self._file = CredentialsFile(places.credentials, wall_clock)

    def add(self, webhook_id: str | None, value: str) -> bool:
        """Keep a secret; None is for any webhook. Tells whether it takes the place of one, good for ten minutes more.

        Raises UsageError, which doesn't tell it, and CredentialsError. It waits for the disk.
        """
        if not value or not value.isprintable():
            raise UsageError("That is no secret: it is empty, or has control characters.", "Copy it whole.")
        if webhook_id is not None and not webhook_id.isprintable():
            raise UsageError("That is no webhook's id.", "Leave it empty for a secret of any webhook.")
        before = webhook_id is not None and webhook_id in self._known()
        self._file.add_secret(webhook_id, value)
        return before

    def count(self) -> int:
        """Count those that are known, but for the one of this computer; 0 where they can't be read."""
        return known_secrets(self._places, self._environ)

    async def claimed(self, history: History) -> Sequence[Claimed]:
        """Give the webhooks that rejected deliveries claim and whose secret isn't known, the latest first."""
        known, found = self._known(), dict[str, Claimed]()
        for delivery in await history.deliveries(outcome=Outcome.REJECTED, limit=_LOOKED_BACK):
            ident = delivery.webhook_id
            if ident is None or ident in known:
                continue
            before = found.get(ident)
            name = before.name if before else delivery.webhook_name
            found[ident] = Claimed(ident, name, (before.deliveries if before else 0) + 1)
        return list(found.values())

    def _known(self) -> frozenset[str | None]:
        try:
            return frozenset(secret.webhook_id for secret in self._file.read().secrets)
        except CredentialsError:
            return frozenset()
