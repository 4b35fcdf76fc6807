"""The history of one (Service App, organization) as spans of time, as far as it is known.

Made of its events in the order of the fold, so that the order of receipt and repetition change nothing. What nobody
listened to isn't known: totals and shares leave the gaps out.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from sa_monitor.model.authorization import standing_of
from sa_monitor.model.event import Event, Kind, Step


class State(StrEnum):
    """What a pair was in a span of time."""

    AUTHORIZED = "authorized"
    NOT = "not authorized"
    ASSUMED = "assumed"
    """A person says that it was authorized, or its end tells since when; nobody heard of it then."""


class Notice(StrEnum):
    """What a step tells of events that weren't heard."""

    MISSED = "already authorized: an event was probably missed, or came in the gap"
    BEFORE = "authorized before recording began, or its event was missed"


class Span(Struct, frozen=True):
    """A time in one state, from `start` up to `end`."""

    start: int
    end: int
    state: State

    @property
    def length(self) -> int:
        """How long it is, in milliseconds."""
        return self.end - self.start


class Told(Struct, frozen=True):
    """A step of a timeline, with what it tells of events that weren't heard."""

    step: Step
    notice: Notice | None = None

    @property
    def at(self) -> int:
        """When it happened, as far as is known."""
        return happened(self.step.event)


class Timeline(Struct, frozen=True):
    """Steps, oldest first, and the spans between them, up to the present. `known` leaves the gaps out.

    `authorized` and `known` are milliseconds: of the known time so much was authorized. Assumed time is neither.
    `whole` is False where older events were left out.
    """

    steps: tuple[Told, ...] = ()
    spans: tuple[Span, ...] = ()
    authorized: int = 0
    known: int = 0
    whole: bool = True

    @property
    def state(self) -> State | None:
        """The state at the end."""
        return self.spans[-1].state if self.spans else None

    @property
    def since(self) -> int | None:
        """The instant from which the last state holds."""
        return self.spans[-1].start if self.spans else None

    @property
    def share(self) -> float | None:
        """How much of the known time was authorized, from 0 to 1; None where nothing is known."""
        return self.authorized / self.known if self.known else None

    @property
    def assumed_until(self) -> int | None:
        """The end of the time that is only assumed; None where there is none."""
        ends = [span.end for span in self.spans if span.state is State.ASSUMED]
        return ends[-1] if ends else None


Times = Sequence[tuple[int, int]]
"""Times from and up to an instant, apart from each other, oldest first."""


def happened(event: Event) -> int:
    """Give when an event happened: the date of an authorization, the time of receipt of a deauthorization."""
    return event.date if event.kind is Kind.AUTHORIZED else event.received_at


def timeline(
    events: Iterable[Event], gaps: Times, now: int, *, assumed_since: int | None = None, whole: bool = True
) -> Timeline:
    """Tell the history of one pair up to `now`.

    `events` are its events in any order, synthetic ones left out. `gaps` are the times in which nobody listened.
    `assumed_since` is since when a person says that it was authorized; `whole` is False where older events were left
    out.
    """
    told = tuple(_told(ordered(events), whole=whole))
    spans = tuple(_spans(told, now, assumed_since))
    known = [(span, span.length - _within(gaps, span)) for span in spans if span.state is not State.ASSUMED]
    authorized = sum(length for span, length in known if span.state is State.AUTHORIZED)
    return Timeline(told, spans, authorized, sum(length for _span, length in known), whole)


def ordered(events: Iterable[Event]) -> list[Event]:
    """Put events in the order of the fold, each happening once, by its first delivery."""
    once: dict[tuple[int, bool], Event] = {}
    for event in events:
        if event.synthetic:
            continue
        standing = standing_of(event.kind, event.date)
        key = standing.date, standing.ended
        if key not in once or event.mark < once[key].mark:
            once[key] = event
    return [once[key] for key in sorted(once)]


def _told(events: Sequence[Event], *, whole: bool) -> Iterator[Told]:
    before: Event | None = None
    for event in events:
        notice = None
        if before is None:
            first_ends = event.kind is Kind.DEAUTHORIZED and whole
            notice = Notice.BEFORE if first_ends else None
        elif event.kind is Kind.AUTHORIZED and before.kind is Kind.AUTHORIZED:
            notice = Notice.MISSED
        yield Told(Step(event, before), notice)
        before = event


def _spans(told: Sequence[Told], now: int, assumed_since: int | None) -> Iterator[Span]:
    """Give the spans: what was before the first step only where somebody or something tells it."""
    if assumed_since is not None:
        end = min(told[0].at, now) if told else now
        if assumed_since < end:
            yield Span(assumed_since, end, State.ASSUMED)
    elif told and (since := _told_since(told[0].step.event)) is not None:
        yield Span(since, min(told[0].at, now), State.ASSUMED)
    start: int | None = None
    state = State.AUTHORIZED
    for one in told:
        at = min(one.at, now) if start is None else max(start, min(one.at, now))
        own = State.AUTHORIZED if one.step.event.kind is Kind.AUTHORIZED else State.NOT
        if start is not None and own is state:
            continue
        if start is not None and at > start:
            yield Span(start, at, state)
        start, state = at, own
    if start is not None:
        yield Span(start, max(start, now), state)


def _told_since(event: Event) -> int | None:
    """Give since when a first deauthorization says that it had been authorized."""
    if event.kind is Kind.DEAUTHORIZED and event.dated and event.date < event.received_at:
        return event.date
    return None


def _within(times: Times, span: Span) -> int:
    """Give how many milliseconds of a span fall into times."""
    return sum(max(0, min(end, span.end) - max(start, span.start)) for start, end in times)
