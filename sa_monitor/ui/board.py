"""What the panes above the log show, for what they are narrowed to."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.authorization import Authorization
from sa_monitor.present.cells import width
from sa_monitor.present.columns import first_fitting
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.member_row import is_critical, member_columns, member_row
from sa_monitor.present.names import app_label, org_label
from sa_monitor.present.overview import Member, Summary, counted_states, members_of, summaries_of
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading
from sa_monitor.present.summary_row import summary_columns, summary_row
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Line
from sa_monitor.ui.selection import Selection

ALL = ""
"""The key of the row of all together."""


class Place(Struct, frozen=True):
    """Which row the cursor is on, from 1, of how many, and whether not all of them can be seen."""

    at: int = 0
    of: int = 0
    overflows: bool = False


class Board(Struct, frozen=True):
    """The rows of the first pane, first all of them together, and those of the second for the selected one.

    `hidden` counts the events of what the selection leaves out, `hidden_lost` the losses among all that it and the
    query leave out.
    """

    outer: Thing
    summaries: Sequence[Summary]
    members: Sequence[Member]
    selected: Summary
    hidden: int
    hidden_lost: int
    naming: Naming

    def label(self, thing: Thing, key: str | None) -> str:
        """Give what a Service App or an organization is called; nothing for None."""
        if key is None:
            return ""
        own = app_label(key, None) if thing is Thing.APP else org_label(key, None)
        return self.naming.of(thing).whole(key, own)

    @property
    def outer_name(self) -> str:
        """What the second pane is narrowed to."""
        return f"all {self.outer.many}" if self.selected.key is None else self.selected.label


def board_of(
    everything: Sequence[Authorization],
    matching: Sequence[Authorization],
    chosen: Selection,
    naming: Naming = NOTHING_KNOWN,
) -> Board:
    """Gather the standings that match the query; what is selected stays in the list whatever matches."""
    outer, key = chosen.outer, chosen.chosen(chosen.outer)
    together = Summary(key=None, label=f"All {outer.many}", counts=counted_states(matching))
    summaries = [together, *summaries_of(matching, outer, naming)]
    if key is not None and all(found.key != key for found in summaries):
        summaries.append(_alone(everything, outer, key, naming))
    in_sight = [own for own in matching if _selected(own, chosen)]
    return Board(
        outer=outer,
        summaries=summaries,
        members=members_of(matching, outer.other, key, naming),
        selected=next((found for found in summaries if found.key == key), together),
        hidden=sum(own.events for own in matching) - sum(own.events for own in in_sight),
        hidden_lost=sum(own.lost for own in everything) - sum(own.lost for own in in_sight),
        naming=naming,
    )


def _alone(everything: Sequence[Authorization], thing: Thing, key: str, naming: Naming) -> Summary:
    """Give what is selected and doesn't match: it counts nothing."""
    known = summaries_of((own for own in everything if thing.id_of(own) == key), thing, naming)
    return Summary(key=key, label=known[0].label if known else key, counts=counted_states(()))


def _selected(own: Authorization, chosen: Selection) -> bool:
    return chosen.app_id in (None, own.app_id) and chosen.org_id in (None, own.org_id)


class Rows(Struct, frozen=True):
    """The rows of a pane by their keys; each is written when it is to be seen."""

    keys: Sequence[str]
    write: Callable[[int], Line]


NO_ROWS = Rows((), lambda _number: ())
"""No rows."""


def summary_rows(board: Board, cells: int) -> Rows:
    """Write the rows of the first pane."""
    columns = summary_columns(cells, board.summaries)
    labels = board.naming.of(board.outer)

    def write(number: int) -> Line:
        found = board.summaries[number]
        label = labels.within(found.key, found.label, columns.name.cells) if found.key else None
        return summary_row(found, columns, label)

    return Rows([found.key or ALL for found in board.summaries], write)


def member_rows(board: Board, cells: int, now: int, zone: tzinfo) -> Rows:
    """Write the rows of the second pane."""
    thing = board.outer.other
    columns = member_columns(cells, critical=any(is_critical(member, thing) for member in board.members))
    labels = board.naming.of(thing)

    def write(number: int) -> Line:
        member = board.members[number]
        label = labels.within(member.key, member.label, columns.name.cells)
        return member_row(member, thing, columns, now, zone, label=label)

    return Rows([member.key for member in board.members], write)


def summary_heading(board: Board, cells: int, place: Place, *, focused: bool) -> Heading:
    """Write the rule above the first pane."""
    columns = summary_columns(cells, board.summaries).named()
    return Heading(
        board.outer.heading,
        middle=(*_count(replace(place, at=place.at - 1, of=place.of - 1)), ""),
        columns=columns,
        focused=focused,
    )


def member_heading(board: Board, cells: int, place: Place, *, focused: bool) -> Heading:
    """Write the rule above the second pane."""
    columns = member_columns(cells).named()
    count = _count(place)
    stop = min((end - width(name) - 1 for name, end in columns), default=cells)
    room = stop - 4 - (width(count[-1]) + 3 if count else 0)
    return Heading(
        first_fitting(_titles(board), room) or _titles(board)[0],
        right=() if columns else count,
        middle=count if columns else (),
        columns=columns,
        focused=focused,
    )


def _titles(board: Board) -> tuple[str, ...]:
    """Say what is listed; of everything that goes without saying where there is little room."""
    what = board.outer.other.heading
    whole = f"{what} of {board.outer_name}"
    short = "apps" if board.outer is Thing.APP else "orgs"
    return (whole, f"{what} of all {short}", what) if board.selected.key is None else (whole,)


def _count(place: Place) -> tuple[str, ...]:
    """Say which row it is of how many; the row of all together is none of them."""
    if not place.overflows:
        return ()
    at, of = grouped(place.at), grouped(place.of)
    return (f"{at} of {of}", f"{at}/{of}") if place.at else (of,)
