"""What became of alerts since the last look, as lines: each that rose, grew, was acknowledged, or is over."""

from datetime import UTC

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.alert import Alert, AlertMark, Condition, Status
from sa_monitor.model.instants import MINUTE
from sa_monitor.monitor.watch import Watch
from sa_monitor.present.alert_lines import alert_line
from sa_monitor.present.channel_words import dead_words, mended_words
from sa_monitor.present.quantities import counted

_AT_ONCE = 200
"""Alerts that are told one by one in one go."""

_GROWN_AFTER = MINUTE
"""Milliseconds after which one that goes on counting is told again."""


class _Told(Struct, frozen=True):
    status: Status
    count: int
    at: int


class Alarms:
    """Follows alerts by their ids, so that one that rises and ends between two looks is told as well."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._newest = 0
        self._told: dict[int, _Told] = {}
        self._dead: set[str] = set()
        self._version: int | None = None
        self._looked = 0

    async def begin(self) -> None:
        """Take what is there as known, but for what is open: that is told first, as nobody has seen to it yet."""
        self._told, self._version = {}, None
        self._newest = await self._watch.history.newest_alert()
        for mark in await self._watch.history.alert_marks(after=self._newest):
            if mark.status is not Status.OPEN:
                self._note(mark)

    async def lines(self) -> list[str]:
        """Give a line for each change of each alert, in the order in which they rose, and of each channel."""
        version, now = await self._watch.history.alerts_version(), self._watch.clock()
        if version == self._version and now - self._looked < _GROWN_AFTER:
            return []
        self._version, self._looked = version, now
        return [*await self._changes(), *await self._channels()]

    async def _changes(self) -> list[str]:
        history = self._watch.history
        marks = await history.alert_marks(after=self._newest)
        news = [mark for mark in marks if self._is_news(mark)]
        lines = [line for mark in news[:_AT_ONCE] for line in await self._rose_or_changed(mark)]
        if len(news) > _AT_ONCE:
            more = counted(len(news) - _AT_ONCE, "more alert")
            lines.append(f"{more}, not told one by one: sa-monitor alerts list")
        for number in sorted(self._told.keys() - {mark.id for mark in marks}):
            alert = await history.alert(number)
            if alert.folded_into is None:  # its wave is told instead
                lines.append(alert_line(alert))
            del self._told[number]
        for mark in news:
            self._note(mark)
        self._newest = max(self._newest, *(mark.id for mark in marks), 0)
        return lines

    async def _channels(self) -> list[str]:
        """Say which channel can't be told any more, and which can again."""
        dead = {channel.name: channel for channel in await self._watch.history.dead_channels()}
        new, mended = sorted(dead.keys() - self._dead), sorted(self._dead - dead.keys())
        self._dead = set(dead)
        now = self._watch.clock()
        return [*(dead_words(dead[name], now, UTC) for name in new), *map(mended_words, mended)]

    def _is_news(self, mark: AlertMark) -> bool:
        told = self._told.get(mark.id)
        if told is None or told.status is not mark.status:
            return True
        return mark.count > told.count and self._watch.clock() - told.at >= _GROWN_AFTER

    async def _rose_or_changed(self, mark: AlertMark) -> list[str]:
        alert = await self._watch.history.alert(mark.id)
        if mark.id in self._told or alert.resolved_at is None:
            return [alert_line(alert)]
        return [alert_line(_as_it_rose(alert)), alert_line(alert)]

    def _note(self, mark: AlertMark) -> None:
        self._told.pop(mark.id, None)
        if mark.status is not Status.RESOLVED:
            self._told[mark.id] = _Told(mark.status, mark.count, self._watch.clock())


def _as_it_rose(alert: Alert) -> Alert:
    lost = alert.count if alert.what in (Condition.LOSS, Condition.WAVE) else 0
    return replace(alert, lost=lost, acknowledged_at=None, resolved_at=None)
