"""Alerts and planned windows as rows for people. Times are in UTC."""

from sa_monitor.model.alert import Alert, Circumstances, Outcome, Status, Told
from sa_monitor.model.channel import ChannelSetting
from sa_monitor.model.expectation import Expectation
from sa_monitor.present import signs
from sa_monitor.present.alert_words import subject_words
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.lines import Cells, at
from sa_monitor.present.quantities import counted
from sa_monitor.present.records import Record, time_or_null

ALERT_HEADING: Cells = ("", "id", "raised", "severity", "what", "of", "state", "evidence", "told")
WINDOW_HEADING: Cells = ("id", "Service App", "organization", "from", "until", "note")
CHANNEL_HEADING: Cells = ("", "channel", "by", "from", "outcome")

_TOLD: dict[Outcome, str] = {Outcome.SENT: signs.OK, Outcome.FAILING: signs.LOST}

UNTOLD: dict[Outcome, str] = {
    Outcome.WAITING: "waits",
    Outcome.QUIET: "waits: told the same a moment ago",
    Outcome.WITHDRAWN: "not told: it was over before",
    Outcome.REMOVED: "not sent: channel removed",
}
"""Why a channel wasn't told, or not yet."""


def alert_cells(alert: Alert) -> Cells:
    """Give the row of an alert."""
    return (
        alert_sign(alert),
        str(alert.id),
        at(alert.raised_at),
        alert.severity,
        alert.what,
        subject_words(alert, Circumstances()),
        state_words(alert),
        evidence_words(alert),
        ", ".join(told_fully(told) for told in alert.told) or "nobody",
    )


def alert_line(alert: Alert) -> str:
    """Tell of an alert as it rises, is acknowledged or ends: `! ALERT 3  critical  lost  reporting at Acme  open`."""
    number = f"alert {alert.id}" if alert.status is Status.RESOLVED else f"ALERT {alert.id}"
    what = f"{alert.severity}  {alert.what}  {subject_words(alert, Circumstances())}"
    when = alert.resolved_at or alert.acknowledged_at or alert.last_at
    return f"{at(when)}  {alert_sign(alert)} {number}  {what}  {state_words(alert)}"


def alert_sign(alert: Alert) -> str:
    """Say by a sign how it is: lost, a look, ended as intended, or in order again."""
    if alert.status is Status.RESOLVED:
        return signs.OK
    if alert.intended:
        return signs.ENDED
    return signs.LOST if alert.alarming else signs.LOOK


def state_words(alert: Alert) -> str:
    """Say how far it is: `open`, `jane is on it`, `intended, says jane`, `back after 28 min`."""
    if alert.resolved_at is not None:
        after = duration(alert.resolved_at - alert.raised_at)
        return f"back after {after}" if alert.app_id is not None else f"over after {after}"
    if alert.acknowledged_at is None:
        return "open"
    who = clean(alert.acknowledged_by or "somebody").split(" on ", maxsplit=1)[0]
    return f"intended, says {who}" if alert.intended else f"{who} is on it"


def evidence_words(alert: Alert) -> str:
    """Say what it rests on: `1 event, 2 deliveries`; of what is no event how often it was seen."""
    if alert.app_id is None:
        return counted(alert.count, "time") if alert.count > 1 else "once"
    events = counted(max(1, len(alert.events)), "event")
    return f"{events}, {counted(alert.deliveries, 'delivery', 'deliveries')}" if alert.deliveries else events


def told_fully(told: Told) -> str:
    """Say of one channel how telling it went: `pager ✗ HTTP 502, 3 tries, again 2026-11-14 13:21:03Z`."""
    name = clean(told.name)
    if told.outcome is Outcome.SENT:
        return f"{name} {signs.OK}"
    if told.outcome is not Outcome.FAILING:
        return f"{name} {UNTOLD[told.outcome]}"
    again = f", again {at(told.due)}" if told.due is not None else ""
    return f"{name} {signs.LOST} {clean(told.error or '')}, {counted(told.tries, 'try', 'tries')}{again}"


def told_words(alert: Alert) -> str:
    """Say who was told and how that went: `webex ✓ pager ✗`."""
    return " ".join(f"{clean(told.name)} {_TOLD.get(told.outcome, told.outcome)}" for told in alert.told)


def window_cells(window: Expectation) -> Cells:
    """Give the row of a planned window."""
    app, org = (clean(name) if name else "any" for name in (window.app, window.org))
    return str(window.id), app, org, at(window.since), at(window.until), clean(window.note or "")


def window_record(window: Expectation) -> Record:
    """Give a planned window (`interface.md`, "Data")."""
    return {
        "id": window.id,
        "app": window.app,
        "org": window.org,
        "from": time_or_null(window.since),
        "until": time_or_null(window.until),
        "note": window.note,
        "made_by": window.made_by,
    }


def channel_cells(channel: ChannelSetting, outcome: str, *, fails: bool | None) -> Cells:
    """Give the row of a channel; `fails` is None where it wasn't tried."""
    sign = "" if fails is None else signs.LOST if fails else signs.OK
    return sign, clean(channel.name), channel.means, channel.min_severity, clean(outcome)


def channel_record(channel: ChannelSetting, outcome: str | None, error: str | None) -> Record:
    """Give a channel without anything that may be a secret."""
    return {
        "name": channel.name,
        "by": channel.means,
        "min_severity": channel.min_severity,
        "timeout": channel.timeout,
        "outcome": outcome,
        "error": error,
    }
