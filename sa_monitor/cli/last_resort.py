"""What a command says of what it would log, where nothing is logged to a file: a line, without a trace."""

import logging

from sa_monitor.present.clean import clean
from sa_monitor.present.trace import kind_of


def brief() -> None:
    """Have Python's last resort say one clean line for each warning."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(_Brief())


class _Brief(logging.Formatter):
    """Gives the message, and the kind of mistake that it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        words, error = record.getMessage(), record.exc_info[1] if record.exc_info else None
        return clean(f"sa-monitor: {words}" if error is None else f"sa-monitor: {words} ({kind_of(error)})")
