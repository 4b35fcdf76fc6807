"""One request whole: what became of it and why, what it claims, its headers, and its body as it came."""

from collections.abc import Iterator

from sa_monitor.model.delivery import Delivery, Outcome
from sa_monitor.present.ages import ago
from sa_monitor.present.body_lines import exact, pretty
from sa_monitor.present.cells import wrap
from sa_monitor.present.clean import clean, escaped
from sa_monitor.present.delivery_row import claimed, outcome_sign
from sa_monitor.present.delivery_words import believed, webhook_label
from sa_monitor.present.detail_line import LABEL, DetailLine, Page
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.rules import Heading, ruled
from sa_monitor.present.times import exact_moment
from sa_monitor.present.tone import Span, Tone, line

_HEADER = 20


def delivery_details(kept: Delivery, page: Page) -> list[DetailLine]:
    """Write the whole page."""
    return [_headline(kept), *_facts(kept, page), *_headers(kept, page), *_body(kept, page)]


def _headline(kept: Delivery) -> DetailLine:
    sign, tone = outcome_sign(kept)
    words = f"{kept.outcome or 'waiting to be read'}"
    why = f": {clean(kept.problem)}" if kept.problem else ""
    return DetailLine((Span(f" {sign} ", tone), Span(f"{words}{why}", Tone.STRONG)), f"{words}{why}")


def _facts(kept: Delivery, page: Page) -> Iterator[DetailLine]:
    for label, words in _told(kept, page):
        for piece in wrap(words, page.cells - LABEL - 2):
            yield DetailLine((Span(f" {label:<{LABEL}}", Tone.QUIET), *line(piece)), words)
            label = ""  # noqa: PLW2901 (it stands once)


def _told(kept: Delivery, page: Page) -> Iterator[tuple[str, str]]:
    heard = exact_moment(kept.received_at, page.zone)
    yield "received", f"{heard}   {ago(kept.received_at, page.now, page.zone)}"
    yield "from", clean(kept.remote)
    if kept.outcome is not Outcome.REJECTED:
        yield "signature", believed(kept)
        yield "webhook", webhook_label(kept)
        if kept.event_id is not None:
            yield "event", grouped(kept.event_id)
        return
    yield "claims", f"{claimed(kept).removeprefix('claims ')}; nothing it claims is believed"
    if kept.webhook_id:
        yield "webhook id", clean(kept.webhook_id)
        yield "if it's yours", "sa-monitor secrets add, with that id, takes its secret"


def _headers(kept: Delivery, page: Page) -> Iterator[DetailLine]:
    yield DetailLine(ruled(Heading(f"Headers that are kept ({len(kept.headers)})"), page.cells))
    for name, value in kept.headers.items():
        lead = f" {clean(name):<{_HEADER}}"
        for piece in wrap(escaped(value), page.cells - _HEADER - 2):
            yield DetailLine((Span(lead, Tone.QUIET), Span(piece)), value)
            lead = " " * (_HEADER + 1)
    if not kept.headers:
        yield DetailLine(line("   none", Tone.QUIET))


def _body(kept: Delivery, page: Page) -> Iterator[DetailLine]:
    how = "laid out (b shows it exact)" if page.laid_out else "exact (b lays it out)"
    yield DetailLine(ruled(Heading(f"Body, {counted(len(kept.body), 'byte')}, {how}"), page.cells))
    pieces = pretty(kept.body, page.cells - 2) if page.laid_out else exact(kept.body, page.cells - 2)
    for piece in pieces:
        yield DetailLine((Span(" "), Span(piece)), piece)
