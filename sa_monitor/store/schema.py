"""What stands in events.db, as far as every module here must know it; `migrations.py` makes it."""

from enum import IntEnum
from typing import Final

from sa_monitor.model.delivery import Outcome, Verdict
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, MINUTE

SET: Final = "sa-monitor"
MIGRATIONS: Final = (
    "create_deliveries",
    "create_projection",
    "create_annotations",
    "create_looks",
    "create_health",
    "create_heard_webhooks",
    "count_events",
    "index_pairs",
    "name_organizations",
    "create_alerts",
    "call_organizations",
    "widen_pairs",
    "index_alerts",
)
"""The names of the migrations, in order: kept here so that comparing them needs no sqlite-utils."""

APPLICATION_ID: Final = 0x5341_4D31
"""`PRAGMA application_id` of our files ("SAM1"), by which another program's database is told."""

KINDS: Final = (Kind.AUTHORIZED, Kind.DEAUTHORIZED)
VERDICTS: Final = (Verdict.VERIFIED, Verdict.UNSIGNED)
OUTCOMES: Final = (Outcome.RECORDED, Outcome.REPEATED, Outcome.UNRECOGNISED)
"""Stored as the place in these; their order is part of the file format."""

KIND_CODE: Final = {kind: code for code, kind in enumerate(KINDS)}
VERDICT_CODE: Final = {verdict: code for code, verdict in enumerate(VERDICTS)}
OUTCOME_CODE: Final = {outcome: code for code, outcome in enumerate(OUTCOMES)}


class Role(IntEnum):
    """What a number in `occurrences` is to the events of a pair: a list of them, a person, a webhook."""

    SCOPES = 0
    SITES = 1
    ADMIN_SITES = 2
    ACTOR = 3
    WEBHOOK = 4


class Span(IntEnum):
    """How long a row of `activity` lasts: in UTC, and short enough that every time zone's hours are whole ones."""

    QUARTER = 0
    DAY = 1


SPAN_LENGTH: Final = {Span.QUARTER: 15 * MINUTE, Span.DAY: DAY}
"""In milliseconds."""

ALL: Final = 0
"""In `tallies`, instead of the app and the organization of a pair: all of them."""

CURSOR: Final = "cursor"
DELIVERIES: Final = "deliveries"
EVENTS: Final = "events"
REJECTED: Final = "rejected"
NAMES: Final = "names"
JUDGED: Final = "judged"
ALERTS: Final = "alerts"
NOTICED: Final = "alerted health records"
WRITTEN_BY: Final = "written by"
"""Names in the table `state`: the last delivery that was projected, counts of what is, how often a name changed,
the last delivery that the rules have judged, how often something of an alert changed beside it,
the last record of the health watch that they have looked at, and a version."""

COUNT: Final = (
    "INSERT INTO state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
)
"""Counts a name in `state` up, or begins to count."""
