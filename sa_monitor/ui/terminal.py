"""What the terminal can do, and its title."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_SAYING = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that name the locale of characters, the one that goes first first."""

_DRIVER = "TEXTUAL_DRIVER"
"""Names what draws instead of a terminal: a browser's page, under `textual serve`."""

_INCAPABLE = ("dumb", "unknown")


def why_undrawable(environ: Mapping[str, str]) -> str | None:
    """Say why no screen can be drawn; None where it can."""
    if environ.get(_DRIVER):
        return None
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return "There is no terminal to draw on."
    if environ.get("TERM") in _INCAPABLE:
        return f"This terminal can't be drawn on: TERM is {environ['TERM']}."
    return None


def speaks_utf8(environ: Mapping[str, str] | None = None) -> bool:
    """Tell whether the terminal takes UTF-8, as far as the user said so; where nothing is said, it does.

    Python takes the locale C for UTF-8, and changes the environment to say so: what counts is the one it was given.
    """
    given = _as_started() if environ is None else environ
    if given.get("PYTHONUTF8") == "1" or given.get(_DRIVER):
        return True
    said = next((given[name] for name in _SAYING if given.get(name)), "UTF-8")
    return "utf8" in said.lower().replace("-", "")


def _as_started() -> Mapping[str, str]:
    """Give the environment that the process was started with, where the system keeps it; else the one it has."""
    try:
        entries = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        return os.environ
    pairs = (os.fsdecode(entry).partition("=") for entry in entries)
    return {name: value for name, _, value in pairs}


@contextmanager
def titled(title: str) -> Iterator[None]:
    """Set the terminal's title, and give it back the one that it had."""
    terminal = sys.__stderr__
    if terminal is None or not terminal.isatty():
        yield
        return
    terminal.write(f"\x1b[22;2t\x1b]2;{title}\x07")
    terminal.flush()
    try:
        yield
    finally:
        with suppress(OSError):
            terminal.write("\x1b[23;2t")
            terminal.flush()
