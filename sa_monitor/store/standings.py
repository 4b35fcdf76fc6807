"""Standings, put together of what was heard and what people told."""

from sa_monitor.model.annotation import Annotation, Assumption
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind

_NOTHING = Annotation()


def authorization(
    event: Event, events: int, last_event: int, unconfirmed: int | None, told: Annotation | None
) -> Authorization:
    """Give the standing that `event` decides."""
    told = told or _NOTHING
    return Authorization(
        app_id=event.app_id,
        app_name=event.app_name,
        org_id=event.org_id,
        org_name=event.org_name,
        state=event.kind,
        since=event.date if event.kind is Kind.AUTHORIZED else event.received_at,
        heard=event.received_at,
        scopes=event.scopes,
        sites=event.sites,
        admin_sites=event.admin_sites,
        events=events,
        authorizer_id=event.authorizer_id,
        decided_by=event.id,
        last_event=last_event,
        unconfirmed_since=unconfirmed,
        expected=event.expected,
        critical=told.critical,
        owner=told.owner,
        note=told.note,
    )


def assumed(entered: Assumption, at: int, told: Annotation | None) -> Authorization:
    """Give the standing that a person entered at `at`; nobody heard of it."""
    told = told or _NOTHING
    return Authorization(
        app_id=entered.app_id,
        app_name=entered.app_name,
        org_id=entered.org_id,
        org_name=None,
        state=Kind.AUTHORIZED,
        since=at if entered.since is None else entered.since,
        heard=None,
        assumed=True,
        critical=told.critical,
        owner=told.owner,
        note=told.note,
    )


def as_event(entered: Assumption, at: int) -> Event:
    """Give an event such as would have been heard, for a query to match."""
    return Event(
        id=0,
        kind=Kind.AUTHORIZED,
        app_id=entered.app_id,
        app_name=entered.app_name,
        org_id=entered.org_id,
        org_name=None,
        authorizer_id=None,
        actor_id=None,
        date=at if entered.since is None else entered.since,
        dated=entered.since is not None,
        received_at=at,
        signature=Verdict.UNSIGNED,
    )
