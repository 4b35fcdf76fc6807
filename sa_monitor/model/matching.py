"""Which stored events a webhook would have reported, and what history has to choose from."""

from msgspec import Struct


class Matched(Struct, frozen=True, kw_only=True):
    """How much a filter would have let through: `events` of `looked_at`, of `apps` at `organizations`.

    `bounded` says that only the newest `looked_at` events were looked at, as there are more.
    """

    events: int = 0
    looked_at: int = 0
    apps: int = 0
    organizations: int = 0
    bounded: bool = False


class Suggestions(Struct, frozen=True, kw_only=True):
    """What filters can be filled in with: apps as (id, name), names that apps were ever heard under, and sites."""

    apps: tuple[tuple[str, str | None], ...] = ()
    names: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    admin_sites: tuple[str, ...] = ()


class Reporters(Struct, frozen=True, kw_only=True):
    """Who stands behind events: webhooks that reported them, and who acted; each by name, else UUID, else id."""

    webhooks: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


class Heard(Struct, frozen=True, kw_only=True):
    """What this store has of one webhook: its deliveries, when the last came, and which secret verified that.

    `secret` is a label (`signature.Secret`), None for an unsigned one.
    """

    deliveries: int = 0
    last_at: int | None = None
    secret: str | None = None
