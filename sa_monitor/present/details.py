"""One event whole: what happened, what it changed, whose it was, and every delivery that reported it."""

from collections.abc import Iterable, Iterator, Sequence

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.present.body_lines import exact, pretty
from sa_monitor.present.cells import wrap
from sa_monitor.present.clean import clean
from sa_monitor.present.delivery_words import delivery_words, verdict_sign
from sa_monitor.present.detail_facts import About, about_facts, facts, headline
from sa_monitor.present.detail_line import LABEL, DetailLine, Page
from sa_monitor.present.event_words import sign_of
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.scopes_pane import scope_differences, site_differences
from sa_monitor.present.times import date, exact_time, there
from sa_monitor.present.tone import Span, Tone, line, plain

_MOST_ITEMS = 1_000
"""Scopes and sites that are listed one by one; a hostile payload may carry any number."""


def details(
    step: Step, deliveries: Sequence[Delivery], page: Page, about: About | None = None
) -> list[DetailLine]:
    """Write the whole page; `about` is what is known beside the event."""
    return [
        headline(step.event),
        *facts(step, page),
        *about_facts(about or About(), page),
        *_change(step, page),
        *_ids(step.event, deliveries, page),
        *_deliveries(step.event, deliveries, page),
        *_body(deliveries, page),
    ]


def _rule(title: str, page: Page) -> DetailLine:
    return DetailLine(ruled(Heading(title), page.cells))


def _change(step: Step, page: Page) -> Iterator[DetailLine]:
    before = step.before
    differences = [
        ("", scope_differences(step)),
        ("site   ", site_differences(step, "sites")),
        ("admin  ", site_differences(step, "admin_sites")),
    ]
    changed = any(sign != " " for _what, items in differences for sign, _item in items)
    if step.event.kind is Kind.DEAUTHORIZED or (before and changed):
        against = f" against {date(before.received_at, page.zone)}" if before else ""
        yield _rule(f"Change{against}", page)
    elif before is not None and before.kind is Kind.AUTHORIZED:
        yield _rule(f"Scopes and sites, the same as on {date(before.received_at, page.zone)}", page)
    else:
        yield _rule("Scopes and sites", page)
    lines = [_item(sign, what, item, step.event) for what, items in differences for sign, item in items]
    yield from lines[:_MOST_ITEMS]
    if len(lines) > _MOST_ITEMS:
        yield DetailLine(line(f"   {grouped(len(lines) - _MOST_ITEMS)} more", Tone.QUIET))
    if not lines:
        yield DetailLine(line("   none were told", Tone.QUIET))


def _item(sign: str, what: str, item: str, event: Event) -> DetailLine:
    _same, tone = sign_of(event)
    marked = Span(f" {sign} ", Tone.TEXT if sign == " " else tone if tone is Tone.ERROR else Tone.WARNING)
    return DetailLine((marked, *line(what, Tone.QUIET), *line(clean(item))), item)


def _ids(event: Event, deliveries: Sequence[Delivery], page: Page) -> Iterator[DetailLine]:
    yield _rule("Ids", page)
    yield from _id("organization", event.org_id, page, "Control Hub")
    yield from _id("Service App", event.app_id, page)
    yield from _id("authorizer", event.authorizer_id, page)
    if event.actor_id != event.authorizer_id:
        yield from _id("actor", event.actor_id, page)
    for webhook_id in dict.fromkeys(own.webhook_id for own in deliveries if own.webhook_id):
        yield from _id("webhook", webhook_id, page)


def _id(label: str, webex_id: str | None, page: Page, where: str = "") -> Iterator[DetailLine]:
    """Write an id by the UUID that people compare, and whole: it is never cut."""
    if webex_id is None:
        return
    uuid = uuid_of(webex_id)
    lead = f" {label:<{LABEL}}"
    if uuid:
        place = line(f"  ({where})", Tone.QUIET) if where else ()
        yield DetailLine((Span(lead, Tone.QUIET), Span(uuid), *place), uuid)
        lead = " " * len(lead)
    for piece in wrap(clean(webex_id), page.cells - len(lead) - 1):
        yield DetailLine((Span(lead, Tone.QUIET), Span(piece, Tone.QUIET if uuid else Tone.TEXT)), webex_id)
        lead = " " * len(lead)


def _deliveries(event: Event, deliveries: Sequence[Delivery], page: Page) -> Iterator[DetailLine]:
    yield _rule(f"Deliveries ({grouped(len(deliveries))})", page)
    for delivery in deliveries[:_MOST_ITEMS]:
        sign, tone = verdict_sign(delivery)
        at, zone = delivery.received_at, page.zone
        same_day = there(at, zone).date() == there(event.received_at, zone).date()
        when = exact_time(at, zone) if same_day else f"{date(at, zone)} {exact_time(at, zone)}"
        words = delivery_words(delivery, deliveries[0])
        spans = (Span(f" {when}  "), Span(sign, tone), Span(f" {words}"))
        yield DetailLine(spans, plain(spans).strip())


def _body(deliveries: Sequence[Delivery], page: Page) -> Iterator[DetailLine]:
    if not deliveries:
        return
    whose = " of the first" if len(deliveries) > 1 else ""
    how = "laid out (b shows it exact)" if page.laid_out else "exact (b lays it out)"
    yield _rule(f"Body{whose}, {how}", page)
    body = deliveries[0].body
    yield from _text(pretty(body, page.cells - 2) if page.laid_out else exact(body, page.cells - 2))


def _text(pieces: Iterable[str]) -> Iterator[DetailLine]:
    for piece in pieces:
        yield DetailLine((Span(" "), Span(piece)), piece)
