"""What would be sent to Webex, as data: shown before it is sent, and sent as it was shown."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import ADMIN_SITE_SPELLINGS, Filter
from sa_monitor.model.finding import Finding, Flaw, filter_of
from sa_monitor.model.payload import RESOURCE
from sa_monitor.model.webhook import Webhook

BOTH = (Kind.AUTHORIZED, Kind.DEAUTHORIZED)


class Method(StrEnum):
    """What is asked for."""

    CREATE = "POST"
    UPDATE = "PUT"
    DELETE = "DELETE"


class Request(Struct, frozen=True, kw_only=True):
    """One request about one webhook. `webhook` is the one it is about as it is before; None to create one.

    `signs` tells that a secret goes along, which is no part of this. `condition` is the filter of a webhook to create.
    """

    method: Method
    webhook: Webhook | None = None
    name: str = ""
    target_url: str = ""
    event: str = ""
    condition: Filter = Filter()
    signs: bool = False
    reactivates: bool = False

    @property
    def path(self) -> str:
        """Where it goes, below the API's URL: `/webhooks/Y2lzY29…`."""
        return "/webhooks" if self.webhook is None else f"/webhooks/{self.webhook.id}"

    def body(self, admin_site_key: str = ADMIN_SITE_SPELLINGS[0]) -> dict[str, Any] | None:
        """Give the JSON that is sent, without the secret; None where nothing is. Raises UsageError for the filter."""
        match self.method:
            case Method.CREATE:
                whole = {
                    "name": self.name,
                    "targetUrl": self.target_url,
                    "resource": RESOURCE,
                    "event": self.event,
                    "filter": self.condition.text(admin_site_key),
                }
            case Method.UPDATE:
                status = "active" if self.reactivates else None
                whole = {"name": self.name, "targetUrl": self.target_url, "status": status}
            case Method.DELETE:
                return None
        return {key: value for key, value in whole.items() if value}


def create_requests(
    *, name: str, target_url: str, events: Iterable[Kind], condition: Filter
) -> tuple[Request, ...]:
    """Plan new webhooks, one for each event. Raises UsageError for a filter that can't be written."""
    condition.text()
    if not name.strip():
        raise UsageError("A webhook needs a name.")
    return tuple(
        Request(
            method=Method.CREATE,
            name=name.strip(),
            target_url=target_url,
            event=kind,
            condition=condition,
            signs=True,
        )
        for kind in events
    )


def update_request(
    webhook: Webhook,
    *,
    name: str | None = None,
    target_url: str | None = None,
    signs: bool = False,
    reactivates: bool = False,
) -> Request:
    """Plan a change of one webhook; what is None stays as it is."""
    return Request(
        method=Method.UPDATE,
        webhook=webhook,
        name=name or webhook.name,
        target_url=target_url or webhook.target_url,
        event=webhook.event,
        signs=signs,
        reactivates=reactivates,
    )


def delete_request(webhook: Webhook) -> Request:
    """Plan to delete one."""
    return Request(method=Method.DELETE, webhook=webhook, name=webhook.name, event=webhook.event)


def edit_requests(
    webhook: Webhook,
    *,
    name: str,
    target_url: str,
    event: Kind,
    condition: Filter,
    signs: bool = False,
) -> tuple[Request, ...]:
    """Plan what makes a webhook so: an update, or where event or filter change, a new one and then an end of the old.

    In between both deliver, and what both report is one event with two deliveries. Nothing to do is no request.
    """
    known = filter_of(webhook) or Filter()  # one that can't be read is kept by leaving the form's empty
    if event != webhook.event or condition != known:
        new = create_requests(name=name, target_url=target_url, events=(event,), condition=condition)
        return *new, delete_request(webhook)
    if (name, target_url) == (webhook.name, webhook.target_url) and not signs:
        return ()
    return (update_request(webhook, name=name, target_url=target_url, signs=signs),)


def mend_requests(webhook: Webhook, findings: Sequence[Finding], here: str | None) -> tuple[Request, ...]:
    """Plan what mends the findings of one webhook: one that is there twice goes, else one update and the other half.

    `here` is the target of the other half; without one it gets the target that this webhook then has.
    """
    flaws = {finding.flaw: finding for finding in findings}
    if Flaw.TWICE in flaws:
        return (delete_request(webhook),)
    requests: list[Request] = []
    moved = flaws.get(Flaw.OTHER_TARGET)
    target = (moved.here if moved else None) or webhook.target_url
    if flaws.keys() & {Flaw.INACTIVE, Flaw.OTHER_TARGET, Flaw.UNSIGNED}:
        update = update_request(
            webhook,
            target_url=target,
            signs=Flaw.UNSIGNED in flaws,
            reactivates=Flaw.INACTIVE in flaws,
        )
        requests.append(update)
    half, condition = flaws.get(Flaw.HALF), filter_of(webhook)
    if half is not None and half.missing is not None and condition is not None:
        requests += create_requests(
            name=webhook.name, target_url=here or target, events=(half.missing,), condition=condition
        )
    return tuple(requests)
