"""`sa-monitor apps`: who has authorized which Service App, as last heard."""

import click

from sa_monitor.cli.commands import BranchingQueryCommand
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import read_query, reading
from sa_monitor.cli.session import open_session
from sa_monitor.present.lines import APP_HEADING, app_cells
from sa_monitor.present.records import authorization_record

_BRANCHES = {
    "set": "sa_monitor.cli.apps_set:set_app",
    "add": "sa_monitor.cli.apps_add:add_apps",
}


@click.command(cls=BranchingQueryCommand, branches=_BRANCHES)
@click.argument("query", nargs=-1)
def apps(query: tuple[str, ...]) -> None:
    """Print the standing of each Service App at each organization, where the event that decides it meets QUERY.

    "apps set APP" tells whose a Service App is and what matters about it, "apps add" enters known authorizations.
    """
    session = open_session()
    asked = read_query(session, query)
    listing = Listing(APP_HEADING, app_cells, authorization_record, as_json=session.as_json)
    with reading(session) as reader:
        if reader is not None:
            listing.print(reader.authorizations(asked))
