"""What is forgotten, in words and as a record."""

from sa_monitor.model.retention import Forgotten
from sa_monitor.present.lines import at
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.present.records import Record, time_or_null


def outlook(gone: Forgotten) -> str:
    """Say what would be forgotten, and what stays all the same."""
    if not gone:
        return f"Nothing is older than that.{_staying(gone)}"
    return f"{_what(gone)} would be forgotten.{_staying(gone)}"


def told(gone: Forgotten, freed: int, free: int) -> str:
    """Say what was forgotten, and what became of its space."""
    given = f" {counted(freed, 'byte')} given back." if freed else ""
    left = f" {counted(free, 'byte')} of events.db are free for what comes." if free and not freed else ""
    return f"{_what(gone)} forgotten.{given}{left}"


def forgotten_record(gone: Forgotten, freed: int, *, dry_run: bool) -> Record:
    """Give it as a record; `bytes` were given back to the disk."""
    return {
        "events": gone.events,
        "deliveries": gone.deliveries,
        "kept": gone.kept,
        "oldest": time_or_null(gone.oldest),
        "newest": time_or_null(gone.newest),
        "bytes": freed,
        "dry_run": dry_run,
    }


def _what(gone: Forgotten) -> str:
    between = (
        f", heard {at(gone.oldest)} to {at(gone.newest)}"
        if gone.oldest is not None and gone.newest is not None
        else ""
    )
    deliveries = counted(gone.deliveries, "delivery", "deliveries")
    return f"{counted(gone.events, 'event')} with {deliveries}{between}"


def _staying(gone: Forgotten) -> str:
    if not gone.kept:
        return ""
    stays, it = ("stays", "it") if gone.kept == 1 else ("stay", "they")
    return f" {grouped(gone.kept)} older {stays}: standings rest on {'them' if it == 'they' else it}."
