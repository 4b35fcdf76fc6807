"""Deliveries that raise alerts, heard as a listener does."""

from sa_monitor.model.alert import Alert, Condition, Status
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.instants import HOUR, MINUTE
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.settings.places import Places
from sa_monitor.store.connection import open_writer
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.raised import raise_condition
from sa_monitor.store.reader import Reader
from sa_monitor.store.transaction import Immediate
from tests.store.conftest import arrival
from tests.ui.stage import NOW

AUTHORIZED = {"authorizationDate": "2024-06-12T14:19:52.000Z"}


def hear(places: Places, *arrivals: Arrival, rulebook: Rulebook | None = None) -> None:
    """Keep deliveries as a listener does, rules and all."""
    keeper = Keeper(places.database, lambda: Beat(NOW, NOW, NOW), rulebook)
    keeper.open()
    keeper.append(arrivals)
    while keeper.project(64):
        pass
    keeper.close(Ending.STOPPED)


def lost(
    org: str = "org-1", at: int = NOW - 2 * MINUTE, app: str = "app-1", name: str = "call-reporting"
) -> Arrival:
    """Make a deauthorization."""
    return arrival(event="deauthorized", app=app, org=org, at=at, friendlyId=name, **AUTHORIZED)


def held(org: str = "org-1", app: str = "app-1", name: str = "call-reporting") -> Arrival:
    """Make the authorization before it."""
    return arrival(app=app, org=org, at=NOW - 5 * HOUR, friendlyId=name, **AUTHORIZED)


def back(org: str = "org-1", at: int = NOW, app: str = "app-1", name: str = "call-reporting") -> Arrival:
    """Make an authorization after it."""
    return arrival(app=app, org=org, at=at, friendlyId=name, authorizationDate="2026-11-14T13:23:50Z")


def notice(places: Places, condition: Condition, **facts: object) -> None:
    """Raise what isn't about a standing."""
    connection = open_writer(places.database)
    with Immediate(connection):
        raise_condition(connection, Rulebook(), condition, NOW - MINUTE, subject="one", facts=facts)
    connection.close()


def alerts_of(places: Places, status: Status = Status.OPEN) -> list[Alert]:
    """Give the alerts that are so far."""
    with Reader.open(places.database) as reader:
        return reader.alerts(statuses=(status,))
