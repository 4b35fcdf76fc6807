"""What else Service Apps and organizations are known as."""

from msgspec import Struct


class Former(Struct, frozen=True, kw_only=True):
    """Other names of one of them, by which it is found too; `more` counts those that aren't among them.

    `given` is what Webex calls an organization that people call otherwise, None where they don't.
    """

    names: tuple[str, ...] = ()
    more: int = 0
    given: str | None = None
