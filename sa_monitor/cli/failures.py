"""The one place that turns what went wrong into a line on standard error and an exit code."""

import sys

import click

from sa_monitor.cli.streams import narrate, silence
from sa_monitor.errors import SaMonitorError
from sa_monitor.present.trace import kind_of, trace_of

DONE = 0
FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130

_CLICKS_WORDS = "Invalid value for "
"""Before the name of an option and what it can't be; nobody needs to hear that it is called invalid."""


def report(error: BaseException, *, verbose: bool) -> int:
    """Say what went wrong; gives the exit code. Foreign text is cleaned, and a traceback shown only if asked for."""
    match error:
        case SaMonitorError():
            narrate(f"sa-monitor: {error}")
            return error.exit_code
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            return _report_usage(error)
        case BrokenPipeError():
            silence(sys.stdout)
            return DONE
        case KeyboardInterrupt() | click.Abort():
            return INTERRUPTED
        case _:
            return _report_unexpected(error, verbose=verbose)


def _report_usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        for line in error.format_message().splitlines():
            narrate(line)
        return WRONG_USAGE
    narrate(f"sa-monitor: {error.format_message().removeprefix(_CLICKS_WORDS)}")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        narrate(f"Try: {error.ctx.command_path} --help")
    return error.exit_code


def _report_unexpected(error: BaseException, *, verbose: bool) -> int:
    if verbose:
        for line in trace_of(error):
            narrate(line)
    narrate(f"sa-monitor: Unexpected {kind_of(error)}.")
    if not verbose:
        narrate("This is a fault of sa-monitor. With --verbose it shows where.")
    return FAILED
