"""Events, and requests that were kept, in the forms in which they are exported."""

import csv
import io
import re
from collections.abc import Sequence
from enum import StrEnum

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Event
from sa_monitor.present.event_lines import event_line
from sa_monitor.present.records import Record, delivery_record, event_record, json_line, json_text

_FORMULAS = frozenset("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes the cell of a table for a formula by."""

_FURTHER = re.compile(r"""(;[\s"']*)(?=[=+\-@＝＋－＠])""")
"""Where it would begin another cell with one: in many countries it splits lines at semicolons, quoted or not."""

COLUMNS = (
    "id",
    "event",
    "app_id",
    "app_name",
    "org_id",
    "org_name",
    "authorizer_id",
    "actor_id",
    "authorization_date",
    "received_at",
    "scopes",
    "sites",
    "admin_sites",
    "signature",
    "deliveries",
    "webhook_ids",
    "synthetic",
    "expected",
    "problem",
)
"""The columns of a table, which are the fields of an event."""

DELIVERY_COLUMNS = (
    "id",
    "received_at",
    "verdict",
    "outcome",
    "webhook_id",
    "remote",
    "headers",
    "problem",
)
"""The same of requests."""


class Format(StrEnum):
    """The forms of an export: one JSON object a line, or a table."""

    JSONL = "jsonl"
    CSV = "csv"


def heading(form: Format) -> str:
    """Write what stands before the first event."""
    return _rows([COLUMNS]) if form is Format.CSV else ""


def exported(events: Sequence[Event], form: Format) -> str:
    """Write events, each on a line of its own. Nothing of it acts on a terminal, or as a formula in a spreadsheet."""
    if form is Format.JSONL:
        return "".join(f"{event_line(event)}\n" for event in events)
    return _rows([_cells(event_record(event), COLUMNS) for event in events])


def deliveries_heading(form: Format) -> str:
    """Write what stands before the first request."""
    return _rows([DELIVERY_COLUMNS]) if form is Format.CSV else ""


def deliveries_exported(kept: Sequence[Delivery], form: Format) -> str:
    """Write requests without their bodies, as harmless as events."""
    records = [delivery_record(delivery) for delivery in kept]
    if form is Format.JSONL:
        return "".join(f"{json_line(record)}\n" for record in records)
    return _rows([_cells(record, DELIVERY_COLUMNS) for record in records])


def _rows(rows: Sequence[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def _cells(record: Record, columns: Sequence[str]) -> list[str]:
    return [_cell(record[name]) for name in columns]


def _cell(value: object) -> str:
    """Write one value; lists with blanks between their members, flags and what has names as JSON has them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _harmless(json_text(value))
    if isinstance(value, tuple | list):
        value = " ".join(value)
    return _harmless(str(value))


def _harmless(text: str) -> str:
    """Keep a text from being a formula, and from acting on a terminal."""
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    if ";" in text:
        text = _FURTHER.sub(r"\1'", text)
    return f"'{text}" if text[:1] in _FORMULAS or text.lstrip()[:1] in _FORMULAS else text
