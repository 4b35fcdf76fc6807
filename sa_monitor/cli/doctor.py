"""`sa-monitor doctor`: whether everything is in place."""

import asyncio

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.failures import FAILED
from sa_monitor.cli.given import listener_options
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.session import Session, open_session
from sa_monitor.model.checkup import Grade


@listener_options
@click.command(cls=Command)
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check whether everything is in place, and say what to do where it isn't. Exit code 1 on a failure.

    Nothing is changed, here or at Webex.
    """
    if asyncio.run(_examine(open_session())):
        context.exit(FAILED)


async def _examine(session: Session) -> bool:
    """Print each check as it comes; tells whether one failed."""
    from sa_monitor.monitor.doctor import Doctor
    from sa_monitor.monitor.history import History
    from sa_monitor.present.checkup_lines import checkup_lines, checkup_record

    history, fails = History(session.places.database), False
    try:
        async for check in Doctor(session.settings, session.places, session.environ, history).checks():
            fails = fails or check.status is Grade.FAIL
            if session.as_json:
                write_records([checkup_record(check)])
            else:
                write_lines(checkup_lines(check))
    finally:
        await history.close()
    return fails
