"""`sa-monitor apps`: who has authorized which Service App, as last heard."""

import click

from sa_monitor.cli.commands import QueryCommand
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import read_query, reading
from sa_monitor.cli.session import open_session
from sa_monitor.present.lines import APP_HEADING, app_cells
from sa_monitor.present.records import authorization_record


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
def apps(query: tuple[str, ...]) -> None:
    """Print the standing of each Service App at each organization, where the event that decides it meets QUERY."""
    session, asked = open_session(), read_query(query)
    listing = Listing(APP_HEADING, app_cells, authorization_record, as_json=session.as_json)
    with reading(session) as reader:
        if reader is not None:
            listing.print(reader.authorizations(asked))
