"""Raising and resolving alerts that aren't about a standing: webhooks, rejected deliveries, silence, storing."""

from itertools import pairwise
from pathlib import Path
from typing import Self

import msgspec

from sa_monitor.model.alert import About, Condition, Outcome, Told
from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.model.reach import plain_url
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.store.anchored import Anchored
from sa_monitor.store.health import health, health_records
from sa_monitor.store.raised import insert_alert, raise_condition, resolve_condition
from sa_monitor.store.schema import NOTICED
from sa_monitor.store.transaction import Immediate

_INTERVALS = 100
"""Events whose distances tell what silence is usual."""

_LOST = {Happened.INACTIVE: "inactive", Happened.VANISHED: "vanished", Happened.MOVED: "points elsewhere"}


class Noticing:
    """Looks and raises with one connection, in one thread. Every method raises StoreError where the file fails."""

    def __init__(self, store: Anchored, rulebook: Rulebook) -> None:
        self._store = store
        self._connection = store.connection
        self._rulebook = rulebook

    @classmethod
    def open(cls, path: Path, rulebook: Rulebook) -> Self:
        """Open the store; what the health watch recorded before the first time is history, and raises nothing."""
        store = Anchored(path)
        try:
            with store.use() as connection, Immediate(connection):
                connection.execute(
                    "INSERT OR IGNORE INTO state SELECT ?, coalesce(max(id), 0) FROM health_records",
                    (NOTICED,),
                )
        except BaseException:
            store.close()
            raise
        return cls(store, rulebook)

    def close(self) -> None:
        """Close the connection."""
        self._store.close()

    def changed(self) -> int:
        """Give a number that changes when another connection has committed."""
        with self._store.use():
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def webhooks(self) -> None:
        """Raise what became of our webhooks since the last look, and resolve what is mended."""
        with self._store.use():
            seen = int(
                self._connection.execute("SELECT value FROM state WHERE name = ?", (NOTICED,)).fetchone()[0]
            )
            found = health_records(self._connection, after=seen, since=None, until=None, limit=None)
            mended = self._mended()
            if not found and not mended:
                return
            with Immediate(self._connection):
                for record in reversed(found):
                    self._record(record)
                for subject, at in mended:
                    resolve_condition(
                        self._connection, self._rulebook, Condition.WEBHOOK, at, subject=subject
                    )
                if found:
                    self._connection.execute(
                        "UPDATE state SET value = ? WHERE name = ?", (found[0].id, NOTICED)
                    )

    def rejected(self, count: int, at: int) -> None:
        """Raise that so many deliveries were rejected within the rule's time."""
        with self._store.use(), Immediate(self._connection):
            raise_condition(self._connection, self._rulebook, Condition.REJECTED, at, facts={"count": count})

    def over(self, what: Condition, at: int) -> None:
        """Resolve what isn't so any more."""
        with self._store.use():
            if self._open(what):
                with Immediate(self._connection):
                    resolve_condition(self._connection, self._rulebook, what, at)

    def silence(self, now: int) -> None:
        """Raise or resolve that nothing was heard for longer than the rule allows, and than is usual here."""
        with self._store.use():
            heard = [
                at
                for (at,) in self._connection.execute(
                    "SELECT received_at FROM events WHERE synthetic = 0 ORDER BY received_at DESC LIMIT ?",
                    (_INTERVALS,),
                )
            ]
            if not heard:
                return
            usual = max((newer - older for newer, older in pairwise(heard)), default=0)
            rule = self._rulebook.built_in[Condition.SILENCE]
            if now - heard[0] <= max(rule.within, 2 * usual):
                self.over(Condition.SILENCE, heard[0])
            elif not self._open(Condition.SILENCE):
                with Immediate(self._connection):
                    raise_condition(self._connection, self._rulebook, Condition.SILENCE, now)

    def stored_again(self, since: int, until: int, reason: str, told: list[Told]) -> None:
        """Keep an alert about storing, which could be told but not be kept while it lasted."""
        finding = self._rulebook.find(Condition.STORING)
        if finding is None:
            return
        with self._store.use(), Immediate(self._connection):
            facts = msgspec.json.encode({"reason": reason}).decode()
            alert = insert_alert(self._connection, finding, since, subject="", facts=facts)
            self._connection.execute("UPDATE alerts SET resolved_at = ? WHERE id = ?", (until, alert))
            self._connection.executemany(
                "INSERT INTO outbox (alert, channel, about, outcome, at, error, tries) VALUES (?, ?, ?, ?, ?, ?, 1)",
                [
                    (alert, one.name, About.RAISED, one.outcome, one.at, one.error)
                    for one in told
                    if one.outcome in (Outcome.SENT, Outcome.FAILING)
                ],
            )

    def _record(self, record: HealthRecord) -> None:
        subject = record.webhook_id or ""
        here = health(self._connection).moved_to
        points_here = record.now is not None and here is not None and plain_url(record.now) == plain_url(here)
        if record.what is Happened.ACTIVE or (record.what is Happened.MOVED and points_here):
            resolve_condition(self._connection, self._rulebook, Condition.WEBHOOK, record.at, subject=subject)
        elif record.what in _LOST:
            facts: dict[str, object] = {"name": record.name, "what": _LOST[record.what], "now": record.now}
            raise_condition(
                self._connection, self._rulebook, Condition.WEBHOOK, record.at, subject=subject, facts=facts
            )

    def _mended(self) -> list[tuple[str, int]]:
        """Give the webhooks of open alerts that are active now and point here, or that somebody deleted from here."""
        subjects = self._open(Condition.WEBHOOK)
        if not subjects:
            return []
        now = health(self._connection)
        bad = {webhook.id for webhook in (*now.inactive, *now.misdirected)}
        listed = {webhook.id for webhook in now.webhooks}
        checked = now.checks.listed_at
        return [
            (subject, checked)
            for subject, what, last_at in subjects
            if checked is not None
            and checked >= last_at
            and subject not in bad
            and (subject in listed or what == _LOST[Happened.INACTIVE])
        ]

    def _open(self, what: Condition) -> list[tuple[str, str | None, int]]:
        return self._connection.execute(
            "SELECT subject, json_extract(facts, '$.what'), last_at FROM alerts WHERE what = ? AND resolved_at IS NULL",
            (what,),
        ).fetchall()
