"""The Service App and the organization that the reader is looking at."""

from typing import NamedTuple

from sa_monitor.model.alert import Alert
from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Event

Called = tuple[str, str | None]
"""Something by its id, and its name where one was told."""


class Pair(NamedTuple):
    """Each None where it is none in particular."""

    app: Called | None = None
    org: Called | None = None


def pair_of(of: Event | Authorization | Alert) -> Pair:
    """Give the pair that an event, a standing or an alert is about."""
    app = None if of.app_id is None else (of.app_id, of.app_name)
    org = None if of.org_id is None else (of.org_id, of.org_name)
    return Pair(app, org)
