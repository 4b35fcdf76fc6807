"""Rows of events that are in sight, each written once for as long as it says the same."""

from datetime import tzinfo

from sa_monitor.model.event import Step
from sa_monitor.present.ages import rough_age
from sa_monitor.present.event_row import EventColumns, event_row
from sa_monitor.present.labels import Naming
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Line


class WrittenEvents:
    """Keeps the rows of one picture for the next: a cursor that moves leaves most of them as they are.

    `begin` says how the next picture is written, `line` gives its rows. What wasn't asked for since is forgotten.
    """

    def __init__(self) -> None:
        self._how: tuple[object, ...] = ()
        self._before: dict[int, tuple[Step, str, Line]] = {}
        self._kept: dict[int, tuple[Step, str, Line]] = {}

    def begin(self, columns: EventColumns, zone: tzinfo, naming: Naming, *, actor: bool) -> None:
        """Begin a picture; one that is written in another way takes nothing over."""
        how = (columns, zone, actor, naming.of(Thing.APP), naming.of(Thing.ORG))
        self._before = self._kept if how == self._how else {}
        self._how, self._kept = how, {}
        self._columns, self._zone, self._naming, self._actor = columns, zone, naming, actor

    def line(self, step: Step, now: int) -> Line:
        """Give the row of an event."""
        age = rough_age(step.event.received_at, now)
        known = self._before.get(step.event.id)
        if known is None or known[1] != age or known[0] != step:
            text = event_row(step, self._columns, now, self._zone, actor=self._actor, naming=self._naming)
            known = step, age, text
        self._kept[step.event.id] = known
        return known[2]
