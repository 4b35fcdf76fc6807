"""Whose Webex account is used: the token, where it comes from, what it may do, and a client that acts with it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from msgspec import Struct

from sa_monitor.errors import NotFound, Refused, UsageError
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.renewing import IntegrationToken
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from sa_monitor.settings.stored import Integration
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import Patience, Waiting
from sa_monitor.webex.renewal import renew
from sa_monitor.webex.tokens import GivenToken, TokenSource

VARIABLE = "WEBEX_ACCESS_TOKEN"

_UNAUTHORIZED = 401


class Kind(StrEnum):
    """What sort of token it is."""

    TOKEN = "token"  # noqa: S105 (a word)
    INTEGRATION = "integration"


class Origin(Struct, frozen=True):
    """Where the token in force comes from: `place` is the variable's name or the file's path.

    `expires_at` (ms) is known of an Integration's token alone, and only once it was renewed here.
    """

    kind: Kind
    place: str
    expires_at: int | None = None

    @property
    def in_environment(self) -> bool:
        """Whether it is the variable, which goes before what is kept."""
        return self.place == VARIABLE


class Holder(Struct, frozen=True, kw_only=True):
    """Whose a token is and what it may do; `changes_webhooks` is None where that can't be told.

    `origin` is None for a token that was only tried.
    """

    name: str
    emails: tuple[str, ...]
    org_id: str | None
    person_id: str | None
    reads_webhooks: bool
    changes_webhooks: bool | None
    origin: Origin | None = None


class Account:
    """The account in force. The environment and the credentials are looked at anew by every method.

    Every method raises CredentialsError where the credentials can't be read.
    """

    def __init__(
        self,
        settings: Settings,
        places: Places,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], int] = wall_clock,
        patience: Patience = Patience(),  # noqa: B008 (a frozen value)
    ) -> None:
        self._settings = settings
        self._environ = environ
        self._clock = clock
        self._patience = patience
        self._file = CredentialsFile(places.credentials, clock)

    @property
    def origin(self) -> Origin | None:
        """Where the token in force comes from; None where there is none."""
        if self._given():
            return Origin(Kind.TOKEN, VARIABLE)
        kept, place = self._file.read(), str(self._file.path)
        if kept.token is not None:
            return Origin(Kind.TOKEN, place)
        if kept.integration is not None:
            return Origin(Kind.INTEGRATION, place, kept.integration.expires_at)
        return None

    def client(self, told: Callable[[Waiting], None] = lambda _: None) -> WebexClient:
        """Give a client, to be entered with `async with`; `told` hears when it waits to try again. Raises NotFound."""
        return self._client(self._source(), told)

    async def check(self, token: str | None = None) -> Holder:
        """Ask Webex whose the token is and what it may do: that in force, or one that was only just given.

        Nothing is kept; under --read-only what it may change isn't asked. Raises NotFound without a token; Refused,
        which names where the token comes from; Unreachable.
        """
        if token is not None:
            return await self._check(GivenToken(_bare(token), partial(_refused, None)), None)
        return await self._check(self._source(), self.origin)

    async def check_integration(self, integration: Integration) -> tuple[Holder, Integration]:
        """Get an Integration's first token and ask whose it is; gives the Integration as it is to be kept."""
        first = await renew(
            self._settings.api_url,
            client_id=integration.client_id,
            client_secret=integration.client_secret,
            refresh_token=integration.refresh_token,
            patience=self._patience,
        )
        got = Integration(
            integration.client_id,
            integration.client_secret,
            first.refresh_token or integration.refresh_token,
            first.access_token,
            None if first.expires_in is None else self._clock() + first.expires_in * 1000,
        )
        return await self._check(GivenToken(first.access_token, partial(_refused, None)), None), got

    def keep(self, token: str) -> None:
        """Keep a token in the credentials, in place of what was there."""
        self._file.set_token(_bare(token))

    def keep_integration(self, integration: Integration) -> None:
        """Keep an Integration in the credentials, in place of what was there."""
        self._file.set_integration(integration)

    def forget(self) -> bool:
        """Forget the token or Integration in the credentials; False where there was none."""
        return self._file.remove_token()

    def _given(self) -> str:
        return self._environ.get(VARIABLE, "").strip()

    def _source(self) -> TokenSource:
        explain = partial(_refused, self.origin)
        if given := self._given():
            return GivenToken(_bare(given, f"token in {VARIABLE}"), explain)
        kept = self._file.read()
        if kept.token is not None:
            return GivenToken(kept.token, explain)
        if kept.integration is not None:
            return IntegrationToken(self._file, self._settings.api_url, self._clock, self._patience)
        raise NotFound("No Webex token is set.", f"Use: sa-monitor token set, or {VARIABLE}")

    def _client(self, source: TokenSource, told: Callable[[Waiting], None] = lambda _: None) -> WebexClient:
        return WebexClient(
            self._settings.api_url, source, patience=self._patience, told=told, clock=self._clock
        )

    async def _check(self, source: TokenSource, origin: Origin | None) -> Holder:
        async with self._client(source) as client:
            person = await client.me()
            return Holder(
                name=person.display_name,
                emails=person.emails,
                org_id=person.org_id,
                person_id=person.id,
                reads_webhooks=await client.may_read_webhooks(),
                changes_webhooks=None if self._settings.read_only else await client.may_change_webhooks(),
                origin=origin,
            )


def _bare(token: str, what: str = "token") -> str:
    """Give the token alone. Raises UsageError, which doesn't tell it."""
    value = token.strip().removeprefix("Bearer ").strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise UsageError(f"That is no {what}: it has blanks or characters beyond ASCII.", "Copy it whole.")
    return value


def _refused(origin: Origin | None, refused: Refused) -> Refused:
    """Say which token was refused, and where another one is to be set."""
    if origin is None:
        title, advice = "Webex refused the token (401).", "Is it whole? A personal token ends after 12 hours."
    else:
        title = f"Webex refused the token from {origin.place} (401)."
        advice = (
            "Set a new one there: it goes before the one kept here."
            if origin.in_environment
            else "Set a new one: sa-monitor token set."
        )
    tracking = f" Tracking id {refused.tracking_id}." if refused.tracking_id else ""
    return Refused(title, f"{advice}{tracking}", status=_UNAUTHORIZED, tracking_id=refused.tracking_id)
