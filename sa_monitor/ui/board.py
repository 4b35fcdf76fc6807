"""What the panes above the log show, for what they are narrowed to."""

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.present.app_row import app_columns, app_row
from sa_monitor.present.names import ALL_APPS
from sa_monitor.present.organization_row import org_columns, org_row
from sa_monitor.present.overview import (
    AppSummary,
    OrgSummary,
    apps_of,
    counted_states,
    organizations_of,
)
from sa_monitor.present.quantities import grouped
from sa_monitor.present.rules import Heading
from sa_monitor.present.tone import Line
from sa_monitor.ui.selection import Selection

ALL = ""
"""The key of the row of all Service Apps."""

Rows = list[tuple[str, Line]]


class Board(Struct, frozen=True):
    """The Service Apps, first all of them together, and the organizations of the selected one.

    `hidden` counts the events of what the selection leaves out, `hidden_lost` the losses among all that it and the
    query leave out.
    """

    apps: Sequence[AppSummary]
    orgs: Sequence[OrgSummary]
    app: AppSummary
    org_label: str
    hidden: int
    hidden_lost: int


def board_of(
    everything: Sequence[Authorization], matching: Sequence[Authorization], chosen: Selection
) -> Board:
    """Gather the standings that match the query; a selected Service App stays in the list whatever matches."""
    whole = AppSummary(app_id=None, label=ALL_APPS, counts=counted_states(matching))
    apps = [whole, *apps_of(matching)]
    selected = next((app for app in apps if app.app_id == chosen.app_id), None)
    if selected is None:
        named = [app for app in apps_of(everything) if app.app_id == chosen.app_id]
        label = named[0].label if named else chosen.app_id or ""
        selected = AppSummary(app_id=chosen.app_id, label=label, counts=counted_states(()))
        apps.append(selected)
    in_sight = [own for own in matching if _selected(own, chosen)]
    orgs = organizations_of(matching, chosen.app_id)
    return Board(
        apps=apps,
        orgs=orgs,
        app=selected,
        org_label=next((org.label for org in orgs if org.org_id == chosen.org_id), ""),
        hidden=sum(own.events for own in matching) - sum(own.events for own in in_sight),
        hidden_lost=sum(own.lost for own in everything) - sum(own.lost for own in in_sight),
    )


def _selected(own: Authorization, chosen: Selection) -> bool:
    return chosen.app_id in (None, own.app_id) and chosen.org_id in (None, own.org_id)


def app_rows(board: Board, cells: int) -> Rows:
    """Write the rows of the Service Apps by their ids."""
    columns = app_columns(cells, board.apps)
    return [(app.app_id or ALL, app_row(app, columns)) for app in board.apps]


def apps_heading(board: Board, cells: int, *, focused: bool) -> Heading:
    """Write the rule above them."""
    return Heading("Service Apps", columns=app_columns(cells, board.apps).named(), focused=focused)


def org_rows(board: Board, cells: int, now: int, zone: tzinfo) -> Rows:
    """Write the rows of the organizations by their ids."""
    columns = org_columns(cells)
    return [(org.org_id, org_row(org, columns, now, zone)) for org in board.orgs]


def orgs_heading(board: Board, place: tuple[int, int], *, overflows: bool, focused: bool) -> Heading:
    """Write the rule above them; `place` is the row of the cursor and the number of rows."""
    label = "all Service Apps" if board.app.app_id is None else board.app.label
    count = f"{grouped(place[0])} of {grouped(place[1])}" if overflows else ""
    return Heading(f"Organizations of {label}", right=(count, "") if count else (), focused=focused)
