"""Makes up what `POST /simulator/events` leaves out, believably and in agreement with what happened before."""

from random import Random

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY
from sa_monitor.simulator import names
from sa_monitor.simulator.cast import App, Cast, Organization, Person, make_id
from sa_monitor.simulator.ledger import Ledger
from sa_monitor.simulator.occurrence import Data, Occurrence, make_data
from sa_monitor.simulator.traffic import choose_scopes

_AGES = (30, 800)
"""Days since an authorization that nobody told of."""


class Inventor:
    """Completes data; a name or an id outside the cast belongs to a stranger, always to the same one."""

    def __init__(self, seed: int, cast: Cast, ledger: Ledger) -> None:
        self._seed = seed
        self._cast = cast
        self._ledger = ledger
        self._chance = Random(f"{seed}/invention")  # noqa: S311 (a story, no secret)

    def happen(self, kind: Kind, given: Data, now: int) -> Occurrence:
        """Let it happen: what is given stands, the rest is made up, and the ledger knows of it."""
        known = self._ended_by(given) if kind is Kind.DEAUTHORIZED else None
        data = {**(known or self._make_up(kind, given, now)), **given}
        self._ledger.note(kind, data, now)
        return Occurrence(now, kind, data, data["authorizerId"])

    def _ended_by(self, given: Data) -> Data | None:
        """Give the data of an authorization that the deauthorization may mean: active ones go first."""
        grants = [grant for grant in self._ledger.grants() if _agrees(grant.data, given)]
        active = [grant for grant in grants if grant.active]
        return self._chance.choice(active or grants).data if grants else None

    def _make_up(self, kind: Kind, given: Data, now: int) -> Data:
        app = self._app(given)
        organization = self._organization(given, app)
        admin = self._chance.choice(organization.admins)
        if kind is Kind.AUTHORIZED:
            date = self._ledger.next_date((app.id, organization.id), now)
        else:
            date = now - self._chance.randint(*_AGES) * DAY - self._chance.randrange(DAY)
        scopes = choose_scopes(app, self._chance)
        return make_data(app, organization, admin, date=date, scopes=scopes, sites=organization.sites)

    def _app(self, given: Data) -> App:
        app_id, name = given.get("id"), given.get("friendlyId")
        if app_id is None and name is None:
            return self._chance.choice(self._cast.apps)
        for app in self._cast.apps:
            if app_id == app.id or (app_id is None and name == app.name):
                return app
        for grant in self._ledger.grants():
            told = grant.data
            if app_id == told["id"] or (app_id is None and name == told["friendlyId"]):
                return self._strange_app(told["id"], told["friendlyId"])
        return self._strange_app(app_id, name)

    def _strange_app(self, app_id: str | None, name: str | None) -> App:
        chance = self._of("app", app_id or name)
        kind = chance.choice(names.APPS)
        made_id, made_name = make_id("APPLICATION", chance), f"{kind.name}-{chance.randint(2, 99)}"
        return App(app_id or made_id, name or made_name, kind.always, kind.sometimes, kind.liveliness)

    def _organization(self, given: Data, app: App) -> Organization:
        organization_id = given.get("authorizerOrgId")
        if organization_id is None:
            customers = [customer for one, customer in self._cast.pairs if one.id == app.id]
            return self._chance.choice(customers or self._cast.organizations)
        known = self._cast.organizations_by_id.get(organization_id)
        return known or self._strange_organization(organization_id)

    def _strange_organization(self, organization_id: str) -> Organization:
        chance = self._of("organization", organization_id)
        slug = f"{chance.choice(names.FAMILY_NAMES)}{chance.randint(2, 99)}".lower()
        admin = Person(make_id("PEOPLE", chance), slug, f"admin@{slug}.example")
        return Organization(organization_id, slug, (f"{slug}.webex.com",), (admin,))

    def _of(self, what: str, key: object) -> Random:
        """Give chance that depends on the key alone, so that a stranger is the same whenever it appears."""
        return Random(f"{self._seed}/{what}/{key}")  # noqa: S311 (a story, no secret)


def _agrees(data: Data, given: Data) -> bool:
    return all(key not in given or given[key] == data[key] for key in ("id", "friendlyId", "authorizerOrgId"))
