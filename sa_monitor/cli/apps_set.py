"""`sa-monitor apps set`: whose a Service App is, and what matters about it."""

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import UsageError
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted


@click.command(cls=Command)
@click.argument("app")
@click.option("--critical/--no-critical", default=None, help="Raise the severity of its loss, or not.")
@click.option("--owner", help="Who answers for it, and how to reach them. Empty: nobody.")
@click.option("--note", help="What whoever is called at night should know. Empty: nothing.")
def set_app(app: str, critical: bool | None, owner: str | None, note: str | None) -> None:  # noqa: FBT001 (click's)
    """Tell something about APP, by its id, UUID or name; by its id also when it wasn't heard of yet."""
    from sa_monitor.monitor.telling import Telling

    if not app.strip():
        raise UsageError("That is no Service App.", "Give its id or its name.")
    if critical is None and owner is None and note is None:
        raise UsageError("There is nothing to set.", "Give --critical, --no-critical, --owner or --note.")
    meant = Telling(open_session().places).annotate(app, critical=critical, owner=owner, note=note)
    others = f" ({counted(len(meant), 'Service App')} of that name)" if len(meant) > 1 else ""
    narrate(f"Kept for {clean(app)}{others}.")
