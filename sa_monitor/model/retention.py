"""How much of history is kept, and what forgetting the rest comes to."""

from msgspec import Struct


class Retention(Struct, frozen=True):
    """Keep the events heard in the last `days`, of those the newest `events`; 0 sets no bound."""

    days: int = 0
    events: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.events)


class Forgotten(Struct, frozen=True):
    """What is forgotten, or would be: how many, and when the oldest and newest of its events were heard.

    `kept` are events that are older than the bound and stay all the same, since something stands on them.
    """

    events: int = 0
    deliveries: int = 0
    kept: int = 0
    oldest: int | None = None
    newest: int | None = None

    def __bool__(self) -> bool:
        return bool(self.deliveries)
