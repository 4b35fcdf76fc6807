"""Whose a token is, and organizations by name."""

from msgspec import Struct


class Person(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whose token it is."""

    display_name: str
    id: str | None = None
    emails: tuple[str, ...] = ()
    org_id: str | None = None


class Organization(Struct, frozen=True, kw_only=True, rename="camel"):
    """An organization that the token may read."""

    id: str
    display_name: str
