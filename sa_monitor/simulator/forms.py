"""What the API takes: the bodies of `POST` and `PUT /v1/webhooks`, read strictly.

Every refusal is an `errors.Refused` with the status that the API answers.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from sa_monitor.errors import Refused, UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import parse_filter
from sa_monitor.model.payload import RESOURCE

_MESSAGING = ("created", "updated", "deleted", "all")
_EVENTS: dict[str, tuple[str, ...]] = {
    RESOURCE: tuple(Kind),
    "messages": _MESSAGING,
    "rooms": _MESSAGING,
    "memberships": _MESSAGING,
    "attachmentActions": ("created",),
    "meetings": (*_MESSAGING, "started", "ended"),
    "recordings": ("created", "updated", "deleted"),
    "telephony_calls": _MESSAGING,
}
"""Resources and their events; of all of them only `serviceApp` ever fires here."""


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook to create."""

    name: str
    target_url: str
    resource: str
    event: str
    filter: str | None
    owned_by: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What an update sets; None leaves it as it is. `fixed` is what it must not differ in."""

    name: str
    target_url: str
    owned_by: str | None
    reactivate: bool
    fixed: dict[str, str]
    secret: str | None = field(repr=False)


def read_object(body: bytes) -> dict[str, Any]:
    """Read a body that must be a JSON object."""
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refused("The request body is no JSON object.", str(error), status=400) from error


def read_new(body: dict[str, Any]) -> NewWebhook:
    """Read what to create: everything needed is there, the event is one of the resource, the filter reads."""
    resource, event = _needed(body, "resource"), _needed(body, "event")
    if resource not in _EVENTS:
        raise Refused(f'resource "{resource}" is unknown.', f"Use {', '.join(_EVENTS)}.", status=400)
    if event not in _EVENTS[resource]:
        advice = f"Use {' or '.join(_EVENTS[resource])}."
        raise Refused(f'event "{event}" is unknown for the resource {resource}.', advice, status=400)
    return NewWebhook(
        name=_needed(body, "name"),
        target_url=_target(body),
        resource=resource,
        event=event,
        filter=_filter(body, resource),
        owned_by=_owner(body, resource) or "creator",
        secret=_text(body, "secret"),
    )


def read_change(body: dict[str, Any]) -> Change:
    """Read an update: name and target are needed, and the status can only become active."""
    status = _text(body, "status")
    if status not in (None, "active"):
        raise Refused(
            f'status can\'t be set to "{status}".', "A webhook can only be reactivated.", status=400
        )
    return Change(
        name=_needed(body, "name"),
        target_url=_target(body),
        owned_by=_owner(body, RESOURCE),
        reactivate=status == "active",
        fixed={key: text for key in ("resource", "event", "filter") if (text := _text(body, key))},
        secret=_text(body, "secret"),
    )


def filter_keys(text: str | None) -> list[str]:
    """Give the keys of a filter, as they are spelled."""
    return [part.partition("=")[0] for part in (text or "").split("&") if part]


def _text(body: dict[str, Any], key: str) -> str | None:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{key} must be text.", status=400)
    return value or None


def _needed(body: dict[str, Any], key: str) -> str:
    text = _text(body, key)
    if text is None or not text.strip():
        raise Refused(f"{key} is missing.", status=400)
    return text


def _target(body: dict[str, Any]) -> str:
    target = _needed(body, "targetUrl")
    try:
        address = urlsplit(target)
        fits = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise Refused(f'targetUrl "{target}" is no http or https address.', status=400)
    return target


def _owner(body: dict[str, Any], resource: str) -> str | None:
    owner = _text(body, "ownedBy")
    if owner not in (None, "creator", "org"):
        raise Refused(f'ownedBy can\'t be "{owner}".', "Use creator or org.", status=400)
    if owner == "org" and resource == RESOURCE:
        raise Refused(f"ownedBy org isn't supported for the resource {resource}.", status=400)
    return owner


def _filter(body: dict[str, Any], resource: str) -> str | None:
    text = _text(body, "filter")
    if resource == RESOURCE:
        try:
            parse_filter(text)
        except UsageError as error:
            raise Refused(f"filter: {error.title}", error.advice, status=400) from error
    return text
