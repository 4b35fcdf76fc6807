"""Raising alerts: what a change of standing comes to, in the transaction that projects it.

Only a change of standing raises one; repeated, synthetic, imported and late deliveries change none, and `projection.py`
asks for each delivery once in its life, also when everything is projected anew. Losses of one Service App that come
together are one wave: those before it fold into it.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from sa_monitor.model.alert import SEVERITIES, Condition, Outcome
from sa_monitor.model.event import Event, Kind
from sa_monitor.model.payload import Happening, Reading
from sa_monitor.model.query import names_of
from sa_monitor.model.rulebook import Finding, Rule, Rulebook
from sa_monitor.store.expectations import expectations
from sa_monitor.store.outbox import hold_back, tell, tell_grown
from sa_monitor.store.raised import insert_alert, raise_condition, told_resolved
from sa_monitor.store.schema import KIND_CODE, VERDICTS

_LOST = KIND_CODE[Kind.DEAUTHORIZED]
_VERIFIED = 0

_OPEN = "resolved_at IS NULL AND acknowledged_at IS NULL"


class Before(NamedTuple):
    """The standing of a pair as it was: its date, its kind and the event that decided it."""

    date: int
    kind: int
    event: int


class Change(NamedTuple):
    """An event that may change the standing of its pair. `lists` are the numbers of its scopes and sites."""

    event: int
    at: int
    verdict: int
    app: int
    org: int
    kind: int
    date: int
    reading: Reading
    happening: Happening
    lists: tuple[int | None, ...]
    before: Before | None

    @property
    def decides(self) -> bool:
        """Whether it is the greatest of its pair (`model.authorization.fold`)."""
        return self.before is None or (self.date, self.kind) > self.before[:2]


class Raising:
    """Raises and resolves alerts with one connection, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, rulebook: Rulebook) -> None:
        self._connection = connection
        self._rulebook = rulebook
        self._looks_at_authorized = any(rule.enabled for rule in rulebook.own) or any(
            rulebook.built_in[what].enabled for what in (Condition.CHANGED, Condition.NEW_ORGANIZATION)
        )

    def before(self, app: int, org: int) -> Before | None:
        """Give the standing of a pair as it is now."""
        sql = "SELECT date, kind, event FROM authorizations WHERE app = ? AND org = ?"
        row = self._connection.execute(sql, (app, org)).fetchone()
        return Before(*row) if row else None

    def heard(self, change: Change) -> None:
        """Judge an event that was recorded."""
        if not change.decides:
            return
        if change.kind == _LOST:
            self._lost(change)
        else:
            self._authorized(change)

    def confirmed(self, change: Change) -> None:
        """Judge an event again that was only claimed when it was recorded, and is verified now."""
        before = change.before
        if before is None or before.event != change.event or change.kind != _LOST:
            return
        if not self._is_expected(change.event) and not self._alert_of(change.event):
            self._judge_loss(change)

    def unreadable(self, reading: Reading, at: int) -> None:
        """Judge a verified `serviceApp` delivery that couldn't be read."""
        raise_condition(
            self._connection, self._rulebook, Condition.UNREADABLE, at, facts={"problem": reading.problem}
        )

    def _lost(self, change: Change) -> None:
        before = change.before
        if before is not None and before.kind == _LOST and not self._is_expected(before.event):
            self._connection.execute(
                "INSERT OR IGNORE INTO alert_events SELECT ?, alert FROM alert_events WHERE event = ?",
                (change.event, before.event),
            )
            return
        if self._is_planned(change):
            self._connection.execute("INSERT OR IGNORE INTO expected VALUES (?, 'planned')", (change.event,))
        else:
            self._judge_loss(change)

    def _is_planned(self, change: Change) -> bool:
        windows = expectations(self._connection, until_after=change.at)
        if not windows:
            return False
        app, org = self._names("apps", change.app), self._names("orgs", change.org)
        return any(window.covers(change.at, app, org) for window in windows)

    def _judge_loss(self, change: Change) -> None:
        what = Condition.LOSS if change.verdict == _VERIFIED else Condition.MATCHED
        finding = self._rulebook.judge(what, self._event(change), critical=self._is_critical(change))
        if finding is None:
            return
        wave = self._rulebook.built_in[Condition.WAVE]
        if what is Condition.LOSS and wave.enabled and self._sweep_up(change, finding, wave):
            return
        alert = self._insert(change, finding, lost=1)
        tell(self._connection, self._rulebook, finding, alert, change.at)

    def _sweep_up(self, change: Change, finding: Finding, wave: Rule) -> bool:
        """Take a loss into the wave that it belongs to, or make one of it and those just before."""
        since = change.at - wave.within
        running = self._connection.execute(
            f"SELECT id, severity FROM alerts WHERE app = ? AND what = ? AND last_at >= ? AND {_OPEN} "
            "ORDER BY id DESC LIMIT 1",
            (change.app, Condition.WAVE, since),
        ).fetchone()
        if running:
            self._grow(change, finding, *running)
            return True
        alone = self._connection.execute(
            f"SELECT id, severity, raised_at FROM alerts WHERE app = ? AND what = ? AND raised_at >= ? AND {_OPEN} "
            "AND folded_into IS NULL",
            (change.app, Condition.LOSS, since),
        ).fetchall()
        if len(alone) + 1 < wave.count:
            return False
        self._fold(change, finding, alone)
        return True

    def _grow(self, change: Change, finding: Finding, alert: int, severity: int) -> None:
        self._connection.execute(
            "UPDATE alerts SET count = count + 1, lost = lost + 1, last_at = max(last_at, ?), severity = ? "
            "WHERE id = ?",
            (change.at, max(severity, finding.severity.rank), alert),
        )
        self._link(change.event, alert)
        tell_grown(self._connection, self._rulebook, finding, alert, change.at)

    def _fold(self, change: Change, finding: Finding, alone: Sequence[tuple[int, int, int]]) -> None:
        wave = self._rulebook.built_in[Condition.WAVE]
        rank = max(finding.severity.rank, wave.severity.rank, *(severity for _, severity, _ in alone))
        channels = None if None in (wave.channels, finding.channels) else finding.channels
        found = Finding(wave.name, Condition.WAVE, SEVERITIES[rank], channels)
        alert = self._insert(change, found, lost=len(alone) + 1, count=len(alone) + 1, of_org=False)
        began = min((raised_at for _, _, raised_at in alone), default=change.at)
        self._connection.execute("UPDATE alerts SET raised_at = ? WHERE id = ?", (began, alert))
        for single, _, _ in alone:
            self._connection.execute("UPDATE alerts SET folded_into = ? WHERE id = ?", (alert, single))
            self._connection.execute(
                "INSERT OR IGNORE INTO alert_events SELECT event, ? FROM alert_events WHERE alert = ?",
                (alert, single),
            )
            hold_back(self._connection, single, (Outcome.WAITING, Outcome.QUIET))
        tell(self._connection, self._rulebook, found, alert, change.at)

    def _authorized(self, change: Change) -> None:
        before = change.before
        if before is not None and before.kind == _LOST:
            self._back(before.event, change.at)
        if not self._looks_at_authorized:
            return
        finding = self._rulebook.judge(self._sort_of(change), self._event(change), critical=False)
        if finding is not None:
            alert = self._insert(change, finding)
            tell(self._connection, self._rulebook, finding, alert, change.at)

    def _back(self, event: int, at: int) -> None:
        """Resolve what told of a loss: the pair is authorized again."""
        for (alert,) in self._connection.execute(
            "SELECT a.id FROM alert_events x JOIN alerts a ON a.id = x.alert "
            "WHERE x.event = ? AND a.resolved_at IS NULL AND a.lost > 0",
            (event,),
        ).fetchall():
            self._connection.execute(
                "UPDATE alerts SET lost = lost - 1, resolved_at = CASE WHEN lost = 1 THEN ? END WHERE id = ?",
                (at, alert),
            )
            resolved = "SELECT 1 FROM alerts WHERE id = ? AND resolved_at IS NOT NULL AND folded_into IS NULL"
            if self._connection.execute(resolved, (alert,)).fetchone():
                told_resolved(self._connection, self._rulebook, alert, at)

    def _sort_of(self, change: Change) -> Condition:
        """Tell what a new authorization is, of what can be switched on."""
        built_in, before = self._rulebook.built_in, change.before
        if built_in[Condition.NEW_ORGANIZATION].enabled and before is None and self._is_first_of_org(change):
            return Condition.NEW_ORGANIZATION
        if built_in[Condition.CHANGED].enabled and before is not None and before.kind != _LOST:
            sql = "SELECT scopes, sites, admin_sites FROM events WHERE id = ?"
            was = self._connection.execute(sql, (before.event,)).fetchone()
            if was and any(self._differ(*pair) for pair in zip(was, change.lists, strict=True)):
                return Condition.CHANGED
        return Condition.MATCHED

    def _differ(self, one: int, other: int | None) -> bool:
        """Tell whether two lists hold different members; their order means nothing."""
        if one == other:
            return False
        sql = "SELECT members FROM lists WHERE id IN (?, ?)"
        members = [set(msgspec.json.decode(text)) for (text,) in self._connection.execute(sql, (one, other))]
        return len(members) != 2 or members[0] != members[1]  # noqa: PLR2004 (the two lists)

    def _is_first_of_org(self, change: Change) -> bool:
        sql = "SELECT 1 FROM events WHERE org = ? AND synthetic = 0 AND id <> ? LIMIT 1"
        return self._connection.execute(sql, (change.org, change.event)).fetchone() is None

    def _is_expected(self, event: int) -> bool:
        return (
            self._connection.execute("SELECT 1 FROM expected WHERE event = ?", (event,)).fetchone()
            is not None
        )

    def _alert_of(self, event: int) -> int | None:
        row = self._connection.execute("SELECT alert FROM alert_events WHERE event = ?", (event,)).fetchone()
        return int(row[0]) if row else None

    def _is_critical(self, change: Change) -> bool:
        sql = "SELECT 1 FROM annotations WHERE app = ? AND critical"
        return self._connection.execute(sql, (change.happening.app_id,)).fetchone() is not None

    def _names(self, table: str, number: int) -> tuple[str | None, ...]:
        """Give all that an app or an organization may be called."""
        ident, name = self._connection.execute(
            f"SELECT ident, name FROM {table} WHERE id = ?", (number,)
        ).fetchone()
        return names_of(ident, name)

    def _event(self, change: Change) -> Event:
        """Give the event as a rule's query asks for it; a webhook goes by its name too."""
        heard, reading = change.happening, change.reading
        _, _, app_name = self._names("apps", change.app)
        _, _, org_name = self._names("orgs", change.org)
        return Event(
            id=change.event,
            kind=heard.kind,
            app_id=heard.app_id,
            app_name=app_name,
            org_id=heard.org_id,
            org_name=org_name,
            authorizer_id=heard.authorizer_id,
            actor_id=heard.actor_id,
            date=change.date,
            dated=heard.date is not None,
            received_at=change.at,
            scopes=heard.scopes,
            sites=heard.sites,
            admin_sites=heard.admin_sites,
            signature=VERDICTS[change.verdict],
            webhook_ids=tuple(name for name in (reading.webhook_id, reading.webhook_name) if name),
        )

    def _insert(
        self, change: Change, finding: Finding, *, lost: int = 0, count: int = 1, of_org: bool = True
    ) -> int:
        org = change.org if of_org else None
        alert = insert_alert(
            self._connection, finding, change.at, app=change.app, org=org, count=count, lost=lost
        )
        self._link(change.event, alert)
        return alert

    def _link(self, event: int, alert: int) -> None:
        self._connection.execute("INSERT OR IGNORE INTO alert_events VALUES (?, ?)", (event, alert))
