"""Webhooks as commands print them."""

from collections.abc import Sequence

import msgspec

from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.matching import Heard
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.model.webhook import Webhook
from sa_monitor.present import signs
from sa_monitor.present.cells import cut
from sa_monitor.present.clean import clean
from sa_monitor.present.lines import Cells, at
from sa_monitor.present.quantities import grouped
from sa_monitor.present.records import Record, time_or_null
from sa_monitor.present.webhook_words import filter_words, finding_name, finding_words, webhook_label

WEBHOOK_HEADING: Cells = (
    "",
    "name",
    "event",
    "status",
    "findings",
    "filter",
    "last delivery",
    "deliveries",
    "target",
    "id",
)
_LONGEST = 40
_BROKEN = (Flaw.INACTIVE, Flaw.OTHER_TARGET)


def webhook_sign(findings: Sequence[Finding], *, is_ours: bool) -> str:
    """Give the sign of a webhook; a blank for one that isn't ours, which nobody judges."""
    if not is_ours:
        return " "
    if any(finding.flaw in _BROKEN for finding in findings):
        return signs.LOST
    return signs.LOOK if findings else signs.OK


def webhook_cells(
    webhook: Webhook,
    condition: Filter | None,
    app_name: str | None,
    heard: Heard,
    findings: Sequence[Finding],
    *,
    is_ours: bool,
) -> Cells:
    """Give the row of a webhook; what is wrong stands where a narrow terminal still shows it."""
    return (
        webhook_sign(findings, is_ours=is_ours),
        cut(webhook_label(webhook), _LONGEST),
        clean(webhook.event),
        "active" if webhook.active else clean(webhook.status).upper(),
        ", ".join(finding_name(finding) for finding in findings) if is_ours else "not ours",
        cut(filter_words(condition, webhook.filter, app_name), _LONGEST),
        at(heard.last_at) if heard.last_at is not None else "-",
        grouped(heard.deliveries),
        clean(webhook.target_url),
        uuid_of(webhook.id) or clean(webhook.id),
    )


def webhook_lines(
    webhook: Webhook, findings: Sequence[Finding], condition: Filter | None, app_name: str | None
) -> list[str]:
    """Give everything of one webhook, a line each."""
    fields = msgspec.to_builtins(webhook)
    lines = [f"{name:<14}{clean(str(value))}" for name, value in fields.items() if value is not None]
    what = filter_words(condition, webhook.filter, app_name)
    lines.append(f"{'fires for':<14}{what}")
    for finding in findings:
        sign = webhook_sign((finding,), is_ours=True)
        lines.append(f"{sign} {finding_name(finding):<16}{finding_words(finding, webhook, what)}")
    return lines


def webhook_record(
    webhook: Webhook, heard: Heard, findings: Sequence[Finding], *, secret_known: bool
) -> Record:
    """Give Webex's own fields, and what is known of it here."""
    fields: Record = msgspec.to_builtins(webhook)
    return {
        **fields,
        "secret_known": secret_known,
        "deliveries": heard.deliveries,
        "last_delivery": time_or_null(heard.last_at),
        "findings": [str(finding.flaw) for finding in findings],
    }
