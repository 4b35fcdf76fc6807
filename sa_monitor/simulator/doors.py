"""The two doors beside `/v1` that make things happen, without a token (`interface.md`)."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sa_monitor.errors import Refused
from sa_monitor.model.event import Kind
from sa_monitor.simulator.deliverer import Deliverer
from sa_monitor.simulator.faults import Fault, Faults
from sa_monitor.simulator.forms import read_object
from sa_monitor.simulator.invention import Inventor
from sa_monitor.simulator.occurrence import Data

_TEXTS = ("id", "friendlyId", "authorizerId", "authorizerOrgId", "authorizationDate")
_LISTS = ("scopes", "trainSiteNames", "adminTrainSiteNames")
_MOST = 100_000
"""Faults that one request may order."""

_Word = TypeVar("_Word", Kind, Fault)


class Doors:
    """`POST /simulator/events` and `POST /simulator/faults`."""

    def __init__(
        self, inventor: Inventor, deliverer: Deliverer, faults: Faults, clock: Callable[[], int]
    ) -> None:
        self._inventor = inventor
        self._deliverer = deliverer
        self._faults = faults
        self._clock = clock

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("/simulator/events", self._events, methods=["POST"]),
            Route("/simulator/faults", self._faults_door, methods=["POST"]),
        ]

    async def _events(self, request: Request) -> Response:
        try:
            kind, data = read_event(read_object(await request.body()))
        except Refused as error:
            return _json({"error": str(error)}, error.status)
        told = await self._deliverer.tell(self._inventor.happen(kind, data, self._clock()))
        counts = {"deliveries": told.deliveries, "accepted": told.accepted}
        return _json(counts | ({"held_back": told.held_back} if told.held_back else {}))

    async def _faults_door(self, request: Request) -> Response:
        try:
            fault, count, after = read_fault(read_object(await request.body()))
        except Refused as error:
            return _json({"error": str(error)}, error.status)
        self._faults.add(fault, count, after)
        return _json({"fault": fault, "count": count})


def read_event(body: dict[str, Any]) -> tuple[Kind, Data]:
    """Read what is to happen: fields that Webex doesn't have are taken as they are, its own must be of their type."""
    _only(body, ("event", "data"))
    kind = _word(body, "event", Kind)
    data = body.get("data", {})
    if not isinstance(data, dict):
        raise Refused("data is no object.", status=400)
    for key in _TEXTS:
        if key in data and not (isinstance(data[key], str) and data[key].strip()):
            raise Refused(f"data.{key} is no text.", "Leave it out to have it made up.", status=400)
    for key in _LISTS:
        if key in data and not _is_list_of_texts(data[key]):
            raise Refused(f"data.{key} is no list of texts.", "Leave it out to have it made up.", status=400)
    return kind, data


def read_fault(body: dict[str, Any]) -> tuple[Fault, int, int]:
    """Read what to spoil, how often (once), and after how many good answers (none)."""
    _only(body, ("fault", "count", "after"))
    return _word(body, "fault", Fault), _count(body, "count", 1), _count(body, "after", 0)


def _count(body: Mapping[str, Any], key: str, least: int) -> int:
    count = body.get(key, least)
    if type(count) is not int or not least <= count <= _MOST:
        raise Refused(f"{key} is no number from {least} to {_MOST}.", status=400)
    return count


def _only(body: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if strange := [key for key in body if key not in known]:
        raise Refused(f'"{strange[0]}" is unknown.', f"Use {' and '.join(known)}.", status=400)


def _word(body: Mapping[str, Any], key: str, words: type[_Word]) -> _Word:
    value: Any = body.get(key)
    try:
        return words(value)
    except ValueError:
        said = (
            f"{key} is missing."
            if value is None
            else f"{key} can't be {msgspec.json.encode(value).decode()}."
        )
        raise Refused(said, f"Use {' or '.join(words)}.", status=400) from None


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")
