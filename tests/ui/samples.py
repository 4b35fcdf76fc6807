"""Events and a log of them in memory, for what doesn't need a store."""

from datetime import timedelta, timezone

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind, Mark, Step
from sa_monitor.model.instants import DAY, MINUTE, parse_instant
from sa_monitor.ui.fetch import Fetch
from sa_monitor.ui.log_window import LogWindow

ZONE = timezone(timedelta(hours=1), "CET")


def at(text: str) -> int:
    """Read an instant that is known to be one."""
    instant = parse_instant(text)
    assert instant is not None
    return instant


START = at("2026-11-01T08:00:00Z")


def event(number: int, **changes: object) -> Event:
    """Make the event of a number, one minute after the one before."""
    heard = START + number * MINUTE
    fields: dict[str, object] = {
        "id": number,
        "kind": Kind.AUTHORIZED,
        "app_id": "app-1",
        "app_name": "call-reporting",
        "org_id": "org-1",
        "org_name": "Acme Corp",
        "authorizer_id": "person-1",
        "actor_id": "person-1",
        "date": heard,
        "dated": True,
        "received_at": heard,
        "signature": Verdict.VERIFIED,
    }
    return Event(**{**fields, **changes})  # type: ignore[arg-type]


class Log:
    """A store's log as a list, newest first, paged by key like the real one."""

    def __init__(self, count: int) -> None:
        self.steps = [Step(event(number)) for number in range(count, 0, -1)]
        self.read = 0

    def add(self, count: int = 1) -> None:
        """Hear of more."""
        for _ in range(count):
            self.steps.insert(0, Step(event(self.steps[0].event.id + 1 if self.steps else 1)))

    def page(self, older_than: Mark | None, newer_than: Mark | None, limit: int) -> list[Step]:
        """Give what `History.page` gives."""
        if newer_than is not None:
            return [step for step in self.steps if step.event.mark > newer_than][-limit:]
        older = [step for step in self.steps if older_than is None or step.event.mark < older_than]
        return older[:limit]

    def answer(self, fetch: Fetch) -> list[Step]:
        """Read a page, and count what was read."""
        steps = self.page(fetch.older_than, fetch.newer_than, fetch.limit)
        self.read += len(steps)
        return steps

    def settle(self, window: LogWindow) -> None:
        """Read until nothing is missing."""
        for _ in range(50):
            fetch = window.need()
            if fetch is None:
                return
            window.supply(fetch, self.answer(fetch))
        raise AssertionError("it never has enough")


__all__ = ["DAY", "MINUTE", "START", "ZONE", "Log", "at", "event"]
