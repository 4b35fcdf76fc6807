"""One row of the page of webhooks, and what heads them."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.instants import DAY
from sa_monitor.model.matching import Heard
from sa_monitor.model.reach import plain_url
from sa_monitor.model.webhook import Webhook
from sa_monitor.present import signs
from sa_monitor.present.ages import rough_ago
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.quantities import grouped
from sa_monitor.present.times import short_date
from sa_monitor.present.tone import Line, Tone, line
from sa_monitor.present.webhook_lines import webhook_sign
from sa_monitor.present.webhook_words import filter_words, webhook_label

_ROOMY = 110
_TONES = {signs.OK: Tone.SUCCESS, signs.LOST: Tone.ERROR, signs.LOOK: Tone.WARNING}
_EVENT, _STATUS, _LAST, _COUNT = len("deauthorized"), len("INACTIVE"), len("12 min ago"), 7


class WebhookColumns(Struct, frozen=True):
    """Where the parts of a row stand; a column of no cells isn't shown."""

    name: Column
    event: Column
    limits: Column
    target: Column
    status: Column
    last: Column
    count: Column


class WebhookView(Struct, frozen=True, kw_only=True):
    """What a row says. `here` is the target that ours should have."""

    webhook: Webhook
    is_ours: bool
    condition: Filter | None
    app_name: str | None
    findings: tuple[Finding, ...]
    heard: Heard
    here: str | None


def webhook_columns(cells: int) -> WebhookColumns:
    """Lay the parts out over `cells`; with little room the target and the count give way."""
    roomy = cells >= _ROOMY
    fixed = 3 + _EVENT + _STATUS + _LAST + (_COUNT if roomy else 0) + 2 * (6 if roomy else 4)
    free = cells - fixed
    name = free * 30 // 100 if roomy else free // 2
    limits = free * 34 // 100 if roomy else free - name
    target = free - name - limits if roomy else 0
    widths = (name, _EVENT, limits, target, _STATUS, _LAST, _COUNT if roomy else 0)
    placed = dict(zip(WebhookColumns.__struct_fields__, _placed(3, widths), strict=True))
    return WebhookColumns(**placed | {"count": placed["count"]._replace(right=True)})


def _placed(at: int, widths: Sequence[int]) -> Iterator[Column]:
    for width in widths:
        yield Column(at, width)
        at += width + (2 if width else 0)


def webhook_heading(columns: WebhookColumns) -> Line:
    """Name the columns."""
    return row(
        [
            (columns.name, line("name", Tone.QUIET)),
            (columns.event, line("event", Tone.QUIET)),
            (columns.limits, line("filter", Tone.QUIET)),
            (columns.target, line("target", Tone.QUIET)),
            (columns.status, line("status", Tone.QUIET)),
            (columns.last, line("last heard", Tone.QUIET)),
            (columns.count, line("heard", Tone.QUIET)),
        ]
    )


def webhook_row(view: WebhookView, columns: WebhookColumns, now: int, zone: tzinfo) -> Line:
    """Write a webhook."""
    webhook = view.webhook
    sign = webhook_sign(view.findings, is_ours=view.is_ours)
    broken = view.is_ours and not webhook.active
    status = "active" if webhook.active else clean(webhook.status).upper()
    quiet = Tone.TEXT if view.is_ours else Tone.QUIET
    return row(
        [
            (Column(1, 1), line(sign.strip(), _TONES.get(sign, Tone.TEXT))),
            (columns.name, line(webhook_label(webhook), quiet)),
            (columns.event, line(clean(webhook.event), quiet)),
            (columns.limits, line(filter_words(view.condition, webhook.filter, view.app_name), quiet)),
            (columns.target, line(target_words(view), quiet)),
            (columns.status, line(status, Tone.ERROR if broken else quiet)),
            (columns.last, line(_last(view, now, zone), quiet)),
            (columns.count, line(grouped(view.heard.deliveries) if view.is_ours else "", quiet)),
        ]
    )


def target_words(view: WebhookView) -> str:
    """Say where it points to: here, where we were, or elsewhere."""
    url = view.webhook.target_url
    if view.here is not None and plain_url(url) == plain_url(view.here):
        return "this monitor"
    if any(finding.flaw is Flaw.OTHER_TARGET and finding.was_ours for finding in view.findings):
        return "this monitor, old URL"
    return clean(url)


def _last(view: WebhookView, now: int, zone: tzinfo) -> str:
    if not view.is_ours:
        return "not ours"
    last = view.heard.last_at
    if last is None:
        return "never"
    return short_date(last, zone) if now - last >= DAY else rough_ago(last, now, zone)
