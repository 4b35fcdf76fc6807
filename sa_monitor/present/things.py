"""The two things that an authorization joins, and the words for each."""

from enum import StrEnum

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Event

Named = Authorization | Event
"""What tells the id and the name of a Service App and of an organization."""


class Thing(StrEnum):
    """What standings are gathered by."""

    APP = "app"
    ORG = "org"

    @property
    def other(self) -> "Thing":
        """What it is joined with."""
        return Thing.ORG if self is Thing.APP else Thing.APP

    @property
    def one(self) -> str:
        """Name one of them within a sentence."""
        return "Service App" if self is Thing.APP else "organization"

    @property
    def many(self) -> str:
        """Name several of them within a sentence."""
        return f"{self.one}s"

    @property
    def heading(self) -> str:
        """Name them at the beginning of a title."""
        return "Service Apps" if self is Thing.APP else "Organizations"

    def name_of(self, named: Named) -> str | None:
        """Give its name, where one was told."""
        return named.app_name if self is Thing.APP else named.org_name

    def id_of(self, named: Named) -> str:
        """Give the id of the one that a standing, or an event, is about."""
        return named.app_id if self is Thing.APP else named.org_id
