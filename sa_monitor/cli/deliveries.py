"""`sa-monitor deliveries`: requests as they arrived."""

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import MOST, reading
from sa_monitor.cli.session import open_session
from sa_monitor.model.delivery import Outcome
from sa_monitor.present.lines import DELIVERY_HEADING, delivery_cells
from sa_monitor.present.records import delivery_record


@click.command(cls=Command)
@click.option("--outcome", type=click.Choice([str(outcome) for outcome in Outcome]), help="Only these.")
@click.option(
    "--limit", type=click.IntRange(0, MOST), default=100, metavar="N", help="The newest N (100); 0 is all."
)
def deliveries(outcome: str | None, limit: int) -> None:
    """Print requests as they arrived, newest first, rejected ones among them."""
    session = open_session()
    listing = Listing(DELIVERY_HEADING, delivery_cells, delivery_record, as_json=session.as_json)
    with reading(session) as reader:
        if reader is not None:
            wanted = Outcome(outcome) if outcome else None
            listing.print(reader.deliveries(outcome=wanted, limit=limit or None))
