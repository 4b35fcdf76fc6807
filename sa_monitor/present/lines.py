"""What commands print for people: one line of a stream, or one row of a table. Times are in UTC."""

from datetime import UTC

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Delivery, Outcome
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.listening import Gap
from sa_monitor.present import signs
from sa_monitor.present.cells import cut, width
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.event_words import change_of, kind_of, remarks_of, sign_of
from sa_monitor.present.names import app_label, named, org_label, short
from sa_monitor.present.times import moment

Cells = tuple[str, ...]

EVENT_HEADING: Cells = ("id", "heard", "", "event", "Service App", "organization", "change", "remarks")
APP_HEADING: Cells = ("", "state", "Service App", "organization", "since", "events", "remarks")
DELIVERY_HEADING: Cells = ("id", "received", "verdict", "outcome", "webhook", "from", "problem")
GAP_HEADING: Cells = ("from", "until", "for", "reason")
SECRET_HEADING: Cells = ("webhook", "added")

_KIND = len("DEAUTHORIZED")
_LONGEST = 48
"""Cells that a name takes at most: one long name must not push all other columns away."""

_NAME = 24
"""Cells that a name takes at least in a stream, so that most lines stand in columns."""


def at(instant: int) -> str:
    """Write a point in time: `2026-11-14 13:21:03Z`."""
    return moment(instant, UTC)


def event_cells(step: Step) -> Cells:
    """Give the row of an event."""
    event = step.event
    return (str(event.id), at(event.received_at), *_told(step), _change(step), _remarks(event))


def event_line(step: Step) -> str:
    """Tell of an event as it comes: `2026-11-14 13:21:03Z  ✗ DEAUTHORIZED  reporting  Acme Corp  after 885 d`."""
    sign, kind, app, org = _told(step)
    parts = (at(step.event.received_at), f"{sign} {_pad(kind, _KIND)}", _pad(app, _NAME), _pad(org, _NAME))
    return "  ".join((*parts, _change(step), _remarks(step.event))).rstrip()


def rejection_line(delivery: Delivery) -> str:
    """Tell of a rejected delivery, and whose it claims to be; nothing that it claims is believed."""
    claims = f'  claims webhook "{_webhook(delivery)}"' if delivery.webhook_id else ""
    what = f"{signs.LOOK} rejected  {_problem(delivery)}"
    return f"{at(delivery.received_at)}  {what}  from {clean(delivery.remote)}{claims}"


def gap_line(gap: Gap, now: int) -> str:
    """Tell of a time in which nobody listened."""
    until = "now" if gap.until is None else at(gap.until)
    lasted = duration((gap.until or now) - gap.since)
    return f"{at(gap.since)} to {until}  {signs.LOOK} nobody listened for {lasted} ({gap.reason})"


def app_cells(standing: Authorization) -> Cells:
    """Give the row of a Service App at an organization."""
    sign, word = _standing(standing)
    return (
        sign,
        word,
        _name(app_label(standing.app_id, standing.app_name))
        + (f" {signs.CRITICAL}" if standing.critical else ""),
        _name(org_label(standing.org_id, standing.org_name)),
        at(standing.since),
        f"{standing.events}",
        _doubts(standing),
    )


def delivery_cells(delivery: Delivery) -> Cells:
    """Give the row of a delivery."""
    return (
        str(delivery.id),
        at(delivery.received_at),
        delivery.verdict,
        delivery.outcome or "waiting",
        _webhook(delivery),
        clean(delivery.remote),
        _problem(delivery),
    )


def gap_cells(gap: Gap, now: int) -> Cells:
    """Give the row of a time in which nobody listened."""
    until = "now" if gap.until is None else at(gap.until)
    return at(gap.since), until, duration((gap.until or now) - gap.since), gap.reason


def secret_cells(webhook_id: str | None, added_at: int | None) -> Cells:
    """Give the row of a signing secret, never the secret."""
    return (
        "any webhook" if webhook_id is None else clean(webhook_id),
        "?" if added_at is None else at(added_at),
    )


def _told(step: Step) -> tuple[str, str, str, str]:
    event = step.event
    sign, _ = sign_of(event)
    return (
        sign,
        kind_of(event),
        _name(app_label(event.app_id, event.app_name)),
        _name(org_label(event.org_id, event.org_name)),
    )


def _change(step: Step) -> str:
    return next(iter(change_of(step)), "")


def _remarks(event: Event) -> str:
    return ", ".join(words for words, _ in remarks_of(event))


def _standing(standing: Authorization) -> tuple[str, str]:
    if standing.state is Kind.AUTHORIZED:
        return (signs.ASSUMED, "assumed") if standing.assumed else (signs.OK, "authorized")
    return (signs.LOST, "lost") if standing.lost else (signs.ENDED, "ended")


def _doubts(standing: Authorization) -> str:
    if standing.unconfirmed_since is None:
        return ""
    return f"not heard of since a gap that ended {at(standing.unconfirmed_since)}"


def _webhook(delivery: Delivery) -> str:
    return _name(named(delivery.webhook_name)) or (short(delivery.webhook_id) if delivery.webhook_id else "")


def _name(label: str) -> str:
    return cut(label, _LONGEST)


def _problem(delivery: Delivery) -> str:
    if delivery.problem:
        return clean(delivery.problem)
    return "no reason kept" if delivery.outcome is Outcome.REJECTED else ""


def _pad(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
