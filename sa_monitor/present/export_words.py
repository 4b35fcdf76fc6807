"""What is said of an export, before it, while it runs, and after it."""

from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.present.quantities import grouped
from sa_monitor.present.tone import Tone

STOPPING: Said = ("Giving it up; nothing is left of it.", Tone.QUIET)


def counting(things: str) -> Said:
    """Say that it isn't known yet how many there are."""
    return f"Counting the {things} that are shown.", Tone.QUIET


def to_be_written(counted: str, query: str) -> Said:
    """Say how much will be written, `12 events`, and of which query."""
    which = f", which match  {clean(query)}" if query else ", which is all there are"
    return f"{counted}{which}.", Tone.TEXT


def under_way(done: int, total: int, counted: str) -> Said:
    """Say how far it came; `counted` is the total: `12 events`."""
    share = f", {done * 100 // total} %" if total else ""
    return f"{grouped(done)} of {counted} written{share}.", Tone.TEXT


def exists(path: str) -> Said:
    """Say that a file of that name is there."""
    return f"{clean(path)} exists already. enter replaces it, another name leaves it.", Tone.WARNING


def exported_words(counted: str, path: str, key: str) -> str:
    """Say what was written: `12,402 events in ~/sa-monitor-2026-11-14.jsonl. c copies the path.`."""
    return f"{counted} in {clean(path)}. {key} copies the path."
