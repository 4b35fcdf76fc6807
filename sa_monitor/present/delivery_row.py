"""One row of the page of deliveries: when, what became of it, why, from where, and whose it says it is."""

from datetime import tzinfo

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.signature import WRONG_SIGNATURE
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.delivery_words import secret_words, webhook_label
from sa_monitor.present.times import time_of_day
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


def delivery_row(kept: Delivery, zone: tzinfo, cells: int) -> Line:
    """Write the row over `cells`; nothing that a rejected delivery claims is believed."""
    sign, tone = outcome_sign(kept)
    outcome = (Span(sign, tone), Span(f" {kept.outcome or 'waiting'}", tone))
    parts = (short_reason(kept), f"from {clean(kept.remote)}", claimed(kept))
    written = time_of_day(kept.received_at, zone)
    time = (Column(1, len(written)), line(written))
    at = len(written) + 2
    if cells < _ROOMY:
        flowing = (*outcome, Span(f"  {'  '.join(part for part in parts if part)}"))
        return row([time, (Column(at, cells - at - 1), flowing)])
    reason = Column(at + _OUTCOME + 2, _REASON)
    remote = Column(reason.end + 2, _FROM)
    webhook = Column(remote.end + 2, cells - remote.end - 3)
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
