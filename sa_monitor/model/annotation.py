"""What people tell about Service Apps: whose they are, what matters, and what was authorized before we listened."""

from msgspec import Struct


class Annotation(Struct, frozen=True, kw_only=True):
    """What was told about one Service App; None is nothing. `critical` raises the severity of its loss."""

    critical: bool = False
    owner: str | None = None
    note: str | None = None


class Assumption(Struct, frozen=True, kw_only=True):
    """An authorization that a person entered: it stands until the pair is first heard of.

    `since` is the instant from which it is known to be authorized, None where nobody said.
    """

    app_id: str
    org_id: str
    app_name: str | None = None
    since: int | None = None
