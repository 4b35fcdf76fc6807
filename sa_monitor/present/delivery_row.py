"""One row of the page of deliveries: when, what became of it, why, from where, and whose it says it is."""

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.signature import WRONG_SIGNATURE
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.delivery_words import secret_words, webhook_label
from sa_monitor.present.times import minute, short_date, there, time_of_day
from sa_monitor.present.tone import Line, Span, Tone, line

_OUTCOME = len("unrecognised") + 2
_REASON = 24
_FROM = 21
_ROOMY = 110
"""Cells from which the parts stand in columns; below they follow each other, so that more of them is seen."""

_SHORT = {
    "made with the secret of another webhook": "another webhook's secret",
    "made with a secret that was replaced": "a replaced secret",
    "the signature is not hexadecimal, or of no known length": "not hexadecimal",
}
"""Reasons as a row says them; the details say them whole."""


class DeliveryColumns(Struct, frozen=True):
    """Where the parts of a row stand. `dated`: some of the times aren't of today."""

    cells: int
    time: int
    dated: bool


def delivery_columns(deliveries: Sequence[Delivery], now: int, zone: tzinfo, cells: int) -> DeliveryColumns:
    """Lay the parts out over `cells`."""
    today = there(now, zone).date()
    dated = any(there(kept.received_at, zone).date() != today for kept in deliveries)
    laid = DeliveryColumns(cells, 0, dated)
    return DeliveryColumns(
        cells, max((len(_when(kept, laid, zone)) for kept in deliveries), default=0), dated
    )


def delivery_row(kept: Delivery, columns: DeliveryColumns, zone: tzinfo) -> Line:
    """Write the row; nothing that a rejected delivery claims is believed."""
    sign, tone = outcome_sign(kept)
    outcome = (Span(sign, tone), Span(f" {kept.outcome or 'waiting'}", tone))
    parts = (short_reason(kept), f"from {clean(kept.remote)}", claimed(kept))
    at = columns.time + 2
    time = (Column(1, columns.time, right=True), line(_when(kept, columns, zone)))
    if columns.cells < _ROOMY:
        flowing = (*outcome, Span(f"  {'  '.join(part for part in parts if part)}"))
        return row([time, (Column(at, columns.cells - at - 1), flowing)])
    reason = Column(at + _OUTCOME + 2, _REASON)
    remote = Column(reason.end + 2, _FROM)
    webhook = Column(remote.end + 2, columns.cells - remote.end - 3)
    places = [(column, line(part)) for column, part in zip((reason, remote, webhook), parts, strict=True)]
    return row([time, (Column(at, _OUTCOME), outcome), *places])


def outcome_sign(kept: Delivery) -> tuple[str, Tone]:
    """Give the sign of what became of a delivery."""
    if kept.outcome is Outcome.REJECTED:
        return signs.LOST, Tone.ERROR
    if kept.outcome is Outcome.UNRECOGNISED:
        return signs.LOOK, Tone.WARNING
    return (signs.OK, Tone.TEXT) if kept.verdict is Verdict.VERIFIED else (signs.UNKNOWN, Tone.WARNING)


def short_reason(kept: Delivery) -> str:
    """Say why it was rejected, what is wrong with it, or what is unusual about it, in few words."""
    if kept.problem:
        problem = kept.problem.removeprefix(f"{WRONG_SIGNATURE}: ")
        return clean(_SHORT.get(problem, problem))
    if kept.outcome is Outcome.REJECTED:
        return "no reason kept"
    if kept.verdict is Verdict.UNSIGNED:
        return "unsigned"
    return secret_words(kept) or ""


def claimed(kept: Delivery) -> str:
    """Name the webhook that sent it; of a rejected one that is only what it says."""
    if kept.outcome is not Outcome.REJECTED:
        return webhook_label(kept)
    return (
        f"claims webhook {webhook_label(kept).removeprefix('webhook ')}"
        if kept.webhook_id
        else "claims no webhook"
    )


def _when(kept: Delivery, columns: DeliveryColumns, zone: tzinfo) -> str:
    """Write the time; where some are of other days with the day, then without seconds where there is little room."""
    at = kept.received_at
    if not columns.dated:
        return time_of_day(at, zone)
    time = time_of_day(at, zone) if columns.cells >= _ROOMY else minute(at, zone)
    return f"{short_date(at, zone)} {time}"
