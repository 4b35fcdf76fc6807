"""An alert: what a rule found, open until somebody has acknowledged it (`style.md`)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct


class Severity(StrEnum):
    """How much it matters, least first."""

    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Its place among them: 0 for the least."""
        return SEVERITIES.index(self)


SEVERITIES = tuple(Severity)


class Condition(StrEnum):
    """What a rule can find. Its value is the name under which `[[rules]]` switches it, and what a list calls it.

    MATCHED is what the query of a user's own rule found that is none of the others.
    """

    LOSS = "lost"
    WAVE = "wave"
    CHANGED = "changed"
    NEW_ORGANIZATION = "new organization"
    WEBHOOK = "webhook"
    STORING = "storing"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    SILENCE = "silence"
    MATCHED = "matched"


class Status(StrEnum):
    """How far an alert is; the order of the Alerts screen."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class AlertMark(Struct, frozen=True):
    """How far one alert is, without all that it holds."""

    id: int
    status: Status
    count: int


class About(StrEnum):
    """What a channel is told of an alert: that it rose, how far a wave has grown, that it is over, or a trial."""

    RAISED = "raised"
    GROWN = "grown"
    RESOLVED = "resolved"
    TEST = "test"


class Outcome(StrEnum):
    """How telling one channel went. QUIET: told soon before, so it waits; WITHDRAWN: not told, and not any more.

    REMOVED: it waited when its channel was taken out of the configuration.
    """

    SENT = "sent"
    WAITING = "waiting"
    FAILING = "failing"
    QUIET = "quiet"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Told(Struct, frozen=True, kw_only=True):
    """How telling one channel of an alert went; `at` is the last try in milliseconds, None before the first.

    `due` is when it is tried next, None where nothing waits. `error` is foreign text.
    """

    name: str
    outcome: Outcome
    at: int | None = None
    error: str | None = None
    about: About = About.RAISED
    tries: int = 0
    due: int | None = None


class Circumstances(Struct, frozen=True, kw_only=True):
    """What helps to judge an alert, as it is now: what the app is to somebody, and how much of it is lost.

    `authorized_for` (milliseconds) is how long it had been authorized, None where that isn't known. `lost` of
    `organizations` are lost now. `verified` is None where it isn't about an event.
    """

    owner: str | None = None
    note: str | None = None
    lost: int = 0
    organizations: int = 0
    authorized_for: int | None = None
    verified: bool | None = None


class Alert(Struct, frozen=True, kw_only=True):
    """What a rule found, when, of what. Instants are milliseconds in UTC, ids are Webex's own.

    `count` is how many happenings it stands for, `last_at` when the newest was heard, and `events` their ids, oldest
    first; `deliveries` is how many reported those that are kept. `lost` is how many of its authorizations are lost
    still. `subject` names what it is of where that is no Service App: a webhook's id, for one. `facts` are what the
    finder saw, by name. `folded_into` is the wave that took it in. `intended` is whether who acknowledged it said so.
    """

    id: int
    rule: str
    what: Condition
    severity: Severity
    raised_at: int
    last_at: int
    count: int = 1
    lost: int = 0
    app_id: str | None = None
    app_name: str | None = None
    org_id: str | None = None
    org_name: str | None = None
    subject: str | None = None
    facts: Mapping[str, Any] = {}
    events: tuple[int, ...] = ()
    deliveries: int = 0
    acknowledged_by: str | None = None
    acknowledged_at: int | None = None
    intended: bool = False
    note: str | None = None
    resolved_at: int | None = None
    folded_into: int | None = None
    told: tuple[Told, ...] = ()

    @property
    def alarming(self) -> bool:
        """Whether something is lost, or as bad; what isn't only wants a look."""
        return self.severity is Severity.CRITICAL or (self.lost > 0 and self.severity is not Severity.NOTICE)

    @property
    def status(self) -> Status:
        """Resolved by itself, acknowledged by somebody, or still open."""
        if self.resolved_at is not None:
            return Status.RESOLVED
        return Status.OPEN if self.acknowledged_at is None else Status.ACKNOWLEDGED
