"""Answers in Webex's form: JSON with a tracking id, which an error carries in its body too (`webex.md`)."""

from random import Random
from typing import Any
from uuid import UUID

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sa_monitor.errors import NotFound, SaMonitorError


def make_tracking_id(chance: Random) -> str:
    """Make what Webex's support asks for."""
    return f"ROUTER_{UUID(int=chance.getrandbits(128), version=4)}".upper()


def answer(value: Any, tracking_id: str, headers: dict[str, str] | None = None) -> Response:
    """Answer 200 with the value as JSON."""
    content = msgspec.json.encode(value)
    return Response(
        content, media_type="application/json", headers={"trackingid": tracking_id, **(headers or {})}
    )


def refusal(error: SaMonitorError, tracking_id: str, headers: dict[str, str] | None = None) -> Response:
    """Answer with Webex's error body: the status of a Refused, 404 of a NotFound."""
    status = 404 if isinstance(error, NotFound) else getattr(error, "status", 500)
    body = {
        "message": error.title,
        "errors": [{"description": error.advice or error.title}],
        "trackingId": tracking_id,
    }
    refused = answer(body, tracking_id, headers)
    refused.status_code = status
    return refused


def dropped() -> Response:
    """Answer with a head that promises more than comes: the connection ends in the middle."""
    return _Dropped(headers={"Content-Length": "1000"})


class _Dropped(Response):
    """Ends without its body, which makes the server close the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
