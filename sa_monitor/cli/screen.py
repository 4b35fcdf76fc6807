"""`sa-monitor` itself: the screen."""

from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import has_terminal
from sa_monitor.errors import UsageError


def open_screen() -> int:
    """Run the screen until it ends; gives the exit code. Raises UsageError without a terminal."""
    if not has_terminal():
        advice = (
            'To record without a screen: "sa-monitor listen". To look at what is stored: "sa-monitor events".'
        )
        raise UsageError("There is no terminal to draw on.", advice)
    return draw(open_session())


def draw(session: Session, *, demo: bool = False) -> int:
    """Run the screen on a session; what the program itself has to say goes to the log meanwhile."""
    from sa_monitor.cli.logs import logging_to
    from sa_monitor.ui.app import run_app

    with logging_to(session.places.log, verbose=session.settings.verbose):
        return run_app(session.settings, session.places, demo=demo, environ=session.environ)
