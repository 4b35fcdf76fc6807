"""What every screen says of the store, read together a few times a second."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.alert import Alert, Circumstances
from sa_monitor.model.alert import Status as AlertStatus
from sa_monitor.model.annotation import Annotation
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.channel import DeadChannel
from sa_monitor.model.event import Kind
from sa_monitor.model.health import Health
from sa_monitor.model.instants import SECOND
from sa_monitor.model.listening import Gap
from sa_monitor.model.totals import Totals
from sa_monitor.monitor.history import NOTHING, History
from sa_monitor.monitor.status import Role, Status
from sa_monitor.present.alert_notices import BACK_FOR
from sa_monitor.present.names import app_label
from sa_monitor.present.overview import Counts, counted_states

_ANNOUNCED = 5 * SECOND
"""Milliseconds that a gap lasts at least to be announced on every page."""


class Facts(Struct, frozen=True, kw_only=True):
    """The standings, the gaps and the totals, how the webhooks are, and who records.

    `alerts` are the open ones, newest first, and `around` tells more of the newest; `back` was resolved a moment ago.
    `dead_channels` couldn't be told of alerts for a while.
    `known` is False until they were read once. `unreadable` says why the store can't be read now; what was read
    before stays. `last_event` is the id of the event that was recorded last. What the reader has seen already:
    `gap_seen`, the beginning of the newest gap (None: not known yet), `event_seen`, the newest event when they began to
    look, and `rejected_seen`, how many of the rejected deliveries.
    """

    status: Status = Status(role=Role.NOBODY)
    authorizations: Sequence[Authorization] = ()
    gaps: Sequence[Gap] = ()
    totals: Totals = NOTHING
    health: Health = Health()
    alerts: Sequence[Alert] = ()
    around: Circumstances = Circumstances()
    back: Alert | None = None
    dead_channels: Sequence[DeadChannel] = ()
    last_event: int = 0
    gap_seen: int | None = None
    event_seen: int = 0
    rejected_seen: int = 0
    known: bool = False
    unreadable: str | None = None

    @property
    def counts(self) -> Counts:
        """How the authorizations stand."""
        return counted_states(self.authorizations)

    @property
    def heard(self) -> bool:
        """Whether anything real was ever heard: not only test deliveries, nor what a person entered."""
        return any(not standing.assumed for standing in self.authorizations)

    @property
    def in_place(self) -> bool:
        """Whether all was in place when it was last looked at: ours watch both events, and we were reached."""
        active = {webhook.event for webhook in self.health.own if webhook.active}
        return active >= set(Kind) and self.health.reachable_at is not None

    def label(self, app_id: str) -> str:
        """Name a Service App, as far as a standing does."""
        names = [own.app_name for own in self.authorizations if own.app_id == app_id]
        return app_label(app_id, next(iter(names), None))

    def told(self, app_id: str) -> Annotation:
        """Give what people tell about a Service App, as far as a standing carries it."""
        own = next((own for own in self.authorizations if own.app_id == app_id), None)
        return (
            Annotation() if own is None else Annotation(critical=own.critical, owner=own.owner, note=own.note)
        )

    @property
    def recent(self) -> list[int]:
        """The instants of which every screen shows the age."""
        checks = self.health.checks
        alerts = [alert.last_at for alert in self.alerts[:1]]
        back = None if self.back is None else self.back.resolved_at
        own = (self.totals.newest, self.status.since, checks.listed_at, self.health.reachable_at)
        instants = (*own, *alerts, back)
        return [instant for instant in instants if instant is not None]

    @property
    def unseen_gaps(self) -> Sequence[Gap]:
        """The gaps that are over, and that the reader hasn't seen; oldest first.

        A restart is a gap too, and stands in the log; too short to be announced, it isn't among them.
        """
        seen = self.gap_seen
        if seen is None:
            return ()
        return [gap for gap in self.gaps if gap.since > seen and _lasted(gap) >= _ANNOUNCED]

    def gaps_until(self, now: int) -> list[tuple[int, int]]:
        """Give the times up to now in which nobody listened, without restarts; oldest first."""
        times = (gap.extent(now) for gap in self.gaps)
        return [(since, until) for since, until in times if until - since >= _ANNOUNCED]

    @property
    def rejected(self) -> int:
        """How many deliveries were rejected since the reader looked at them."""
        return max(0, self.status.rejected - self.rejected_seen)


def _lasted(gap: Gap) -> int:
    """Give how long a gap lasted; nothing while it lasts."""
    return 0 if gap.until is None else gap.until - gap.since


async def read_alerts(history: History, known: Facts, now: int) -> Facts:
    """Read what is so of alerts, the rest being as it is known: that costs little. Raises StoreError."""
    alerts = await history.alerts(statuses=(AlertStatus.OPEN,))
    over = await history.alerts(statuses=(AlertStatus.RESOLVED,), since=now - BACK_FOR, limit=1)
    around = await history.circumstances(alerts[0]) if alerts else Circumstances()
    back = next((alert for alert in over if alert.app_id is not None), None)
    dead = await history.dead_channels()
    if (alerts, around, back, dead) == (known.alerts, known.around, known.back, known.dead_channels):
        return known
    return replace(known, alerts=alerts, around=around, back=back, dead_channels=dead)


async def read_facts(history: History, now: int) -> Facts:
    """Read all but the status, which is the watch's to say. Raises StoreError."""
    facts = Facts(
        authorizations=await history.authorizations(),
        gaps=await history.gaps(now),
        totals=await history.totals(),
        last_event=await history.last_recorded(),
        health=await history.health(),
        known=True,
    )
    return await read_alerts(history, facts, now)
