"""A planned window: while it lasts, a deauthorization that it matches is expected and pages nobody."""

from collections.abc import Iterable

from msgspec import Struct

from sa_monitor.model.query import Key, Term


class Expectation(Struct, frozen=True, kw_only=True):
    """From `since` to `until` (milliseconds), for an app and an organization as a person calls them; None is any.

    `made_by` is who planned it.
    """

    id: int = 0
    app: str | None = None
    org: str | None = None
    since: int
    until: int
    note: str | None = None
    made_by: str | None = None

    def covers(self, at: int, app: Iterable[str | None], org: Iterable[str | None]) -> bool:
        """Tell whether a loss heard at `at` was planned; `app` and `org` are all that they may be called."""
        return (
            self.since <= at < self.until
            and (self.app is None or Term(Key.APP, (self.app.casefold(),)).accepts(app))
            and (self.org is None or Term(Key.ORG, (self.org.casefold(),)).accepts(org))
        )
