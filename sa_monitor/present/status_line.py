"""The one line on top of every screen: what is in order, and before all what isn't."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.present import signs
from sa_monitor.present.ages import ago
from sa_monitor.present.cells import END
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.times import minute, zone_name, zone_offset
from sa_monitor.present.tone import Line, Span, Tone, cut_line, line_width

NARROW_BELOW = 110
MEDIUM_BELOW = 160


class Item(Struct, frozen=True):
    """One thing that is so. `words` say it from most to least exactly; what isn't `fine` is never dropped.

    What `stays` is dropped last: what is wrong is said shorter before.
    """

    sign: str
    words: tuple[str, ...]
    fine: bool = True
    tone: Tone = Tone.TEXT
    stays: bool = False

    def spans(self, detail: int) -> Line:
        """Give it with its sign; `detail` 0 is the most exact."""
        words = self.words[min(detail, len(self.words) - 1)]
        if not self.sign:
            return (Span(words, self.tone),)
        tone = Tone.SUCCESS if self.fine else self.tone
        return Span(self.sign, tone), Span(f" {words}", self.tone)


def badge(words: str) -> Item:
    """Make a reversed mark that is never dropped."""
    return Item("", (f" {clean(words)} ",), fine=False, tone=Tone.BADGE)


def fine(*words: str) -> Item:
    """Make an item that is in order."""
    return Item(signs.OK, words)


def broken(*words: str) -> Item:
    """Make an item that is lost or broken."""
    return Item(signs.LOST, words, fine=False, tone=Tone.ERROR)


def look(*words: str) -> Item:
    """Make an item that wants a look."""
    return Item(signs.LOOK, words, fine=False, tone=Tone.WARNING)


def unknown(*words: str) -> Item:
    """Make an item of which it isn't known whether it is in order."""
    return Item(signs.UNKNOWN, words, fine=False, tone=Tone.WARNING)


def said(*words: str) -> Item:
    """Make an item without a sign: a fact that is neither right nor wrong."""
    return Item("", words)


def hint(*words: str) -> Item:
    """Make an item that names the key against what isn't in order."""
    return Item("", words, fine=False, tone=Tone.ACCENT)


def listening_item(address: str) -> Item:
    """Say that this process listens at a URL."""
    bare = clean(address).partition("://")[2] or clean(address)
    words = f"listening {bare}", f"listening {bare.partition('/')[0]}", "listening"
    return Item(signs.OK, words, stays=True)


def recorder_item(pid: int | None) -> Item:
    """Say that another process listens; shorter only where the line is full."""
    whole, short = (
        (f"pid {pid} listens", f"pid {pid}") if pid else ("another process listens", "another listens")
    )
    return Item(signs.OK, (whole, whole, whole, short), stays=True)


def newest_item(newest: int | None, now: int, zone: tzinfo) -> Item:
    """Say when the last event was heard."""
    if newest is None:
        return said("no event yet")
    when = ago(newest, now, zone)
    return said(f"last event {when}", f"event {when}")


def total_items(cells: int, events: int) -> Iterator[Item]:
    """Say how many events are kept, where there is much room."""
    if cells >= MEDIUM_BELOW and events:
        yield said(counted(events, "event"))


def lost_item(lost: int) -> Item:
    """Say how many authorizations are lost."""
    return broken(f"{grouped(lost)} lost")


def clock_words(now: int, zone: tzinfo, cells: int) -> str:
    """Write the time of day in minutes, and the zone that every time on the screen is in."""
    name, offset = zone_name(now, zone), zone_offset(now, zone)
    shown = minute(now, zone).removesuffix("Z")
    return f"{shown} {name} ({offset})" if offset and cells >= MEDIUM_BELOW else f"{shown} {name}"


def status_line(items: Sequence[Item], clock: str, cells: int) -> Line:
    """Write the items over `cells` with the clock at the right end.

    Where they don't fit, what is in order is said shorter, then dropped from the right; so what is wrong moves left
    and keeps its words as long as they fit at all.
    """
    gap = 2 if cells < NARROW_BELOW else 3
    exactness = 0 if cells >= MEDIUM_BELOW else 1 if cells >= NARROW_BELOW else 2
    room = cells - len(clock) - 2
    spans: Line = ()
    for kept, detail, wrong in _ever_shorter(items, exactness):
        spans = _joined(kept, detail, wrong, gap)
        if line_width(spans) + gap <= room:
            break
    shown = cut_line(spans, room - 1, END)
    blank = " " * (cells - 1 - len(clock) - line_width(shown))
    return (*shown, Span(f"{blank}{clock} "))


def _ever_shorter(items: Sequence[Item], exactness: int) -> Iterator[tuple[Sequence[Item], int, int]]:
    """Give what is kept, how short what is in order is said, and how short what is wrong is."""
    short = max([exactness, *(len(item.words) - 1 for item in items if item.fine and not item.stays)])
    for detail in range(exactness, short + 1):
        yield items, detail, 0
    kept = list(items)
    for item in reversed(items):
        if item.fine and not item.stays:
            kept = [other for other in kept if other is not item]
            yield kept, short, 0
    shortest = max((len(item.words) for item in items), default=1)
    for detail in range(1, shortest):
        yield kept, shortest, detail
    yield [item for item in kept if not item.stays], shortest, shortest


def _joined(items: Sequence[Item], detail: int, wrong: int, gap: int) -> Line:
    spans: list[Span] = []
    for item in items:
        own = item.spans(detail if item.fine else wrong)
        lead = 1 if not spans else gap - 1 if spans[-1].tone is Tone.BADGE else gap
        spans += [Span(" " * lead), *own]
    return tuple(spans)
