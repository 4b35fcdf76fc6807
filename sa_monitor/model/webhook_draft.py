"""A webhook as it is being written in a form: what is wrong with it so far, and what it would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import filter_of
from sa_monitor.model.target import Doubt, doubts_of
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_request import BOTH, Request, create_requests, edit_requests

SHORTEST_SECRET = 16
"""Characters below which a typed secret can be guessed."""


class Field(StrEnum):
    """The fields that can be filled in."""

    NAME = "name"
    TARGET = "target"
    EVENTS = "events"
    APP_ID = "app id"
    APP_NAME = "app name"
    SITE = "site"
    ADMIN_SITE = "admin site"
    SECRET = "secret"  # noqa: S105 (a word)


class Slip(StrEnum):
    """What can be wrong with a field. NEEDLESS and SHORT are only warnings."""

    MISSING = "missing"
    AMPERSAND = "ampersand"
    UNPRINTABLE = "unprintable"
    NEEDLESS = "needless"
    SHORT = "short"


class Remark(Struct, frozen=True):
    """What is to be said under a field."""

    field: Field
    what: Slip | Doubt

    @property
    def prevents(self) -> bool:
        """Whether it can't be sent so."""
        return self.what in (Slip.MISSING, Slip.AMPERSAND, Slip.UNPRINTABLE, Doubt.NO_URL)


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of the form as they are. `secret` is a typed one; None leaves it to chance, or as it is.

    `renews`: a webhook that is changed gets a new random secret.
    """

    name: str = ""
    target_url: str = ""
    events: tuple[Kind, ...] = BOTH
    app_id: str = ""
    app_name: str = ""
    site: str = ""
    admin_site: str = ""
    secret: str | None = field(default=None, repr=False)
    renews: bool = False

    @property
    def condition(self) -> Filter:
        """The filter that is written so far."""
        texts = (self.app_id, self.app_name, self.site, self.admin_site)
        return Filter(*(text.strip() or None for text in texts))

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent."""
        return not any(remark.prevents for remark in self.remarks())

    def remarks(self) -> tuple[Remark, ...]:
        """Say what is wrong, in the order of the fields."""
        return tuple(self._remarks())

    def creations(self) -> tuple[Request, ...]:
        """Plan to create it. Raises UsageError where it isn't ready."""
        return create_requests(
            name=self.name, target_url=self.target_url.strip(), events=self.events, condition=self.condition
        )

    def changes(self, webhook: Webhook) -> tuple[Request, ...]:
        """Plan to make a webhook so: nothing, an update, or a new one and then an end of the old one.

        Raises UsageError where it isn't ready. Only the first event counts: a webhook has one.
        """
        if not self.events:
            raise UsageError("A webhook needs an event.")
        return edit_requests(
            webhook,
            name=self.name.strip(),
            target_url=self.target_url.strip(),
            event=self.events[0],
            condition=self.condition,
            signs=self.renews or self.secret is not None,
        )

    def replaces(self, webhook: Webhook) -> bool:
        """Tell whether a new webhook would take the place of this one: Webex changes no event and no filter."""
        return self.events != (webhook.event,) or self.condition != filter_of(webhook)

    def _remarks(self) -> Iterator[Remark]:
        if not self.name.strip():
            yield Remark(Field.NAME, Slip.MISSING)
        if not self.target_url.strip():
            yield Remark(Field.TARGET, Slip.MISSING)
        else:
            yield from (Remark(Field.TARGET, doubt) for doubt in doubts_of(self.target_url.strip()))
        if not self.events:
            yield Remark(Field.EVENTS, Slip.MISSING)
        filters = (
            (Field.APP_ID, self.app_id),
            (Field.APP_NAME, self.app_name),
            (Field.SITE, self.site),
            (Field.ADMIN_SITE, self.admin_site),
        )
        yield from (Remark(name, Slip.AMPERSAND) for name, text in filters if "&" in text)
        if self.app_id.strip() and self.app_name.strip():
            yield Remark(Field.APP_NAME, Slip.NEEDLESS)
        yield from self._secret_remarks()

    def _secret_remarks(self) -> Iterator[Remark]:
        if self.secret is None:
            return
        if not self.secret.strip():
            yield Remark(Field.SECRET, Slip.MISSING)
        elif not self.secret.isprintable():
            yield Remark(Field.SECRET, Slip.UNPRINTABLE)
        elif len(self.secret) < SHORTEST_SECRET:
            yield Remark(Field.SECRET, Slip.SHORT)


def draft_of(webhook: Webhook) -> Draft:
    """Fill a form in with a webhook, to edit it or to make another one like it; its secret isn't part of it.

    A filter that can't be read is left out.
    """
    condition = filter_of(webhook) or Filter()
    return Draft(
        name=webhook.name,
        target_url=webhook.target_url,
        events=tuple(kind for kind in Kind if kind == webhook.event),
        app_id=condition.app_id or "",
        app_name=condition.friendly_name or "",
        site=condition.site or "",
        admin_site=condition.admin_site or "",
    )


def new_draft(app: tuple[str, str | None] | None = None, name: str = "sa-monitor") -> Draft:
    """Begin a new one: for a Service App, by its id and name, or else for every one, under this name."""
    if app is None:
        return Draft(name=name)
    app_id, app_name = app
    return Draft(name=app_name or name, app_id=app_id)
