"""What is asked about an alert, and what was said of it: on it, intended, planned, or over."""

from datetime import tzinfo

from sa_monitor.model.alert import Alert, Circumstances, Condition
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.instants import DAY
from sa_monitor.present.ages import ago
from sa_monitor.present.alert_words import subject_words
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.names import app_label, org_label
from sa_monitor.present.times import minute, moment, time_of_day, zone_name


def alert_title(alert: Alert, now: int, zone: tzinfo) -> str:
    """Name an alert in a dialog: `call-reporting at Acme Corp, lost, heard 03:12:44 CET`."""
    verb = "heard" if alert.app_id is not None else "seen"
    at = alert.last_at
    when = f"{time_of_day(at, zone)} {zone_name(at, zone)}" if now - at < DAY // 2 else moment(at, zone)
    return f"{subject_words(alert, Circumstances())}, {alert.what}, {verb} {when}"


def choices_of(alert: Alert) -> list[tuple[str, str, str]]:
    """Give the two answers and what each means."""
    if not alert.lost:
        return [
            ("on it", "I am on it", "no banner any more; it ends by itself when it is mended"),
            ("intended", "It was intended", "nothing is to be done about it"),
        ]
    many = "these apps and organizations only" if alert.count > 1 else "this app and organization only"
    return [
        ("on it", "I am on it", "stays lost until it is authorized again"),
        ("intended", "It was intended", f"listed as ended; {many}"),
    ]


def said_words(alert: Alert, now: int, zone: tzinfo) -> str:
    """Repeat what somebody has said of it: `jane on ops-1 is on it, 1 min ago`; nothing where nobody did."""
    if alert.acknowledged_by is None or alert.acknowledged_at is None:
        return ""
    said = "says that it was intended" if alert.intended else "is on it"
    return f"{clean(alert.acknowledged_by)} {said}, {ago(alert.acknowledged_at, now, zone)}"


def acknowledged_words(alert: Alert) -> str:
    """Say what acknowledging did."""
    who = clean(alert.acknowledged_by or "somebody").split(" on ", maxsplit=1)[0]
    what = subject_words(alert, Circumstances())
    if alert.intended:
        return f"{what} was intended, says {who}. " + ("Listed as ended." if alert.lost else "")
    return f"{who} is on it: {what}. " + ("Stays lost until authorized again." if alert.lost else "")


def over_words(alert: Alert, zone: tzinfo) -> str:
    """Say how it ended: `Back: Acme Corp authorized call-reporting at 03:40:12. Lost for 28 min.`."""
    over = alert.resolved_at or alert.last_at
    at, length = time_of_day(over, zone), duration(over - alert.raised_at)
    if alert.what is Condition.LOSS and alert.app_id is not None and alert.org_id is not None:
        org, app = org_label(alert.org_id, alert.org_name), app_label(alert.app_id, alert.app_name)
        return f"Back: {org} authorized {app} at {at}. Lost for {length}."
    what = subject_words(alert, Circumstances())
    if alert.app_id is not None:
        return f"Back at {at}: {what}. Lost for {length}."
    return f"Over at {at}: {what}. It was so for {length}."


def planned_words(window: Expectation, zone: tzinfo) -> str:
    """Say what is planned until when, and what takes it back."""
    parts = [clean(name) for name in (window.app, window.org) if name]
    return (
        f"Planned: a loss of {' at '.join(parts)} is expected until {minute(window.until, zone)}. "
        f"sa-monitor expect remove {window.id} takes it back."
    )
