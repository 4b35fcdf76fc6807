"""An alert as a JSON object: what `alerts list --json` prints, and what channels get with a few words more."""

from datetime import UTC

from sa_monitor.model.alert import About, Alert, Circumstances, Told
from sa_monitor.present.alert_words import alert_sentence
from sa_monitor.present.records import Record, time_or_null


def alert_record(alert: Alert) -> Record:
    """Give an alert (`interface.md`, "Data")."""
    return {
        "id": alert.id,
        "rule": alert.rule,
        "what": alert.what,
        "severity": alert.severity,
        "state": alert.status,
        "raised_at": time_or_null(alert.raised_at),
        "last_at": time_or_null(alert.last_at),
        "count": alert.count,
        "lost": alert.lost,
        "app_id": alert.app_id,
        "app_name": alert.app_name,
        "org_id": alert.org_id,
        "org_name": alert.org_name,
        "subject": alert.subject,
        "facts": dict(alert.facts),
        "events": list(alert.events),
        "deliveries": alert.deliveries,
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_at": time_or_null(alert.acknowledged_at),
        "intended": alert.intended,
        "note": alert.note,
        "resolved_at": time_or_null(alert.resolved_at),
        "channels": [_told_record(told) for told in alert.told],
    }


def message_record(alert: Alert, around: Circumstances, about: About) -> Record:
    """Give what a channel is told: the alert, what it is about now, the sentence, and whom to call."""
    return alert_record(alert) | {
        "about": about,
        "text": alert_sentence(alert, around, about, UTC),
        "owner": around.owner,
        "app_note": around.note,
        "organizations_lost": around.lost,
        "organizations": around.organizations,
    }


def _told_record(told: Told) -> Record:
    """Give how telling a channel went. `about` is what it was told of last, `due_at` when it is tried next."""
    return {
        "name": told.name,
        "outcome": told.outcome,
        "at": time_or_null(told.at),
        "error": told.error,
        "about": told.about,
        "tries": told.tries,
        "due_at": time_or_null(told.due),
    }
