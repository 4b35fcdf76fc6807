"""Deliveries that raise alerts, heard as a listener does."""

from sa_monitor.cli.history import arrivals_of, listened
from sa_monitor.model.alert import Alert, Condition, Status
from sa_monitor.model.delivery import Arrival
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND, rfc3339
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.model.rulebook import Channel, Rulebook
from sa_monitor.settings.places import Places
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.past import tell_past
from sa_monitor.store.alerts import acknowledge
from sa_monitor.store.annotations import annotate
from sa_monitor.store.connection import open_writer
from sa_monitor.store.dispatch import Dispatch
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.org_names import call_org
from sa_monitor.store.raised import raise_condition
from sa_monitor.store.reader import Reader
from sa_monitor.store.transaction import Immediate
from tests.store.conftest import arrival
from tests.ui.samples import at
from tests.ui.stage import NOW, WEBHOOKS, fill, held_of, story

AUTHORIZED = {"authorizationDate": "2024-06-12T14:19:52.000Z"}


def hear(places: Places, *arrivals: Arrival, rulebook: Rulebook | None = None, now: int = NOW) -> None:
    """Keep deliveries as a listener does, rules and all."""
    keeper = Keeper(places.database, lambda: Beat(now, now, now), rulebook)
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


NIGHT = at("2026-11-15T02:14:50Z")
"""A quarter past three in the morning, where the screens of the tests stand."""

_CHANNELS = Rulebook(channels=(Channel("webex"), Channel("pager")))


def night(places: Places) -> None:
    """Have a critical Service App lost two minutes before NIGHT, another taken on, and one that is back.

    Of the two channels one is told each time; the other fails at last.
    """
    told = story()
    fill(places, told, listened(told, NIGHT))
    annotate(
        places.database,
        "call-reporting",
        critical=True,
        owner="Jane Doe +1 555 0100",
        note="nightly CDR export, runbook CDR-7",
    )
    past = tell_past(1, NOW).told
    *_, globex, initech = held_of(past, "room-analytics")
    *_, acme, _changed, _lost = held_of(past, "call-reporting")  # of which the story tells already
    for name, occurrence in (("Initech", initech), ("Globex", globex), ("Acme Corp", acme)):
        call_org(places.database, occurrence.data["authorizerOrgId"], name)
    was_lost = NIGHT - 2 * DAY
    _happen(places, initech, was_lost, Kind.DEAUTHORIZED)
    _happen(places, initech, was_lost + 28 * MINUTE, Kind.AUTHORIZED)
    _tell(places, was_lost + 28 * MINUTE)
    _happen(places, globex, NIGHT - 7 * HOUR, Kind.DEAUTHORIZED)
    _tell(places, NIGHT - 7 * HOUR)
    (taken, *_) = alerts_of(places)
    note = "on the phone with their admin"
    acknowledge(places.database, taken.id, by="sam on ops-1", at=NIGHT - 6 * HOUR, note=note, intended=False)
    lost_at = NIGHT - 2 * MINUTE - 6 * SECOND
    _happen(places, acme, lost_at, Kind.DEAUTHORIZED)
    _tell(places, lost_at, fails="HTTP 502")


def _happen(places: Places, of: Occurrence, at_: int, kind: Kind) -> None:
    """Hear that an authorization was lost, or is back."""
    data = of.data if kind is Kind.DEAUTHORIZED else {**of.data, "authorizationDate": rfc3339(at_)}
    hear(
        places,
        *arrivals_of([Occurrence(at_, kind, data, of.actor_id)], WEBHOOKS),
        rulebook=_CHANNELS,
        now=NIGHT,
    )


def _tell(places: Places, now: int, fails: str | None = None) -> None:
    """Tell the channels what is due; the pager may fail, and is then tried again until NIGHT."""
    dispatch = Dispatch.open(places.database)
    for channel in ("webex", "pager"):
        due: int | None = now
        while due is not None and due <= NIGHT and (errand := dispatch.next(channel, due)) is not None:
            if fails and channel == "pager":
                dispatch.failed(errand, due + SECOND, fails)
            else:
                dispatch.sent(errand, due + SECOND)
            due = dispatch.next_due(channel)
    dispatch.close()


def alerts_of(places: Places, status: Status = Status.OPEN) -> list[Alert]:
    """Give the alerts that are so far."""
    with Reader.open(places.database) as reader:
        return reader.alerts(statuses=(status,))
