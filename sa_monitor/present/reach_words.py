"""Whether the public URL leads here, in words."""

from datetime import UTC, tzinfo
from urllib.parse import urlsplit

from sa_monitor.model.reach import Elsewhere, Obstacle, Outcome, Reached, Unreached, WrongPath
from sa_monitor.present import signs
from sa_monitor.present.ages import ago
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration

_OBSTACLES = {
    Obstacle.NAME: "name not found",
    Obstacle.TLS: "certificate not trusted",
    Obstacle.REFUSED: "connection refused",
    Obstacle.TIMED_OUT: "timed out",
    Obstacle.NETWORK: "no way there",
    Obstacle.BROKEN: "connection broke off",
}


def place_of(address: str | None) -> str:
    """Give the host and port that something should forward to."""
    return urlsplit(address or "").netloc or "this program"


def outcome_sign(outcome: Outcome) -> str:
    """Give its sign: nobody can tell from here that nothing reaches us."""
    match outcome:
        case Reached():
            return signs.OK
        case Unreached():
            return signs.UNKNOWN
        case _:
            return signs.LOST


def obstacle_words(found: Unreached) -> str:
    """Say what is in the way: `name not found`, `certificate not trusted: self-signed certificate`."""
    words = _OBSTACLES[found.obstacle]
    telling = found.obstacle in (Obstacle.TLS, Obstacle.NETWORK) and found.reason
    return f"{words}: {clean(found.reason)}" if telling else words


def who_words(found: Elsewhere) -> str:
    """Say who answered instead: `nginx`, `another sa-monitor`, `HTTP 502`."""
    if found.another:
        return "another sa-monitor"
    return clean(found.server or "").strip() or f"HTTP {found.status}"


def outcome_words(
    target: str, outcome: Outcome, address: str | None, *, heard_at: int | None, now: int, zone: tzinfo = UTC
) -> str:
    """Say where the target leads, and what to do. `address` listens; `heard_at` is when a real delivery last came."""
    match outcome:
        case Reached():
            return f"{clean(target)} reached this program in {duration(outcome.milliseconds)}."
        case WrongPath():
            path = urlsplit(address or "").path
            return f"Reached this program at another path. Forward it to {place_of(address)}{path}."
        case Elsewhere(another=True):
            return f"Reached another sa-monitor at that URL. Forward it to {place_of(address)}."
        case Elsewhere():
            who = who_words(outcome)
            return f"Reached something else at that URL ({who}). Forward it to {place_of(address)}."
    return f"Not reachable from here ({obstacle_words(outcome)}). {_still(heard_at, now, zone)}"


def _still(heard_at: int | None, now: int, zone: tzinfo) -> str:
    if heard_at is None:
        return "Webex may still reach it."
    return f"Webex may still reach it: a real delivery came {ago(heard_at, now, zone)}."
