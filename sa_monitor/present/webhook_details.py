"""All fields of one webhook, as lines that can be copied."""

from collections.abc import Iterator

import msgspec

from sa_monitor.model.webex_id import uuid_of
from sa_monitor.present.cells import wrap
from sa_monitor.present.clean import clean, escaped
from sa_monitor.present.detail_line import DetailLine
from sa_monitor.present.tone import Span, Tone, line
from sa_monitor.present.webhook_row import WebhookView
from sa_monitor.present.webhook_words import filter_words, finding_name, finding_words

_NAME = 16


def webhook_details(view: WebhookView, cells: int) -> list[DetailLine]:
    """Write its fields, what is wrong with it, and the JSON that Webex gives; copying gives a field whole."""
    return list(_lines(view, cells))


def _lines(view: WebhookView, cells: int) -> Iterator[DetailLine]:
    webhook = view.webhook
    what = filter_words(view.condition, webhook.filter, view.app_name)
    yield from _field("fires for", what, cells)
    for finding in view.findings:
        yield from _field(finding_name(finding), finding_words(finding, webhook, what), cells)
    if not view.is_ours:
        yield from _field("ours", "no: it is shown here, and left alone", cells)
    uuid = uuid_of(webhook.id)
    if uuid is not None:
        yield from _field("UUID", uuid, cells)
    for name, value in msgspec.to_builtins(webhook).items():
        if value is not None:
            yield from _field(name, clean(str(value)), cells)
    yield DetailLine(())
    yield DetailLine(line(" As Webex gives it", Tone.QUIET))
    whole = msgspec.json.encode(webhook).decode()
    for row in msgspec.json.format(whole, indent=2).splitlines():
        yield from (DetailLine(line(f" {piece}"), whole) for piece in wrap(escaped(row), cells - 2))


def _field(name: str, value: str, cells: int) -> Iterator[DetailLine]:
    room = max(20, cells - _NAME - 2)
    for number, piece in enumerate(wrap(value, room)):
        lead = "" if number else name
        yield DetailLine((Span(f" {lead:<{_NAME}}", Tone.QUIET), Span(piece)), value)
