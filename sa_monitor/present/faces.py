"""What stands where there is nothing to show: what is so, what it means, what helps."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.present.as_started import as_started
from sa_monitor.present.cells import cut
from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import grouped
from sa_monitor.present.times import minute
from sa_monitor.present.tone import Line, Span, Tone, line


def no_event(address: str | None, kept_in: str, cells: int, options: str = "") -> list[Line]:
    """Say that nothing was heard yet, and how that changes; `options` are those of commands, see `Places`."""
    lines = [
        line(" No event yet.", Tone.STRONG),
        line(" Webex reports changes only. An organization that authorized a Service App"),
        line(" before today appears when it next changes."),
        (),
    ]
    if address is not None:
        lines += [
            (Span(" Deliveries to  ", Tone.QUIET), Span(cut(clean(address), cells - 17))),
            (Span(" are kept in    ", Tone.QUIET), Span(cut(clean(kept_in), cells - 17))),
            (),
            *_command(" Try it with    ", "sa-monitor trigger authorized", cells, options),
            *_command(
                " For Webex      ", "sa-monitor token set, then: sa-monitor webhooks create", cells, options
            ),
        ]
    return lines


def _command(label: str, words: str, cells: int, options: str) -> Iterator[Line]:
    """Write a command after a label; one that takes several lines is still one for a shell."""
    *above, last = broken(as_started(words, options), cells - len(label) - 3)
    for piece in (*(f"{piece} \\" for piece in above), last):
        yield Span(label, Tone.QUIET), Span(piece)
        label = " " * len(label)


def all_set(tested_at: int | None, zone: tzinfo) -> list[Line]:
    """Say that nothing was heard yet, and that nothing is left to do; `tested_at` is when a test delivery came."""
    came = f"; the test delivery came through at {minute(tested_at, zone)}" if tested_at is not None else ""
    again = "tests again" if tested_at is not None else "tests the way in"
    return [
        line(" No event yet.", Tone.STRONG),
        line(f" Webex reports changes only{came}."),
        (
            Span(" Nothing is left to do. "),
            Span("v", Tone.ACCENT),
            Span(f" {again}, "),
            Span("n", Tone.ACCENT),
            Span(" new webhook"),
        ),
    ]


def no_delivery(cells: int, options: str = "") -> list[Line]:
    """Say that no request was kept yet; `options` are those of commands, see `Places`."""
    return [
        line(" No delivery yet.", Tone.STRONG),
        line(" Each request that Webex sends appears here, rejected ones too, with the reason."),
        *_command(" A signed one:  ", "sa-monitor trigger authorized", cells, options),
    ]


def no_match(query: str, total: int) -> list[Line]:
    """Say that a query, or a selection, has no event."""
    what = f" No event matches  {clean(query)}" if query else " No event here"
    return [
        line(what, Tone.STRONG),
        line(f" among {grouped(total)}. esc clears it, / changes it." if query else " yet. esc shows all."),
    ]


def too_small(cells: int, lines: int, least: tuple[int, int], *, recording: bool) -> list[Line]:
    """Say that the terminal is too small, in words that fit."""
    goes_on = " Recording goes on." if recording else ""
    words = f"{least[0]}x{least[1]} is needed, this is {cells}x{lines}.{goes_on} q quits"
    rows: list[Line] = [()]
    held = ""
    for word in words.split():
        if held and len(held) + 1 + len(word) > max(10, cells - 2):
            rows.append(line(f" {held}"))
            held = ""
        held = f"{held} {word}".strip()
    return [*rows, line(f" {held}")]
