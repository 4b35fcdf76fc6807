"""The command line: which commands there are, and how one run ends."""

import gc
import os
from collections.abc import Sequence

import click

from sa_monitor.cli.commands import Group
from sa_monitor.cli.failures import DONE, report
from sa_monitor.cli.given import listener_options, screen_options
from sa_monitor.cli.streams import stand_in
from sa_monitor.errors import UsageError

PROGRAM = "sa-monitor"
COMPLETE = "_SA_MONITOR_COMPLETE"

_COMMANDS = (
    ("demo", "sa_monitor.cli.demo:demo", "Try it: the same screen against a simulated Webex, nothing kept."),
    ("listen", "sa_monitor.cli.listen:listen", "Listen without a screen, for a service or a container."),
    ("simulate", "sa_monitor.cli.simulate:simulate", "Run the simulated Webex alone."),
    ("trigger", "sa_monitor.cli.trigger:trigger", "Send the listener a delivery of your own."),
    ("webhooks", "sa_monitor.cli.webhooks:webhooks", "List, create and look after webhooks at Webex."),
    ("token", "sa_monitor.cli.token:token", "Keep, look at and remove the Webex token."),
    ("secrets", "sa_monitor.cli.secrets:secrets", "Keep signing secrets of webhooks created elsewhere."),
    ("apps", "sa_monitor.cli.apps:apps", "Print who has authorized which Service App, as last heard."),
    ("events", "sa_monitor.cli.events:events", "Print stored events, or follow new ones."),
    ("show", "sa_monitor.cli.show:show", "Print one event whole, with its deliveries."),
    ("deliveries", "sa_monitor.cli.deliveries:deliveries", "Print requests as they arrived."),
    ("gaps", "sa_monitor.cli.gaps:gaps", "Print the times in which nobody listened."),
    ("export", "sa_monitor.cli.export:export", "Write stored events to a file, as JSON Lines or CSV."),
    (
        "import",
        "sa_monitor.cli.importing:import_events",
        "Take in exported events, or a folder of raw bodies.",
    ),
    ("prune", "sa_monitor.cli.prune:prune", "Forget old events, with their deliveries."),
    ("rebuild", "sa_monitor.cli.rebuild:rebuild", "Project everything anew from the deliveries."),
    ("alerts", "sa_monitor.cli.alerts:alerts", "Print, acknowledge and try alerts."),
    ("expect", "sa_monitor.cli.expect:expect", "Plan a window in which a loss is expected."),
    ("doctor", "sa_monitor.cli.doctor:doctor", "Check whether everything is in place."),
    ("info", "sa_monitor.cli.info:info", "Print the version, and where everything is."),
    ("completion", "sa_monitor.cli.completion:completion", "Print a completion script for a shell."),
)


@screen_options
@listener_options
@click.group(cls=Group, name=PROGRAM, lazy=_COMMANDS, invoke_without_command=True)
@click.pass_context
def cli(context: click.Context) -> None:
    """Watch the authorizations of Webex Service Apps.

    Without a command: the screen, with its own listener.
    """
    if context.invoked_subcommand is None:
        from sa_monitor.cli.screen import open_screen

        context.exit(open_screen())
    gc.enable()


def run(arguments: Sequence[str]) -> int:
    """Run one command line; gives its exit code. Only the shells' completion ends the process by itself."""
    stand_in()
    if COMPLETE in os.environ:
        cli.main(list(arguments), prog_name=PROGRAM, complete_var=COMPLETE)
    try:
        _check_text(arguments)
        with cli.make_context(PROGRAM, list(arguments)) as context:
            try:
                cli.invoke(context)
            except BaseException as error:  # noqa: BLE001 (as below; here what was given is still known)
                return report(error, verbose=_is_verbose(arguments))
    except BaseException as error:  # noqa: BLE001 (the end of the program: every way to end gets its code here)
        return report(error, verbose=_is_verbose(arguments))
    return DONE


def _check_text(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no UTF-8: no Webex id or name holds them, and nothing here could keep them."""
    for number, argument in enumerate(arguments, start=1):
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise UsageError(f"Argument {number} is no UTF-8.", "Write it in UTF-8.") from None


def _is_verbose(arguments: Sequence[str]) -> bool:
    """Tell whether more is to be said; asked where settings can't be read any more."""
    return "--verbose" in arguments or bool(os.environ.get("SA_MONITOR_VERBOSE"))
