"""The two streams of a command: standard output is data, standard error is narration."""

import os
import select
import sys
from contextlib import suppress
from typing import TextIO

from sa_monitor.cli.given import options_given
from sa_monitor.errors import SaMonitorError
from sa_monitor.present.as_started import as_started
from sa_monitor.present.clean import clean
from sa_monitor.present.signs import ascii_form


def write(text: str) -> None:
    """Write data as it is, already fit for a terminal, and pass it on at once.

    Raises BrokenPipeError where nobody reads any more, SaMonitorError where it can't be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise SaMonitorError(f"Standard output can't be written ({error.strerror}).") from error


def narrate(text: str) -> None:
    """Say one line on standard error, with commands as this one was started.

    A stream that nobody holds any more must not stop what goes on.
    """
    line = clean(as_started(text, options_given()))
    try:
        sys.stderr.write((line if is_unicode(sys.stderr) else ascii_form(line)) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
    except (ValueError, AttributeError):
        return  # it is closed, or there is none at all


def is_unicode(stream: TextIO) -> bool:
    """Tell whether every character can be written to the stream."""
    return (stream.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def is_read(stream: TextIO) -> bool:
    """Tell whether somebody may still read what is written: not where a pipe's other end is closed."""
    try:
        watched = select.poll()
        watched.register(stream.fileno(), 0)
        return not any(what & (select.POLLERR | select.POLLNVAL) for _, what in watched.poll(0))
    except (OSError, ValueError, AttributeError):
        return True  # that can't be told of it


def stand_in() -> None:
    """Let a standard stream that was closed before the start fail as one that can't be written.

    Otherwise the next file that is opened would get its number, and what others write to that.
    """
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            unwritable = os.open(os.devnull, os.O_RDONLY)
            if unwritable != number:
                os.dup2(unwritable, number)
                os.close(unwritable)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def settle() -> None:
    """Write what is still to be written, or let it go where the terminal is gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def silence(stream: TextIO) -> None:
    """Let what is still written to the stream go nowhere: whoever read it is gone, and the end mustn't fail of it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
