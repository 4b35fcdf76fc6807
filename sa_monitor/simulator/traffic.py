"""What happens next: a story that goes on by itself, and agrees with its own truth."""

from random import Random

from sa_monitor.model.event import Kind
from sa_monitor.simulator.cast import App, Cast, Organization
from sa_monitor.simulator.ledger import Ledger
from sa_monitor.simulator.occurrence import Data, Occurrence, Pair, make_data

Customer = tuple[App, Organization]
"""A Service App with one of its customers."""

_FEWEST_ENDED, _MOST_ENDED = 3, 7
"""A handful of pairs is deauthorized: with fewer none comes back, with more none is lost."""

_END, _BACK, _FIRST, _RENEW = 0.07, 0.07, 0.10, 0.18
"""How often, of all that happens; the rest is an authorization with changed scopes or sites."""

_SAME_ACTOR = 0.75


def choose_scopes(app: App, chance: Random) -> tuple[str, ...]:
    """Draw what an authorization of the app may grant."""
    return app.always + tuple(scope for scope in app.sometimes if chance.random() < 0.5)  # noqa: PLR2004


class Traffic:
    """Makes one occurrence after the other. Chance never depends on the time, so that a story can be told at any."""

    def __init__(self, cast: Cast, ledger: Ledger, chance: Random) -> None:
        self._pairs = [(pair, (pair[0].id, pair[1].id)) for pair in cast.pairs]
        self._ledger = ledger
        self._chance = chance
        self.untouched: frozenset[Pair] = frozenset()
        """Pairs that are left alone: somebody else tells their story."""

    def next(self, now: int) -> Occurrence:
        """Let the next thing happen, at `now`."""
        unheard, active, ended = self._standings()
        draw = self._chance.random()
        if draw < _END and active and len(ended) < _MOST_ENDED:
            return self.end(self._pick(active), now)
        draw -= _END
        if draw < _BACK and len(ended) > _FEWEST_ENDED:
            return self.renew(self._pick(ended), now)
        draw -= _BACK
        if unheard and (draw < _FIRST or not active):
            return self.authorize(*self._pick(unheard), now)
        if not active:
            return self.renew(self._pick(ended), now)
        draw -= _FIRST
        if draw < _RENEW:
            return self.renew(self._pick(active), now)
        return self.change(self._pick(active), now)

    def authorize(self, app: App, organization: Organization, now: int) -> Occurrence:
        """Authorize anew, with scopes drawn for it."""
        scopes = choose_scopes(app, self._chance)
        return self._authorized(app, organization, scopes, organization.sites, now)

    def renew(self, pair: Customer, now: int) -> Occurrence:
        """Authorize again just as it was last, whether it was ended meanwhile or not."""
        data = self._last(pair)
        return self._authorized(*pair, tuple(data["scopes"]), tuple(data["trainSiteNames"]), now)

    def change(self, pair: Customer, now: int) -> Occurrence:
        """Authorize again with a scope or a site more or less."""
        app, organization = pair
        data = self._last(pair)
        scopes, sites = list(data["scopes"]), list(data["trainSiteNames"])
        if len(organization.sites) > 1 and self._chance.random() < 0.25:  # noqa: PLR2004
            sites = _toggle(sites, self._chance.choice(organization.sites[1:]), organization.sites)
        else:
            for scope in self._chance.sample(app.sometimes, self._chance.choice((1, 1, 2))):
                scopes = _toggle(scopes, scope, app.always + app.sometimes)
        return self._authorized(app, organization, tuple(scopes), tuple(sites), now)

    def end(self, pair: Customer, now: int) -> Occurrence:
        """End the authorization: the data repeats it, its date included."""
        data = self._last(pair)
        stranger = self._chance.choice(pair[1].admins).id
        same = self._chance.random() < _SAME_ACTOR
        return self._happen(Kind.DEAUTHORIZED, data, data["authorizerId"] if same else stranger, now)

    def _authorized(
        self, app: App, organization: Organization, scopes: tuple[str, ...], sites: tuple[str, ...], now: int
    ) -> Occurrence:
        admin = self._chance.choice(organization.admins)
        date = self._ledger.next_date((app.id, organization.id), now)
        data = make_data(app, organization, admin, date=date, scopes=scopes, sites=sites)
        return self._happen(Kind.AUTHORIZED, data, admin.id, now)

    def _happen(self, kind: Kind, data: Data, actor_id: str, now: int) -> Occurrence:
        self._ledger.note(kind, data, now)
        return Occurrence(now, kind, data, actor_id)

    def _standings(self) -> tuple[list[Customer], list[Customer], list[Customer]]:
        """Give the pairs by their standing: never heard, authorized, ended."""
        unheard: list[Customer] = []
        active: list[Customer] = []
        ended: list[Customer] = []
        standing, untouched = self._ledger.active.get, self.untouched
        for pair, key in self._pairs:
            if key not in untouched:
                held = standing(key)
                (unheard if held is None else active if held else ended).append(pair)
        return unheard, active, ended

    def _pick(self, pairs: list[Customer]) -> Customer:
        return self._chance.choices(pairs, [app.liveliness for app, _ in pairs])[0]

    def _last(self, pair: Customer) -> Data:
        return self._ledger.last((pair[0].id, pair[1].id))


def _toggle(present: list[str], one: str, order: tuple[str, ...]) -> list[str]:
    """Add it, or take it out; what isn't in `order` keeps its place at the end."""
    changed = [item for item in present if item != one] if one in present else [*present, one]
    return sorted(changed, key=lambda item: order.index(item) if item in order else len(order))
