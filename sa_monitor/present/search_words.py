"""What stands on the screen while a query is still being searched."""

from datetime import tzinfo

from msgspec import Struct

from sa_monitor.present.times import date


class Searching(Struct, frozen=True):
    """How far a search came: the instant, None where that isn't known yet; upward, or from the newest back."""

    reached: int | None = None
    upward: bool = False


def searching_words(searching: Searching, zone: tzinfo) -> str:
    """Say so: `searching, back to 13 Nov 2026`."""
    if searching.reached is None:
        return "searching"
    way = "up" if searching.upward else "back"
    return f"searching, {way} to {date(searching.reached, zone)}"
