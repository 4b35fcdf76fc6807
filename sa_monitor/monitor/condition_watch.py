"""Noticing what no event tells while this process listens: storing, webhooks, rejected deliveries, silence."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.alert import About, Alert, Circumstances, Condition, Outcome, Told
from sa_monitor.model.instants import MINUTE, SECOND
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.monitor.beside import Beside
from sa_monitor.monitor.clocks import wall_clock

if TYPE_CHECKING:
    from sa_monitor.model.channel import ChannelSetting
    from sa_monitor.monitor.alert_channels import Teller
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings
    from sa_monitor.store.noticing import Noticing

_log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks."""

STORING_AFTER = 5 * SECOND
"""Milliseconds for which nothing could be stored before anybody is told: a lock that is held is soon let go."""

_AGAIN = MINUTE


class ConditionWatch(Beside):
    """Looks from `start` to `close`, in a thread of its own, while `here` listens.

    An alert about storing can't be kept while it is true: channels are told of it at once, and it is kept afterwards.
    """

    def __init__(
        self,
        here: "Recorder",
        database: Path,
        rulebook: Rulebook,
        channels: "tuple[ChannelSetting, ...]" = (),
        teller: "Callable[[], Teller] | None" = None,
        *,
        clock: Callable[[], int] = wall_clock,
        look: float = LOOK,
    ) -> None:
        super().__init__("conditions")
        self._here = here
        self._database = database
        self._rulebook = rulebook
        self._channels = channels
        self._make_teller = teller
        self._clock = clock
        self._look = look
        self._noticing: Noticing | None = None
        self._known: tuple[int, int] | None = None
        self._rejected: deque[tuple[int, int]] = deque()
        self._storing: _Storing | None = None

    def _run(self) -> None:
        while not self._ends.wait(self._look):
            if self._here.instance:
                self._round()
        self._drop()

    def _round(self) -> None:
        try:
            self._watch_storing()
            if self._storing is None:
                self._watch_the_rest()
        except SaMonitorError as error:
            _log.warning("what was noticed could not be kept: %s", error)
            self._drop()
        except Exception:  # noqa: BLE001 (a mistake in one look must not end the watch)
            _log.exception("a look at the conditions failed")
            self._drop()

    def _watch_storing(self) -> None:
        health, now = self._here.health, self._clock()
        if health.stores or health.since is None:
            if self._storing is not None:
                self._opened().stored_again(
                    self._storing.since, now, self._storing.reason, self._storing.told
                )
                self._storing.back(now)
                self._storing = None
            return
        if self._rulebook.find(Condition.STORING) is None or now - health.since < STORING_AFTER:
            return
        if self._storing is None:
            self._drop()  # whoever has the file open keeps it from being opened anew
            self._storing = _Storing(self, health.since, health.fault or "")
        self._storing.tell(now)

    def _watch_the_rest(self) -> None:
        self._watch_rejected()
        noticing, minute = self._opened(), self._clock() // MINUTE
        version = noticing.changed(), minute
        if version == self._known:
            return
        noticing.webhooks()
        if self._rulebook.find(Condition.SILENCE) is not None and (
            self._known is None or minute != self._known[1]
        ):
            noticing.silence(self._clock())
        self._known = version

    def _watch_rejected(self) -> None:
        rule, now = self._rulebook.built_in[Condition.REJECTED], self._clock()
        counts = self._rejected
        if not counts:
            counts.append((now, 0))  # the first look comes a while after the start
        counts.append((now, self._here.health.rejected))
        while len(counts) > 1 and counts[1][0] <= now - rule.within:
            counts.popleft()
        count = counts[-1][1] - counts[0][1]
        if rule.enabled and count >= max(1, rule.count):
            self._opened().rejected(count, now)
            counts.clear()  # the next so many are counted to the alert that is open
            counts.append((now, self._here.health.rejected))
        elif count == 0 and len(counts) > 1 and now - counts[0][0] >= rule.within - LOOK * SECOND:
            self._opened().over(Condition.REJECTED, now)

    def _opened(self) -> "Noticing":
        if self._noticing is None:
            from sa_monitor.store.noticing import Noticing

            self._noticing = Noticing.open(self._database, self._rulebook)
        return self._noticing

    def _drop(self) -> None:
        if self._noticing is not None:
            self._noticing.close()
            self._noticing = None

    def tell(self, alert: Alert, about: About) -> list[Told]:
        """Tell every channel of a finding at once, past the store; gives how that went."""
        finding = self._rulebook.find(alert.what)
        if finding is None or self._make_teller is None:
            return []
        from sa_monitor.present.alert_records import message_record

        names = self._rulebook.listeners(finding)
        channels = [channel for channel in self._channels if channel.name in names]
        message, teller = message_record(alert, Circumstances(), about), self._make_teller()

        async def tell_all() -> list[str | None]:
            return await asyncio.gather(*(teller.tell(channel, message) for channel in channels))

        errors, now = asyncio.run(tell_all()) if channels else [], self._clock()
        return [
            Told(name=channel.name, outcome=Outcome.FAILING if error else Outcome.SENT, at=now, error=error)
            for channel, error in zip(channels, errors, strict=True)
        ]


class _Storing:
    """That nothing can be stored, told until every channel has heard it."""

    def __init__(self, watch: ConditionWatch, since: int, reason: str) -> None:
        self._watch = watch
        self.since = since
        self.reason = reason
        self.told: list[Told] = []
        self._next = 0

    def tell(self, now: int) -> None:
        if now < self._next:
            return
        self._next = now + _AGAIN
        if not self.told or any(one.outcome is Outcome.FAILING for one in self.told):
            self.told = self._watch.tell(self._alert(), About.RAISED)

    def back(self, now: int) -> None:
        if self.told:
            self._watch.tell(self._alert(now), About.RESOLVED)

    def _alert(self, resolved_at: int | None = None) -> Alert:
        finding = self._watch._rulebook.built_in[Condition.STORING]  # noqa: SLF001 (its own)
        return Alert(
            id=0,
            rule=finding.name,
            what=Condition.STORING,
            severity=finding.severity,
            raised_at=self.since,
            last_at=self.since,
            facts={"reason": self.reason},
            resolved_at=resolved_at,
        )


def watch_conditions(settings: "Settings", places: "Places", recorder: "Recorder") -> ConditionWatch:
    """Make the watch of a recorder, to be started when the first picture stands."""
    if not settings.channels and not settings.rules:
        return ConditionWatch(recorder, places.database, Rulebook(quiet=settings.quiet_seconds * SECOND))
    from sa_monitor.monitor.alert_sender import teller_of
    from sa_monitor.settings.alerting import channels_of, rulebook_of

    return ConditionWatch(
        recorder, places.database, rulebook_of(settings), channels_of(settings), teller_of(places)
    )
