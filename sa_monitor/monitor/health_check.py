"""One look at the webhooks and one at the way in; what is seen is kept in the store, for every screen."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol
from urllib.parse import urlsplit

from msgspec.structs import replace

from sa_monitor.errors import CredentialsError, NotFound, Refused, SaMonitorError
from sa_monitor.model.health import Happened, HealthRecord, Trouble, Unlisted
from sa_monitor.model.instants import HOUR
from sa_monitor.model.reach import Probe, Reached
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.org_names import Directory, ask_names
from sa_monitor.reach.probe import probe
from sa_monitor.reach.tunnels import Interfaces, find_tunnels
from sa_monitor.settings.places import Places
from sa_monitor.store.health import keep_checks, keep_list, keep_record
from sa_monitor.store.reader import Reader
from sa_monitor.store.targets import remember_target

_ENDED = 401
_OWNER_GOOD = HOUR
"""Milliseconds for which the token's owner isn't asked for again."""


class Owner(Protocol):
    """Whose token it is."""

    @property
    def display_name(self) -> str:
        """The name that Webex has."""


class Webex(Directory, Protocol):
    """What is asked of Webex here."""

    async def me(self) -> Owner:
        """Tell whose token it is."""

    async def list_webhooks(self) -> Sequence[Webhook]:
        """Give all webhooks."""


class Here(Protocol):
    """The listener that should be reached."""

    address: str | None
    """Its URL."""

    @property
    def instance(self) -> str:
        """What its answers carry."""


class HealthCheck:
    """Looks for one data folder, in one thread. `target` is the whole public URL, None where there is none.

    `connect` gives a client for the token in force, or raises NotFound. Every method raises StoreError where what was
    seen can't be kept; then it is seen again the next time.
    """

    def __init__(
        self,
        places: Places,
        here: Here,
        connect: Callable[[], AbstractAsyncContextManager[Webex]],
        *,
        target: str | None,
        path: str,
        every: int,
        clock: Callable[[], int] = wall_clock,
        interfaces: Interfaces | None = None,
    ) -> None:
        self._database = places.database
        self._here = here
        self._connect = connect
        self._path = path
        self._clock = clock
        self._interfaces = interfaces
        self._owner_asked: int | None = None
        with Reader.open(self._database) as reader:
            before = reader.health().checks
        self._checks = replace(before, every=every, unlisted=None)
        self.use_target(target)

    def use_target(self, target: str | None) -> None:
        """Take the URL for this monitor's from now on; webhooks that point to a former one stay ours."""
        if target != self._checks.target:
            self._checks = replace(self._checks, probe=None, reached_at=None)
        self._checks = replace(self._checks, target=target)
        if target is not None:
            remember_target(self._database, target, self._clock())
        keep_checks(self._database, self._checks)

    def forget_owner(self) -> None:
        """Ask again whose token it is: another one was set."""
        self._owner_asked = None

    async def look_at_webhooks(self) -> list[HealthRecord]:
        """List the webhooks; gives what became of ours. Where Webex gives no list, the last one stays, with why."""
        asked_at = self._clock()
        try:
            async with self._connect() as webex:
                listed = await webex.list_webhooks()
                owner = await self._whose(webex)
        except SaMonitorError as error:
            self._note(error)
            keep_checks(self._database, self._checks)
            return []
        now = self._clock()
        self._checks = replace(self._checks, listed_at=now, owner=owner, unlisted=None)
        return [*keep_list(self._database, listed, self._checks, asked_at), *self._note_url()]

    async def look_at_the_way_in(self) -> list[HealthRecord]:
        """Probe the target, and look for tunnels that lead here; gives whether the URL changed."""
        target = self._checks.target
        if target is not None:
            outcome = await probe(target, self._here.instance)
            now = self._clock()
            reached_at = now if isinstance(outcome, Reached) else self._checks.reached_at
            if target == self._checks.target:
                self._checks = replace(self._checks, probe=Probe(target, now, outcome), reached_at=reached_at)
        port = urlsplit(self._here.address or "").port
        found = await find_tunnels(port, self._path, self._interfaces) if port else ()
        self._checks = replace(self._checks, found=found)
        keep_checks(self._database, self._checks)
        return self._note_url()

    async def look_at_names(self) -> int:
        """Ask what organizations are called, where that isn't known or is old; gives how many were answered."""
        return await ask_names(self._database, self._connect, self._clock)

    async def _whose(self, webex: Webex) -> str | None:
        """Give the owner's name, asked for now and then."""
        now, asked = self._clock(), self._owner_asked
        if asked is not None and 0 <= now - asked < _OWNER_GOOD:
            return self._checks.owner
        owner = (await webex.me()).display_name
        self._owner_asked = now
        return owner

    def _note(self, error: SaMonitorError) -> None:
        """Note why there is no newer list, since the first time in a row."""
        trouble = _trouble(error)
        before = self._checks.unlisted
        since = before.since if before is not None and before.trouble is trouble else self._clock()
        self._checks = replace(self._checks, unlisted=Unlisted(trouble, since, error.title))
        self._owner_asked = None

    def _note_url(self) -> list[HealthRecord]:
        """Record that our webhooks point to a former URL, once for each new one."""
        with Reader.open(self._database) as reader:
            health = reader.health()
            told = [r for r in reader.health_records() if r.what is Happened.URL_CHANGED]
        misdirected, here = health.misdirected, health.moved_to
        if not misdirected or (told and told[0].now == here):
            return []
        record = HealthRecord(
            at=self._clock(), what=Happened.URL_CHANGED, was=misdirected[0].target_url, now=here
        )
        return [keep_record(self._database, record)]


def _trouble(error: SaMonitorError) -> Trouble:
    match error:
        case NotFound() | CredentialsError():
            return Trouble.NO_TOKEN
        case Refused(status=status):
            return Trouble.TOKEN_ENDED if status == _ENDED else Trouble.REFUSED
        case _:
            return Trouble.UNREACHABLE
