"""`sa-monitor` itself: the screen."""

import os

from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import settle
from sa_monitor.errors import UsageError
from sa_monitor.ui.stopping import Stopping
from sa_monitor.ui.terminal import why_undrawable


def open_screen() -> int:
    """Run the screen until it ends; gives the exit code. Raises UsageError where none can be drawn."""
    with Stopping() as stopping:
        if reason := why_undrawable(os.environ):
            raise UsageError(
                reason,
                'To record without a screen: "sa-monitor listen". To look at what is stored: "sa-monitor events".',
            )
        return draw(open_session(), stopping)


def draw(session: Session, stopping: Stopping, *, demo: bool = False) -> int:
    """Run the screen on a session; what the program itself has to say goes to the log meanwhile."""
    from sa_monitor.cli.logs import logging_to
    from sa_monitor.cli.preparing import Ended, prepare_in_sight
    from sa_monitor.ui.app import run_app

    try:
        prepare_in_sight(session.places.database, lambda: stopping.asked)
    except Ended:
        return stopping.exit_code

    with logging_to(session.places.log, verbose=session.settings.verbose):
        code = run_app(session.settings, session.places, stopping, demo=demo, environ=session.environ)
    settle()
    return code
