"""Months of history on the cast of a seed, ending in the state from which the live traffic goes on."""

from collections.abc import Iterator
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, MINUTE, SECOND
from sa_monitor.simulator.cast import Cast, make_cast
from sa_monitor.simulator.ledger import Ledger
from sa_monitor.simulator.occurrence import Occurrence, make_data, pair_of
from sa_monitor.simulator.office import Office
from sa_monitor.simulator.traffic import Traffic, choose_scopes

DAYS = 120
"""How long the story is."""

_HAPPENINGS = (560, 760)
_OLDER = 0.65
"""Share of the pairs that were authorized before the story begins."""

_OLDEST = 900
_LATE, _REPEATED = 0.04, 0.05
_WAVE_AT = 0.62
_WAVE_APP = "call-reporting"
_WAVE_LOST = (0, 70 * SECOND, 190 * SECOND)
_WAVE_BACK = (28 * MINUTE, 41 * MINUTE, 63 * MINUTE)


class Story(Struct, frozen=True):
    """What was told, oldest first, and the truth at its end."""

    cast: Cast
    told: tuple[Occurrence, ...]
    ledger: Ledger


def past(seed: int, now: int, days: int = DAYS) -> Iterator[Occurrence]:
    """Give the last `days` of the story up to `now`, oldest first: late and repeated deliveries among them.

    `at` is when a delivery is received. The story is always the same for a seed; only its times go by `now`.
    """
    return (told for told in tell_past(seed, now).told if told.at >= now - days * DAY)


def tell_past(seed: int, now: int) -> Story:
    """Tell the whole story up to `now`."""
    cast = make_cast(seed)
    chance = Random(f"{seed}/past")  # noqa: S311 (a story, no secret)
    ledger = Ledger()
    _begin(cast, ledger, now, chance)
    happened, wave = _happen(cast, ledger, Office(now, DAYS), chance)
    told = [*_deliver(happened, chance), *_deliver(wave, chance, late=0), *_revive(happened)]
    before_now = [replace(occurrence, at=min(occurrence.at, now - 1)) for occurrence in told]
    return Story(cast, tuple(sorted(before_now, key=lambda occurrence: occurrence.at)), ledger)


def _begin(cast: Cast, ledger: Ledger, now: int, chance: Random) -> None:
    """Authorize what was authorized before anybody listened."""
    for app, organization in cast.pairs:
        age = DAYS + 1 + chance.random() ** 2 * _OLDEST
        scopes, admin = choose_scopes(app, chance), chance.choice(organization.admins)
        if chance.random() < _OLDER:
            date = now - int(age * DAY)
            data = make_data(app, organization, admin, date=date, scopes=scopes, sites=organization.sites)
            ledger.note(Kind.AUTHORIZED, data, date)


def _happen(
    cast: Cast, ledger: Ledger, office: Office, chance: Random
) -> tuple[list[Occurrence], list[Occurrence]]:
    """Let the story happen; apart from it the one wave in it."""
    traffic = Traffic(cast, ledger, chance)
    shares = sorted(chance.random() for _ in range(chance.randint(*_HAPPENINGS)))
    happened: list[Occurrence] = []
    wave: list[Occurrence] = []
    for share in shares:
        if share > _WAVE_AT and not wave:
            wave = _wave(cast, ledger, traffic, office.at(_WAVE_AT))
        happened.append(traffic.next(office.at(share)))
    return happened, wave


def _wave(cast: Cast, ledger: Ledger, traffic: Traffic, at: int) -> list[Occurrence]:
    """Lose three organizations of one app within minutes; they come back within the hour and then stay as they are."""
    pairs = [
        pair
        for pair in cast.pairs
        if pair[0].name == _WAVE_APP
        and (grant := ledger.get((pair[0].id, pair[1].id))) is not None
        and grant.active
    ][: len(_WAVE_LOST)]
    traffic.untouched = frozenset((app.id, organization.id) for app, organization in pairs)
    lost = [traffic.end(pair, at + after) for pair, after in zip(pairs, _WAVE_LOST, strict=False)]
    back = [traffic.renew(pair, at + after) for pair, after in zip(pairs, _WAVE_BACK, strict=False)]
    return lost + back


def _deliver(happened: list[Occurrence], chance: Random, late: float = _LATE) -> Iterator[Occurrence]:
    """Turn what happened into what is received: a moment later, now and then much later, now and then twice."""
    for occurrence in happened:
        after = chance.randint(300, 2_500)
        much_later = chance.randint(2 * MINUTE, 50 * MINUTE)
        again = chance.randint(120, 1_500)
        at = occurrence.at + (much_later if chance.random() < late else after)
        yield replace(occurrence, at=at)
        if chance.random() < _REPEATED:
            yield replace(occurrence, at=at + again)


def _revive(happened: list[Occurrence]) -> Iterator[Occurrence]:
    """Repeat one authorization after its end was told, which must not revive it."""
    dates = {(pair_of(o.data), o.data["authorizationDate"]) for o in happened if o.kind is Kind.AUTHORIZED}
    for occurrence in happened:
        key = pair_of(occurrence.data), occurrence.data["authorizationDate"]
        if occurrence.kind is Kind.DEAUTHORIZED and key in dates:
            authorizer = occurrence.data["authorizerId"]
            at = occurrence.at + 55 * MINUTE
            yield replace(occurrence, kind=Kind.AUTHORIZED, at=at, actor_id=authorizer)
            return
