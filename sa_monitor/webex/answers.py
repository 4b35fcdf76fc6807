"""Reading answers that may come from anybody: Webex, a proxy, a sign-in page.

All text of an answer that gets into an error is made printable and short first.
"""

from typing import Any, TypeVar

import httpx
import msgspec
from msgspec import Struct

from sa_monitor.errors import Refused, Unreachable

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer; a page of a hundred webhooks has a few hundred kilobytes."""

_TOO_MANY = 429
_EXPLAINED = {
    401: ("refused the token", "Set a new one: sa-monitor token set."),
    403: (
        "doesn't allow this token to do that",
        "Webhooks need the scopes application:webhooks_read and application:webhooks_write.",
    ),
    404: ("doesn't know it", "It may be deleted, or --api-url may be wrong."),
}
"""What some statuses mean, and what to do."""

_FORBIDDEN = 403
_SCOPES = {"GET": ("read", "application:webhooks_read")}
_OTHERWISE = ("change", "application:webhooks_write")
_GOVERNMENT = "api-usgov.webex.com"
_GOVERNMENT_LACKS = "Webex for Government is reported not to support the application:webhooks_ scopes."

_LONGEST = 300
_LONGEST_WAIT = 24 * 3600

_Value = TypeVar("_Value")


class Answer(Struct, frozen=True):
    """An answer whose body was read whole; `next_link` is where a list goes on (RFC 5988).

    `seconds` passed from the request to the first bytes of the answer.
    """

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes
    next_link: str | None = None
    seconds: float = 0.0

    @property
    def host(self) -> str:
        """Who answered."""
        return printable(self.url.netloc.decode("ascii", "replace"))


def decode(answer: Answer, kind: type[_Value]) -> _Value:
    """Read a good answer as the type that is expected. Raises Unreachable: it isn't the Webex API that answers so."""
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except msgspec.ValidationError as error:
        what = f"something else than was asked for: {printable(str(error))}"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        what = f"something that is no JSON ({_content_type(answer)})"
    raise Unreachable(
        f"{answer.host} answered {what}.",
        "Is --api-url right? A proxy or a sign-in page may stand in between.",
        sent=True,
    )


def check(answer: Answer, method: str = "GET") -> None:
    """Raise Refused for every answer that isn't 2xx: what was said, and what to do about it."""
    if 200 <= answer.status < 300:  # noqa: PLR2004
        return
    said, tracking_id = _said(answer)
    tracking = f" Tracking id {tracking_id}." if tracking_id else ""
    title, advice = _explain(answer, method, said)
    raise Refused(
        title,
        f"{advice}{tracking}".strip(),
        status=answer.status,
        tracking_id=tracking_id or None,
        wait=retry_after(answer) if answer.status == _TOO_MANY else None,
    )


def retry_after(answer: Answer) -> int | None:
    """Give the seconds that the answer asks to wait; None where it doesn't say, or nothing that reads."""
    text = answer.headers.get("retry-after", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LONGEST_WAIT))):
        return None
    return min(int(text), _LONGEST_WAIT)


def printable(text: str) -> str:
    """Make foreign text fit for one line of a terminal: nothing that controls it, and not too much of it."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def _explain(answer: Answer, method: str, said: str) -> tuple[str, str]:
    """Give title and advice of a refusal."""
    status = answer.status
    if status == _FORBIDDEN and "/webhooks" in answer.url.path:
        return _scope_missing(answer, method, said)
    if status in _EXPLAINED:
        what, advice = _EXPLAINED[status]
    elif status == _TOO_MANY:
        wait = retry_after(answer)
        what = "asks to wait" if wait is None else f"asks to wait {wait} s"
        advice = "Try again then." if wait is not None else "Try again in a minute."
    elif 300 <= status < 400:  # noqa: PLR2004
        what, advice = "answered with a redirect, which the token doesn't follow", "Is --api-url right?"
    elif status >= 500:  # noqa: PLR2004
        what, advice = "couldn't do it", "Nothing is wrong here. Try again later."
    else:
        what, advice = "refused it", ""
    because = f": {said}" if said else ""
    return f"{answer.host} {what} ({status}){because}.", advice


def _scope_missing(answer: Answer, method: str, said: str) -> tuple[str, str]:
    """Say that a token can't do what webhooks need, and by which scope it could."""
    can, scope = _SCOPES.get(method, _OTHERWISE)
    advice = [f"Webex said: {said} (403)." if said else "Webex answered 403."]
    if answer.url.host == _GOVERNMENT:
        advice.append(_GOVERNMENT_LACKS)
    return f"This token can't {can} webhooks: it lacks {scope}.", " ".join(advice)


def _said(answer: Answer) -> tuple[str, str]:
    """Give Webex's message with its descriptions, and the tracking id; empty where the body is none of Webex's."""
    try:
        body = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    body = body if isinstance(body, dict) else {}
    said = [_text(body.get("message"))]
    errors = body.get("errors")
    for error in errors[:5] if isinstance(errors, list) else ():
        description = _text(error.get("description")) if isinstance(error, dict) else ""
        if description and description not in said:
            said.append(description)
    tracking_id = printable(answer.headers.get("trackingid", "")) or _text(body.get("trackingId"))
    return "; ".join(text.rstrip(".") for text in said if text), tracking_id


def _text(value: Any) -> str:
    return printable(value) if isinstance(value, str) else ""


def _content_type(answer: Answer) -> str:
    return printable(answer.headers.get("content-type", "")) or "without a content type"
