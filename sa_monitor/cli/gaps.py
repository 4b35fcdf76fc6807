"""`sa-monitor gaps`: times in which nobody listened."""

from typing import TYPE_CHECKING

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import reading
from sa_monitor.cli.session import open_session
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.lines import GAP_HEADING, gap_cells
from sa_monitor.present.records import gap_record

if TYPE_CHECKING:
    from sa_monitor.model.listening import Gap


@click.command(cls=Command)
def gaps() -> None:
    """Print the times in which nobody listened, oldest first; what changed in them isn't known."""
    session, now = open_session(), wall_clock()
    listing: Listing[Gap] = Listing(
        GAP_HEADING,
        lambda gap: gap_cells(gap, now),
        lambda gap: gap_record(gap, now),
        as_json=session.as_json,
    )
    with reading(session) as reader:
        if reader is not None:
            listing.print(reader.gaps(now))
