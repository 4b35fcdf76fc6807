"""What happened since the last look, as lines: events, rejected deliveries, gaps, webhooks, faults."""

from sa_monitor.cli.alarms import Alarms
from sa_monitor.model.delivery import Delivery, Outcome
from sa_monitor.model.event import Step
from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.history import NO_FILE
from sa_monitor.monitor.status import Status
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.clean import clean
from sa_monitor.present.health_words import health_line
from sa_monitor.present.lines import at, event_line, gap_line, rejection_line
from sa_monitor.present.quantities import counted

AT_ONCE = 200
"""Events that are told one by one in one go."""

MANY = 1_000
"""Events waiting to be told from which they are only counted: telling must not slow the listening."""

_REJECTED_AT_ONCE = 50
_REJECTED_EVERY = SECOND


class News:
    """Looks at a watch; everything is told once, in the order in which it was heard."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._last = 0
        self._file = NO_FILE
        self._period: int | None = None
        self._gaps_until = 0
        self._fault: str | None = None
        self._secrets: str | None = None
        self._sheds = False
        self._webhooks = 0
        self._alarms = Alarms(watch)
        self._rejected = _Rejected(watch)
        self.passed_over = 0
        """How many events the last look only counted, since there were too many."""
        self.behind = False
        """Whether the last look left events for the next one."""

    async def begin(self) -> None:
        """Take what is there as known, but for the gap that the current listening period ended, and open alerts."""
        self._last = await self._watch.history.last_recorded()
        period = await self._watch.history.listening()
        self._gaps_until = period.started - 1 if period else 0
        self._webhooks = await self._last_health_record()
        self._file = self._watch.history.file()
        await self._alarms.begin()
        await self._rejected.begin()

    async def lines(self, *, last: bool = False) -> list[str]:
        """Give a line for each thing that is new; `last` leaves nothing for later."""
        if another := await self._another():
            await self.begin()
            return [another, *await self.troubles(last=last)]
        alarms = await self._alarms.lines()  # asked first, and told after the events that they rest on
        told = [event_line(step) for step in await self.steps()]
        return [*await self._gaps(), *told, *alarms, *await self.troubles(last=last)]

    async def steps(self) -> list[Step]:
        """Give new events, oldest first; where there are too many, `passed_over` counts the rest."""
        history = self._watch.history
        found = await history.recorded_after(self._last, limit=AT_ONCE)
        self.passed_over, self.behind = 0, len(found) == AT_ONCE
        if found:
            self._last = found[-1].event.id
        if self.behind and (more := await history.recorded_since(self._last)) > MANY:
            self._last = await history.last_recorded()
            self.passed_over, self.behind = more, False
        return found

    async def troubles(self, *, last: bool = False) -> list[str]:
        """Give the lines beside the events: passed over, rejected, and what doesn't work or works again."""
        more = (
            [f"{counted(self.passed_over, 'more event')}, not told one by one."] if self.passed_over else []
        )
        faults = self.faults()
        rejected = await self._rejected.lines(last=last)
        return [*more, *rejected, *await self._health(), *faults]

    def faults(self) -> list[str]:
        """Give the lines about what doesn't work, or works again: they need no store."""
        status = self._watch.status()
        return [*self._faults(status), *self._shedding(status), *self._credentials(status)]

    async def _another(self) -> str | None:
        """Say that another file stands in the place of the one that was told of; what is in it is taken as known."""
        before, self._file = self._file, (await self._watch.history.data_version())[:2]
        if before in (NO_FILE, self._file):
            return None
        return "Another events.db stands there now: what was recorded before is told no more."

    async def _gaps(self) -> list[str]:
        period = await self._watch.history.listening()
        if period is None or period.id == self._period:
            return []
        self._period = period.id
        now = self._watch.clock()
        gaps = [gap for gap in await self._watch.history.gaps(now) if (gap.until or 0) > self._gaps_until]
        self._gaps_until = max((gap.until or 0 for gap in gaps), default=self._gaps_until)
        return [gap_line(gap, now) for gap in gaps]

    async def _health(self) -> list[str]:
        records = await self._watch.history.health_records(after=self._webhooks)
        self._webhooks = records[0].id if records else self._webhooks
        return [health_line(record) for record in reversed(records)]

    async def _last_health_record(self) -> int:
        return next((record.id for record in await self._watch.history.health_records(limit=1)), 0)

    def _faults(self, status: Status) -> list[str]:
        before, self._fault = self._fault, status.fault
        if status.fault == before:
            return []
        if status.fault is None:
            return ["Storing works again."]
        since = f" since {at(status.since)}" if status.since is not None else ""
        return [
            f"NOT STORING{since}: {status.fault.rstrip('.')}. Webex is answered 503 and may disable the webhooks."
        ]

    def _shedding(self, status: Status) -> list[str]:
        before, self._sheds = self._sheds, status.sheds_since is not None
        if before == self._sheds:
            return []
        if status.sheds_since is None:
            return ["All that comes is stored again."]
        since = at(status.sheds_since)
        return [
            f"MORE COMES THAN CAN BE STORED since {since}. Part of it is answered 503; what is answered 200 is kept."
        ]

    def _credentials(self, status: Status) -> list[str]:
        before, self._secrets = self._secrets, status.credentials
        if status.credentials == before:
            return []
        if status.credentials is None:
            return ["Secrets can be read again."]
        return [f"Secrets can't be read, those known before stay: {clean(status.credentials)}"]


class _Rejected:
    """Tells of rejected deliveries, once a second at most: they are kept a moment after their answer, and not all."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._newest = 0
        self._told = 0
        self._heard = 0
        self._looks = 0
        self._next = 0

    async def begin(self) -> None:
        kept = await self._kept(1)
        self._newest = kept[0].id if kept else 0
        self._told = (await self._watch.history.totals()).rejected

    async def lines(self, *, last: bool) -> list[str]:
        if not last and not self._worth_looking():
            return []
        new = (await self._watch.history.totals()).rejected - self._told
        kept = await self._kept(min(new, _REJECTED_AT_ONCE)) if new > 0 else []
        fresh = [delivery for delivery in reversed(kept) if delivery.id > self._newest]
        self._newest = fresh[-1].id if fresh else self._newest
        self._told += max(0, new)
        lines = [rejection_line(delivery) for delivery in fresh]
        if new > len(fresh):
            rest = counted(new - len(fresh), "more delivery", "more deliveries")
            lines.append(f"{rest} rejected, not told one by one.")
        return lines

    def _worth_looking(self) -> bool:
        """Look twice after the count has changed: what it counts is written a moment later."""
        now, heard = self._watch.clock(), self._watch.status().rejected
        if heard != self._heard:
            self._heard, self._looks = heard, 2
        if not self._looks or 0 < self._next - now <= _REJECTED_EVERY:
            return False
        self._looks -= 1
        self._next = now + _REJECTED_EVERY
        return True

    async def _kept(self, most: int) -> list[Delivery]:
        return await self._watch.history.deliveries(outcome=Outcome.REJECTED, limit=most)
