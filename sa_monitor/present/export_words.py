"""What is said of an export, before it, while it runs, and after it."""

from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.tone import Tone

COUNTING: Said = ("Counting the events that are shown.", Tone.QUIET)
STOPPING: Said = ("Giving it up; nothing is left of it.", Tone.QUIET)


def to_be_written(count: int, query: str) -> Said:
    """Say how many events will be written, and of which query."""
    which = f", which match  {clean(query)}" if query else ", which is all there are"
    return f"{counted(count, 'event')}{which}.", Tone.TEXT


def under_way(done: int, total: int) -> Said:
    """Say how far it came."""
    share = f", {done * 100 // total} %" if total else ""
    return f"{grouped(done)} of {counted(total, 'event')} written{share}.", Tone.TEXT


def exists(path: str) -> Said:
    """Say that a file of that name is there."""
    return f"{clean(path)} exists already. enter replaces it, another name leaves it.", Tone.WARNING


def exported_words(count: int, path: str, key: str) -> str:
    """Say what was written: `12,402 events in ~/sa-monitor-2026-11-14.jsonl. c copies the path.`."""
    return f"{counted(count, 'event')} in {clean(path)}. {key} copies the path."
