"""What came since somebody last looked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.alert import Alert, Status
from sa_monitor.model.instants import DAY
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.rules import Heading
from sa_monitor.present.times import date, minute, weekday
from sa_monitor.present.tone import Line, Span, Tone, line

_WEEK = 6 * DAY


class Since(Struct, frozen=True, kw_only=True):
    """When they last looked, and how much came since: losses, authorizations, gaps, webhooks that became inactive.

    `at` is None where they never did. `alerts` rose since, the worst first among those that are open still.
    `asked` is the query that losses and authorizations match, as it can be typed; `hidden` counts those that don't,
    and `hidden_lost` the losses among them.
    """

    at: int | None
    alerts: tuple[Alert, ...] = ()
    lost: int = 0
    authorized: int = 0
    gaps: int = 0
    inactive: int = 0
    asked: str = ""
    hidden: int = 0
    hidden_lost: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything that no notice tells by itself."""
        return bool(self.alerts or self.lost or self.authorized or self.inactive or self.hidden)


def since_heading(since: Since) -> Heading:
    """Write the rule: which query what follows matches, and what that hides."""
    lost = f", {grouped(since.hidden_lost)} {signs.LOST}" if since.hidden_lost else ""
    matching = f" matching {clean(since.asked)}" if since.asked else ""
    return Heading(
        f"Since you last looked{matching}",
        middle=(f"{grouped(since.hidden)} hidden{lost}",) if since.hidden else (),
        middle_tone=Tone.WARNING if since.hidden_lost else Tone.TEXT,
        right=("esc Monitor", "esc"),
        focused=True,
    )


def since_sentence(since: Since, now: int, zone: tzinfo) -> Line:
    """Say it in one sentence: `3 lost, 12 authorized, 1 gap since Fri 18:40.`, or that there is nothing."""
    parts = [
        *_alert_parts(since.alerts),
        (since.lost, f"{grouped(since.lost)} lost", Tone.ERROR),
        (since.authorized, f"{grouped(since.authorized)} authorized", Tone.TEXT),
        (since.gaps, counted(since.gaps, "gap"), Tone.WARNING),
        (since.inactive, f"{counted(since.inactive, 'webhook')} inactive", Tone.ERROR),
    ]
    told = [Span(words, tone) for count, words, tone in parts if count]
    if not told and since.at is None:
        return line(f" {signs.OK} No alert is open any more.")
    if not told:
        nothing = "Nothing that matches came" if since.asked else "Nothing came"
        return (*line(f" {signs.OK} {nothing} {_since(since.at, now, zone)}."),)
    wrong = since.lost or since.inactive or any(alert.alarming and is_open(alert) for alert in since.alerts)
    sign = Span(f" {signs.LOST} ", Tone.ERROR) if wrong else Span(f" {signs.LOOK} ", Tone.WARNING)
    return (sign, *_joined(told), Span(f" {_since(since.at, now, zone)}."))


def is_open(alert: Alert) -> bool:
    """Tell whether nobody has acknowledged it, and it isn't over."""
    return alert.status is Status.OPEN


def worst_first(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Put first what is open, and of that the worst, each newest first."""
    places = list(Status)
    return tuple(sorted(alerts, key=lambda one: (places.index(one.status), -one.severity.rank, -one.last_at)))


def _alert_parts(alerts: Sequence[Alert]) -> Iterator[tuple[int, str, Tone]]:
    """Count the alerts by how far they are: `2 alerts open`, `1 taken on`, `1 over`."""
    counts = {status: sum(alert.status is status for alert in alerts) for status in Status}
    alarming = any(alert.alarming and is_open(alert) for alert in alerts)
    yield (
        counts[Status.OPEN],
        f"{counted(counts[Status.OPEN], 'alert')} open",
        Tone.ERROR if alarming else Tone.WARNING,
    )
    for status, word in ((Status.ACKNOWLEDGED, "taken on"), (Status.RESOLVED, "over")):
        noun = "" if counts[Status.OPEN] else "alert " if counts[status] == 1 else "alerts "
        yield counts[status], f"{grouped(counts[status])} {noun}{word}", Tone.TEXT


def _since(at: int | None, now: int, zone: tzinfo) -> str:
    return "before you first looked" if at is None else f"since {since_when(at, now, zone)}"


def since_when(at: int, now: int, zone: tzinfo) -> str:
    """Write when that was: `18:40`, `Fri 18:40`, from a week on with the date."""
    if now - at < DAY // 2:
        return minute(at, zone)
    return f"{weekday(at, zone) if now - at < _WEEK else date(at, zone)} {minute(at, zone)}"


def since_keys(alerts: str | None) -> Line:
    """Say what helps; `alerts` is the key of the page of alerts, where there are any."""
    enter, esc = Span("enter", Tone.ACCENT), Span("esc", Tone.ACCENT)
    page = (Span(alerts, Tone.ACCENT), Span(" shows all alerts, ")) if alerts else ()
    return (Span("   "), enter, Span(" shows them, "), *page, esc, Span(" goes to Monitor"))


def more_rows(more: int) -> Line:
    """Say that there are more of these than are listed."""
    return line(f"   {grouped(more)} more", Tone.QUIET) if more > 0 else ()


def _joined(spans: list[Span]) -> Iterator[Span]:
    for number, span in enumerate(spans):
        if number:
            yield Span(", ")
        yield span
