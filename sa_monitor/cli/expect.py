"""`sa-monitor expect`: a planned window, in which a deauthorization is expected and pages nobody."""

import click

from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.questions import reading
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import NotFound, UsageError
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.lengths import length_of
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.alert_lines import WINDOW_HEADING, window_cells, window_record
from sa_monitor.present.clean import clean
from sa_monitor.present.lines import at


@click.group(cls=Group, invoke_without_command=True)
@click.option("--app", help="The Service App, by id, UUID or name; * widens. Without: any.")
@click.option("--org", help="The organization, likewise.")
@click.option("--for", "length", metavar="DURATION", help="How long from now on: 30m, 2h, 3d, 1w.")
@click.option("--note", help="Why.")
@click.pass_context
def expect(
    context: click.Context, app: str | None, org: str | None, length: str | None, note: str | None
) -> None:
    """Plan a window from now on: a deauthorization in it is recorded, shown as expected, and pages nobody."""
    if context.invoked_subcommand is not None:
        return
    from sa_monitor.monitor.persons import who
    from sa_monitor.store.expectations import expect as keep

    session = open_session()
    if not app and not org:
        raise UsageError("That would expect every loss.", "Give --app or --org, or both.")
    if length is None:
        raise UsageError("How long is it planned for?", "Give --for DURATION, such as --for 2h.")
    now = wall_clock()
    window = Expectation(
        app=app, org=org, since=now, until=now + length_of(length), note=note, made_by=who(session.environ)
    )
    kept = keep(session.places.database, window)
    if session.as_json:
        _listing(session).print([kept])
    where = " ".join(f"{word} {clean(name)}" for word, name in (("of", app), ("at", org)) if name)
    narrate(f"Planned as {kept.id}: a loss {where} is expected until {at(kept.until)}.")


@expect.command("list", cls=Command)
def list_windows() -> None:
    """Print the windows that are planned or last."""
    session = open_session()
    with reading(session) as reader:
        if reader is not None:
            _listing(session).print(reader.expectations(until_after=wall_clock()))


@expect.command("remove", cls=Command)
@click.argument("number", metavar="ID", type=int)
def remove_window(number: int) -> None:
    """Take window ID back; what it has covered stays expected."""
    from sa_monitor.store.expectations import remove_expectation

    session = open_session()
    if not session.places.database.exists():
        raise NotFound(f"There is no planned window {number}.", "Nothing was recorded yet.")
    remove_expectation(session.places.database, number, wall_clock())
    narrate(f"Window {number} was taken back. A loss from now on raises an alert again.")


def _listing(session: Session) -> Listing[Expectation]:
    return Listing(WINDOW_HEADING, window_cells, window_record, as_json=session.as_json)
