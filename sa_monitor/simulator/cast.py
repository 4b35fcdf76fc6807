"""Who plays: Service Apps, organizations and people, all drawn from a seed."""

from functools import cached_property
from random import Random
from uuid import UUID

from msgspec import Struct

from sa_monitor.model.webex_id import webex_id
from sa_monitor.simulator import names


class Person(Struct, frozen=True):
    """Somebody with a Webex account."""

    id: str
    display_name: str
    email: str


class Organization(Struct, frozen=True):
    """A customer: its Webex sites, and the admins who authorize."""

    id: str
    name: str
    sites: tuple[str, ...]
    admins: tuple[Person, ...]


class App(Struct, frozen=True):
    """A Service App: the scopes that it always asks for, those that it may ask for, and how much happens to it."""

    id: str
    name: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    liveliness: float


class Cast(Struct, frozen=True, dict=True):
    """Everybody. `me` is whose token it is, `home` the organization of the developer, `integration` the caller's app.

    `pairs` are the Service Apps with their customers: what the story is about.
    """

    me: Person
    home: Organization
    integration: str
    apps: tuple[App, ...]
    organizations: tuple[Organization, ...]
    pairs: tuple[tuple[App, Organization], ...]

    @cached_property
    def organizations_by_id(self) -> dict[str, Organization]:
        """Every organization that the API knows, the developer's own among them."""
        return {organization.id: organization for organization in (self.home, *self.organizations)}


def make_id(kind: str, chance: Random) -> str:
    """Make up an id of the usual long form, of a random UUID."""
    return webex_id(kind, str(UUID(int=chance.getrandbits(128), version=4)))


def make_cast(seed: int) -> Cast:
    """Draw the cast: a dozen Service Apps, forty organizations, about a hundred pairs of them."""
    chance = Random(f"{seed}/cast")  # noqa: S311 (a story, no secret)
    me = Person(make_id("PEOPLE", chance), "Jane Doe", "jane.doe@blueheron.example")
    home = Organization(
        make_id("ORGANIZATION", chance), "Blue Heron Software", ("blueheron.webex.com",), (me,)
    )
    integration = make_id("APPLICATION", chance)
    apps = tuple(
        App(make_id("APPLICATION", chance), kind.name, kind.always, kind.sometimes, kind.liveliness)
        for kind in names.APPS
    )
    organizations = tuple(_organization(name, slug, chance) for name, slug in names.ORGANIZATIONS)
    return Cast(me, home, integration, apps, organizations, _pairs(apps, organizations, chance))


def _organization(name: str, slug: str, chance: Random) -> Organization:
    count = chance.choice((1, 1, 1, 2, 2, 3))
    sites = tuple(f"{slug}{suffix}.webex.com" for suffix in names.SITE_SUFFIXES[:count])
    admins = tuple(_admin(slug, chance) for _ in range(chance.choice((1, 2, 2, 3))))
    return Organization(make_id("ORGANIZATION", chance), name, sites, admins)


def _admin(slug: str, chance: Random) -> Person:
    given, family = chance.choice(names.GIVEN_NAMES), chance.choice(names.FAMILY_NAMES)
    email = f"{given}.{family}@{slug}.example".lower()
    return Person(make_id("PEOPLE", chance), f"{given} {family}", email)


def _pairs(
    apps: tuple[App, ...], organizations: tuple[Organization, ...], chance: Random
) -> tuple[tuple[App, Organization], ...]:
    """Deal customers from one shuffled deck that begins anew when it is used up, so that each of them gets some."""
    deck = list(organizations)
    chance.shuffle(deck)
    pairs: list[tuple[App, Organization]] = []
    for app, kind in zip(apps, names.APPS, strict=True):
        for _ in range(kind.customers):
            pairs.append((app, deck[len(pairs) % len(deck)]))
    return tuple(pairs)
