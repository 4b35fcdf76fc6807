"""Reading a body that Webex sent. The only module that knows Webex's own field names.

Reading never raises and never refuses more than it must: only the identity of the happening is strict, every other
field of a wrong type becomes missing and is named in `problem`.
"""

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from sa_monitor.model.event import Kind
from sa_monitor.model.instants import parse_instant
from sa_monitor.model.lenient_json import parse

RESOURCE = "serviceApp"


class Happening(Struct, frozen=True, kw_only=True):
    """What a `serviceApp` delivery says. `date` is what the payload states, None where it states none that reads.

    `data` is all of its `data` as JSON. `synthetic` is the mark of the body: None where there is none.
    """

    kind: Kind
    app_id: str
    app_name: str | None
    org_id: str
    authorizer_id: str | None
    actor_id: str | None
    date: int | None
    scopes: tuple[str, ...]
    sites: tuple[str, ...]
    admin_sites: tuple[str, ...]
    synthetic: bool | None
    data: bytes

    @property
    def data_digest(self) -> bytes:
        """A digest that is equal for equal `data`, whatever the order of its keys; made for the undated alone."""
        return blake2b(_sorted(self.data), digest_size=16).digest()


class Reading(Struct, frozen=True):
    """What a body turned out to be.

    `is_object` is False where it is no JSON object. `happening` is None where it is no readable `serviceApp` event,
    and `problem` then says why, or is None where it is simply of another resource. `concerns_service_app` tells a
    `serviceApp` body that couldn't be read from a body of another resource.
    """

    is_object: bool
    webhook_id: str | None = None
    webhook_name: str | None = None
    happening: Happening | None = None
    problem: str | None = None
    concerns_service_app: bool = False


class _Data(Struct):
    id: str
    authorizerOrgId: str  # noqa: N815 (Webex's name)
    friendlyId: str | None = None  # noqa: N815
    authorizerId: str | None = None  # noqa: N815
    authorizationDate: str | None = None  # noqa: N815
    scopes: tuple[str, ...] = ()
    trainSiteNames: tuple[str, ...] = ()  # noqa: N815
    adminTrainSiteNames: tuple[str, ...] = ()  # noqa: N815


class _Envelope(Struct):
    resource: str
    event: Kind
    data: msgspec.Raw
    id: str | None = None
    name: str | None = None
    actorId: str | None = None  # noqa: N815
    synthetic: bool | None = None


class _Top(Struct):
    id: str | None = None


_decode_top = msgspec.json.Decoder(_Top).decode
_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_decode_data = msgspec.json.Decoder(_Data).decode
_decode_any = msgspec.json.Decoder().decode
_encode_sorted = msgspec.json.Encoder(order="sorted").encode


def glance(body: bytes) -> Reading | None:
    """Tell that a body is a JSON object, and of which webhook; None where only `read_payload` can tell. Never raises.

    Cheap whatever the body holds, so that it may come before the judgement on who sent it.
    """
    try:
        return Reading(is_object=True, webhook_id=_decode_top(body).id or None)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def read_payload(body: bytes) -> Reading:
    """Read a body; see `Reading`. Never raises."""
    try:
        return _read_strict(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return _read_tolerant(body)


def _read_strict(body: bytes) -> Reading:
    """Read a body that is as documented; any doubt raises and leaves the work to the tolerant way."""
    envelope = _decode_envelope(body)
    data = _decode_data(envelope.data)
    date = None
    if data.authorizationDate is not None:
        date = parse_instant(data.authorizationDate)
    if (
        envelope.resource != RESOURCE
        or date is None
        or not data.id.strip()
        or not data.authorizerOrgId.strip()
    ):
        raise ValueError
    happening = Happening(
        kind=envelope.event,
        app_id=data.id,
        app_name=data.friendlyId or None,
        org_id=data.authorizerOrgId,
        authorizer_id=data.authorizerId or None,
        actor_id=envelope.actorId or None,
        date=date,
        scopes=data.scopes,
        sites=data.trainSiteNames,
        admin_sites=data.adminTrainSiteNames,
        synthetic=envelope.synthetic,
        data=bytes(envelope.data),
    )
    return Reading(
        is_object=True,
        webhook_id=envelope.id or None,
        webhook_name=envelope.name or None,
        happening=happening,
        concerns_service_app=True,
    )


def _read_tolerant(body: bytes) -> Reading:
    payload, doubt = parse(body)
    if not isinstance(payload, dict):
        if payload is None and doubt:
            return Reading(is_object=False, problem=doubt)
        no_object = f"the body is a JSON {_type_name(payload)}, not an object"
        return Reading(is_object=False, problem=_joined(doubt, no_object))
    fields = _Fields(payload, "")
    webhook_id, webhook_name = fields.text("id"), fields.text("name")
    resource, event = payload.get("resource"), payload.get("event")
    happening = None
    if resource != RESOURCE:
        problem = None if isinstance(resource, str) else "resource is missing or no text"
    elif event not in tuple(Kind):
        problem = (
            f"unknown event {_quoted(event)}" if isinstance(event, str) else "event is missing or no text"
        )
    else:
        happening, problem = _happening(Kind(event), payload, fields)
        problem = _joined(doubt, problem)
    return Reading(
        is_object=True,
        webhook_id=webhook_id,
        webhook_name=webhook_name,
        happening=happening,
        problem=problem,
        concerns_service_app=resource == RESOURCE,
    )


def _happening(
    kind: Kind, payload: dict[str, Any], envelope: "_Fields"
) -> tuple[Happening | None, str | None]:
    data = payload.get("data")
    if not isinstance(data, dict):
        return None, f"data is {'missing' if data is None else f'a {_type_name(data)}, not an object'}"
    for key in ("id", "authorizerOrgId"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            return None, f"data.{key} is {'missing' if key not in data else 'no text'}"
    fields = _Fields(data, "data.")
    happening = Happening(
        kind=kind,
        app_id=_clean(data["id"]),
        app_name=fields.text("friendlyId"),
        org_id=_clean(data["authorizerOrgId"]),
        authorizer_id=fields.text("authorizerId"),
        actor_id=envelope.text("actorId"),
        date=fields.instant("authorizationDate"),
        scopes=fields.texts("scopes"),
        sites=fields.texts("trainSiteNames"),
        admin_sites=fields.texts("adminTrainSiteNames"),
        synthetic=envelope.flag("synthetic"),
        data=_exact(data),
    )
    return happening, _joined(*envelope.problems, *fields.problems)


def _joined(*problems: str | None) -> str | None:
    return "; ".join(filter(None, problems)) or None


class _Fields:
    """Takes fields out of an object, and notes those of a wrong type."""

    def __init__(self, source: dict[str, Any], prefix: str) -> None:
        self._source = source
        self._prefix = prefix
        self.problems: list[str] = []

    def text(self, key: str) -> str | None:
        value = self._source.get(key)
        if value is None or isinstance(value, str):
            return _clean(value) or None if value else None
        self._note(key, value, "text")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._source.get(key, [])
        if not isinstance(value, list):
            self._note(key, value, "a list")
            return ()
        texts = tuple(_clean(item) for item in value if isinstance(item, str))
        if len(texts) != len(value):
            self.problems.append(f"{self._prefix}{key} holds values that are no text")
        return texts

    def flag(self, key: str) -> bool | None:
        value = self._source.get(key)
        if value is None or isinstance(value, bool):
            return value
        self._note(key, value, "true or false")
        return None

    def instant(self, key: str) -> int | None:
        value = self._source.get(key)
        instant = parse_instant(value) if isinstance(value, str) else None
        if value is None:
            self.problems.append(f"{self._prefix}{key} is missing")
        elif instant is None:
            self.problems.append(f"{self._prefix}{key} is no date")
        return instant

    def _note(self, key: str, value: Any, wanted: str) -> None:
        self.problems.append(f"{self._prefix}{key} is {_type_name(value)}, not {wanted}")


def _clean(text: str) -> str:
    """Replace lone surrogates, which can't be stored as UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _exact(data: dict[str, Any]) -> bytes:
    try:
        return _encode_sorted(data)
    except (TypeError, ValueError, RecursionError):  # e.g. a lone surrogate
        import json

        return json.dumps(data, sort_keys=True).encode()


def _sorted(data: bytes) -> bytes:
    """Sort the keys; what only the tolerant way could read is sorted already."""
    try:
        return _encode_sorted(_decode_any(data))
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
        return data


def _type_name(value: Any) -> str:
    names = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}
    return names.get(type(value), "null")


def _quoted(text: str) -> str:
    """Quote foreign text for a problem, short and without anything a terminal would act on."""
    import json

    return json.dumps(text[:40])
