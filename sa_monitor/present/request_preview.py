"""What will be sent to Webex, exactly as it will be, but for the secret."""

from collections.abc import Iterator, Sequence

import msgspec

from sa_monitor.model.webhook_request import Request
from sa_monitor.present.cells import cut, wrap
from sa_monitor.present.change_words import body_text
from sa_monitor.present.clean import escaped
from sa_monitor.present.tone import Line, Span, Tone, line

_BASE = "/v1"


def preview_lines(requests: Sequence[Request], cells: int) -> Iterator[Line]:
    """Write each request with its body laid out; a line that is too long goes on below, nothing is cut."""
    for number, request in enumerate(requests, 1):
        if number > 1:
            yield ()
        yield from _request_line(request, number, len(requests), cells)
        for text in body_text(request).splitlines():
            yield from (line(f" {piece}") for piece in wrap(escaped(text), max(1, cells - 2)))


def folded(requests: Sequence[Request], cells: int) -> Line:
    """Write as much as one line holds."""
    if not requests:
        return ()
    first = requests[0]
    body = body_text(first)
    compact = escaped(msgspec.json.format(body.encode(), indent=0).decode()) if body else ""
    of = f" 1/{len(requests)}" if len(requests) > 1 else ""
    head = f" {first.method} {_path(first)}{of} "
    return Span(head, Tone.ACCENT), Span(cut(compact, max(0, cells - len(head) - 1)))


def _request_line(request: Request, number: int, many: int, cells: int) -> Iterator[Line]:
    of = f" {number}/{many}" if many > 1 else ""
    for piece in wrap(f"{request.method} {_path(request)}{of}", max(1, cells - 2)):
        yield line(f" {piece}", Tone.ACCENT)


def _path(request: Request) -> str:
    return escaped(_BASE + request.path)
