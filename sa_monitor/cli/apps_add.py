"""`sa-monitor apps add`: authorizations that are known already, assumed until they are heard of."""

from pathlib import Path

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import UsageError
from sa_monitor.present.quantities import counted


@click.command(cls=Command)
@click.option("--app", help="The Service App's id or UUID.")
@click.option("--org", help="The organization's id or UUID.")
@click.option("--name", help="The Service App's name.")
@click.option("--since", help="When it was authorized: 2026-11-01 or 2026-11-01T08:00Z.")
@click.option(
    "--csv",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Many at once. Its first line names the columns: app,org and, where known, name,since.",
)
def add_apps(
    app: str | None, org: str | None, name: str | None, since: str | None, file: Path | None
) -> None:
    """Enter known authorizations: Webex reports changes only, and these may not change for long.

    They are shown as assumed, until the pair is first heard of.
    """
    from sa_monitor.monitor.telling import Telling, assumption, assumptions_in

    if file is not None and (app or org or name or since):
        raise UsageError("--csv holds everything already.", "Leave the other options out.")
    if file is not None:
        entered = assumptions_in(file)
    else:
        try:
            entered = [assumption({"app": app, "org": org, "name": name, "since": since})]
        except UsageError as mistake:
            raise UsageError(f"The command line {mistake.title}.", mistake.advice) from None
    count = Telling(open_session().places).assume(entered)
    narrate(f"{counted(count, 'authorization')} entered, assumed until heard.")
