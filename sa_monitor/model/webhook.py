"""A registration at Webex: where it sends which event, and whether it still does."""

from msgspec import Struct


class Webhook(Struct, frozen=True, kw_only=True, rename="camel"):
    """A webhook as the API gives it (`webex.md`, "The webhook"); the secret is never part of it."""

    id: str
    name: str
    target_url: str
    resource: str
    event: str
    filter: str | None = None
    status: str = "active"
    owned_by: str | None = None
    org_id: str | None = None
    created_by: str | None = None
    app_id: str | None = None
    created: str | None = None

    @property
    def active(self) -> bool:
        """Whether Webex delivers to it; it never becomes active again by itself."""
        return self.status == "active"
