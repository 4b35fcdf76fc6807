"""An alert as a sentence: what every channel is told, and lists call it (`ux.md`, section 4)."""

from datetime import tzinfo

from sa_monitor.model.alert import About, Alert, Circumstances, Condition
from sa_monitor.model.instants import DAY
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.names import app_label, org_label
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import moment

_HEADS = {
    Condition.LOSS: "LOST",
    Condition.WAVE: "WAVE",
    Condition.CHANGED: "CHANGED",
    Condition.NEW_ORGANIZATION: "NEW ORGANIZATION",
    Condition.WEBHOOK: "WEBHOOK",
    Condition.STORING: "NOT STORING",
    Condition.REJECTED: "REJECTED",
    Condition.UNREADABLE: "UNREADABLE",
    Condition.SILENCE: "SILENCE",
    Condition.MATCHED: "RULE",
}


def alert_sentence(alert: Alert, around: Circumstances, about: About, zone: tzinfo) -> str:
    """Tell all that somebody who can't see the screen needs: what, whose, since when, and who is to be called."""
    what = subject_words(alert, around)
    if about is About.RESOLVED and alert.resolved_at is not None:
        return f"BACK: {what}, {_over(alert)} for {duration(alert.resolved_at - alert.raised_at)}."
    head = f"TEST, {_HEADS[alert.what]}" if about is About.TEST else _HEADS[alert.what]
    parts = [f"{head} ({alert.severity}): {what}", *_facts(alert, around, zone)]
    return " ".join(f"{part}." for part in parts)


def head_word(alert: Alert) -> str:
    """Name what it is, in capitals."""
    return _HEADS[alert.what]


def subject_words(alert: Alert, around: Circumstances) -> str:
    """Say what happened to whom, in few words: the subject of a row."""
    words = _SUBJECTS.get(alert.what)
    return words(alert) if words is not None else _pair(alert, around)


def _webhook(alert: Alert) -> str:
    return f'"{_fact(alert, "name")}" {_fact(alert, "what")}'


def _storing(alert: Alert) -> str:
    return f"deliveries can't be stored, {_fact(alert, 'reason')}"


def _rejected(alert: Alert) -> str:
    return f"{counted(int(alert.facts.get('count', alert.count)), 'delivery', 'deliveries')} rejected in a short time"


def _unreadable(alert: Alert) -> str:
    number = counted(alert.count, "serviceApp delivery", "serviceApp deliveries")
    return f"{number} couldn't be read, {_fact(alert, 'problem')}"


def _silence(_: Alert) -> str:
    return "nothing was heard for longer than usual"


_SUBJECTS = {
    Condition.WEBHOOK: _webhook,
    Condition.STORING: _storing,
    Condition.REJECTED: _rejected,
    Condition.UNREADABLE: _unreadable,
    Condition.SILENCE: _silence,
}


def _facts(alert: Alert, around: Circumstances, zone: tzinfo) -> list[str]:
    """Give what is known beside the subject, each part a sentence without its point."""
    verified = {True: ", verified", False: ", not verified", None: ""}[around.verified]
    verb = "Heard" if alert.app_id is not None or alert.what is Condition.UNREADABLE else "Seen"
    found = [f"{verb} {moment(alert.last_at, zone)}{verified}"]
    if around.authorized_for is not None and alert.what is Condition.LOSS:
        found.append(f"Authorized for {_days(around.authorized_for)}")
    if alert.lost and alert.what is not Condition.WAVE:
        found.append(f"{around.lost} of {counted(around.organizations, 'organization')} lost")
    if alert.what is Condition.MATCHED:
        found.append(f"Rule: {clean(alert.rule)}")
    if around.owner:
        found.append(f"Owner: {clean(around.owner)}")
    if around.note:
        found.append(f"Note: {clean(around.note)}")
    return found


def _over(alert: Alert) -> str:
    return "lost" if alert.what in (Condition.LOSS, Condition.WAVE, Condition.MATCHED) else "so"


def _pair(alert: Alert, around: Circumstances) -> str:
    if alert.app_id is None:
        return clean(alert.rule)
    if alert.what is Condition.WAVE:
        length = duration(max(0, alert.last_at - alert.raised_at))
        known = max(alert.count, around.organizations) if around.organizations else 0
        lost = (
            f"{alert.count} of {counted(known, 'organization')}"
            if known
            else counted(alert.count, "organization")
        )
        return f"{_app(alert)} lost {lost} in {length}"
    where = f" at {org_label(alert.org_id, alert.org_name)}" if alert.org_id is not None else ""
    return f"{_app(alert)}{where}"


def _app(alert: Alert) -> str:
    return app_label(alert.app_id or "", alert.app_name)


def _days(milliseconds: int) -> str:
    return counted(milliseconds // DAY, "day") if milliseconds >= 2 * DAY else duration(milliseconds)


def _fact(alert: Alert, name: str) -> str:
    value = alert.facts.get(name)
    return clean(str(value)) if value else "for a reason that isn't known"
