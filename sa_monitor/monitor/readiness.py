"""How far a monitor is from being ready: the token, the way in, and the webhooks, each looked at when it is asked."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from sa_monitor.errors import NotFound, SaMonitorError, Unreachable
from sa_monitor.model.reach import Outcome, Tunnel
from sa_monitor.model.trial import Trial
from sa_monitor.monitor.account import Holder, Origin
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import Listed

if TYPE_CHECKING:
    from sa_monitor.monitor.workplace import Workplace

_CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))


class TokenLook(Struct, frozen=True):
    """What is known of the token in force: whose it is, or why that isn't known. No origin: there is none."""

    origin: Origin | None = None
    holder: Holder | None = None
    problem: SaMonitorError | None = None


class WayLook(Struct, frozen=True):
    """The whole target, what came of asking it, and the tunnels that lead here. No target: there is none."""

    target: str | None = None
    outcome: Outcome | None = None
    found: tuple[Tunnel, ...] = ()


class WebhooksLook(Struct, frozen=True):
    """Our webhooks for Service Apps; `problem` says why they can't be listed.

    `secrets` are how many signing secrets of webhooks are known here.
    """

    own: tuple[Listed, ...] = ()
    secrets: int = 0
    problem: SaMonitorError | None = None


class Readiness:
    """Looks for one workplace; nothing that it finds is kept here."""

    def __init__(self, workplace: "Workplace", history: History) -> None:
        self._workplace = workplace
        self._history = history

    async def token(self) -> TokenLook:
        """Ask whose token is in force."""
        account = self._workplace.account
        try:
            origin = account.origin
        except SaMonitorError as problem:
            return TokenLook(problem=problem)
        try:
            return TokenLook(origin, await account.check())
        except NotFound:
            return TokenLook()
        except SaMonitorError as problem:
            return TokenLook(origin, problem=problem)

    async def way_in(self) -> WayLook:
        """Ask the public URL whether it leads to the listener of this data folder, and look for tunnels that do."""
        way = self._workplace.way_in(self._history)
        target = await way.target()
        try:
            outcome = await way.probe()
        except Unreachable:  # nobody listens: the first step says so
            outcome = None
        return WayLook(target, outcome, await way.tunnels())

    async def webhooks(self) -> WebhooksLook:
        """List those of ours at Webex."""
        secrets = self._workplace.secrets.count()
        try:
            overview = await self._workplace.webhooks(self._history).list()
        except SaMonitorError as problem:
            return WebhooksLook((), secrets, problem)
        own = [one for one in overview.listed if one.is_ours and one.is_of_service_apps]
        return WebhooksLook(tuple(own), secrets)

    async def test(self) -> Trial | None:
        """Send a test delivery through the public URL; None where there is none. Raises CredentialsError."""
        return await self._workplace.way_in(self._history).test()

    @property
    def in_container(self) -> bool:
        """Whether this process seems to run in a container, where 127.0.0.1 is its own alone."""
        return bool(self._workplace.environ.get("container")) or any(m.exists() for m in _CONTAINER_MARKS)
