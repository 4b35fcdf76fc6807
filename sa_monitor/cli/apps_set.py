"""`sa-monitor apps set`: whose a Service App is, and what matters about it; what an organization is called."""

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import SaMonitorError, UsageError
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted


@click.command(cls=Command)
@click.argument("app", required=False)
@click.option("--critical/--no-critical", default=None, help="Raise the severity of its loss, or not.")
@click.option("--owner", help="Who answers for it, and how to reach them. Empty: nobody.")
@click.option("--note", help="What whoever is called at night should know. Empty: nothing.")
@click.option("--new", is_flag=True, help="APP wasn't heard of yet, however like a known name it is.")
@click.option("--org", help="Instead of APP: an organization, by its id, UUID or name.")
@click.option("--name", help="With --org: what to call it. Empty: as Webex calls it.")
def set_app(
    app: str | None,
    *,
    critical: bool | None,
    owner: str | None,
    note: str | None,
    org: str | None,
    name: str | None,
    new: bool,
) -> None:
    """Tell something about APP, by its id, UUID or name; by its id also when it wasn't heard of yet."""
    about_app = (critical, owner, note) != (None, None, None)
    if org is not None or name is not None:
        if app is not None or about_app or not org or not org.strip() or name is None:
            raise UsageError(
                "An organization has a name alone.", 'Give: apps set --org ORG --name "What you call it"'
            )
        _call(org, name.strip())
        return
    if app is None or not app.strip():
        raise UsageError("That is no Service App.", "Give its id or its name.")
    if not about_app:
        raise UsageError("There is nothing to set.", "Give --critical, --no-critical, --owner or --note.")
    _annotate(app, critical=critical, owner=owner, note=note, new=new)


def _annotate(app: str, *, critical: bool | None, owner: str | None, note: str | None, new: bool) -> None:
    from sa_monitor.monitor.telling import Telling

    telling = Telling(open_session().places)
    heard, near = telling.heard(app)
    if near and not new:
        raise SaMonitorError(
            f"No Service App is called {clean(app)}. Did you mean {clean(near)}?",
            "Give --new for one that wasn't heard of yet and goes by this id.",
        )
    meant = telling.annotate(app, critical=critical, owner=owner, note=note)
    if not heard:
        narrate(f"Kept for {clean(app)}, which wasn't heard of yet: it has to be its id.")
        return
    others = f" ({counted(len(meant), 'Service App')} of that name)" if len(meant) > 1 else ""
    narrate(f"Kept for {clean(app)}{others}.")


def _call(org: str, name: str) -> None:
    from sa_monitor.monitor.telling import Telling

    meant = Telling(open_session().places).call_org(org, name)
    others = f" ({counted(len(meant), 'organization')} of that name)" if len(meant) > 1 else ""
    called = f"is called {clean(name)}" if name else "is called as Webex calls it"
    narrate(f"{clean(org)} {called}{others}.")
