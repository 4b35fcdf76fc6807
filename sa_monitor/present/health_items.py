"""What the status line says of the webhooks and of the way in."""

from collections.abc import Iterator
from datetime import tzinfo
from urllib.parse import urlsplit

from sa_monitor.model.event import Kind
from sa_monitor.model.finding import unwatched
from sa_monitor.model.health import PROBE_EVERY, Health, Trouble
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.model.reach import Reached, Unreached, WrongPath
from sa_monitor.present.ages import ago
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import counted
from sa_monitor.present.status_line import Item, broken, fine, hint, look, unknown
from sa_monitor.present.times import date, minute

_GOOD_PROBE = 2 * PROBE_EVERY + MINUTE
"""Milliseconds for which a probe says something about now."""


def health_items(health: Health, now: int, zone: tzinfo) -> Iterator[Item]:
    """Say how the webhooks are, then whether we are reached; nothing before anybody looked."""
    if not health.known:
        return
    yield from _webhooks(health, now, zone)
    if health.misdirected:
        yield broken("URL changed")
    yield from _reachable(health, now, zone)


def _webhooks(health: Health, now: int, zone: tzinfo) -> Iterator[Item]:
    listed, unlisted = health.checks.listed_at, health.checks.unlisted
    if unlisted is not None and unlisted.trouble is Trouble.NO_TOKEN:
        yield unknown("no token")
    own, inactive = health.own, health.inactive
    if listed is None:
        if unlisted is not None and unlisted.trouble is not Trouble.NO_TOKEN:
            yield unknown("webhooks not known")
        return
    if inactive:
        yield broken(f"{len(inactive)} of {counted(len(own), 'webhook')} inactive")
    if health.is_stale(now):
        yield unknown(f"webhooks as of {_when(listed, now, zone)}")
        if unlisted is not None and unlisted.trouble is Trouble.TOKEN_ENDED:
            yield hint("T token")
    elif not own:
        yield look("no webhook points here", "no webhook here")
    elif missing := unwatched(own):
        what = "losses" if Kind.DEAUTHORIZED in missing else "authorizations"
        yield look(f"half of a pair: {what} aren't watched", f"{what} not watched")
    elif not inactive:
        count, age = counted(len(own), "webhook"), ago(listed, now, zone)
        yield fine(f"{count}, checked {age}", f"{count}, {age}", count)


def _reachable(health: Health, now: int, zone: tzinfo) -> Iterator[Item]:
    """Say whether we are reached: a real delivery proves it, and a probe that fails from here disproves nothing."""
    checks, at = health.checks, health.reachable_at
    probe, heard = checks.probe, health.heard_at
    if checks.target is None:
        proven = heard is not None and now - heard < DAY
        yield _reached(heard, None, now, zone) if heard is not None and proven else unknown("no public URL")
    elif probe is None:
        return
    elif isinstance(probe.outcome, Reached) or (heard is not None and heard >= probe.at):
        if at is not None and now - at < _GOOD_PROBE:
            yield _reached(at, checks.target, now, zone)
        elif at is not None:
            yield unknown(f"reachable as of {_when(at, now, zone)}")
    elif isinstance(probe.outcome, Unreached) or (heard is not None and now - heard < DAY):
        yield unknown("not reachable from here")
    elif isinstance(probe.outcome, WrongPath):
        yield broken("public URL leads to another path", "URL leads to another path")
    else:
        yield broken("public URL reaches something else", "URL reaches something else")


def _reached(at: int, target: str | None, now: int, zone: tzinfo) -> Item:
    when = ago(at, now, zone)
    parts = urlsplit(clean(target or ""))
    where = f" at {parts.scheme}://{parts.netloc}" if target else ""
    return fine(f"reachable{where}, {when}", f"reachable, {when}", "reachable")


def _when(instant: int, now: int, zone: tzinfo) -> str:
    return minute(instant, zone) if 0 <= now - instant < DAY else date(instant, zone)
