"""Renewing an Integration's access token by its refresh token (`webex.md`, "Answers and limits of the REST API")."""

from urllib.parse import urlencode

from msgspec import Struct

from sa_monitor.errors import Refused
from sa_monitor.webex.answers import check, decode
from sa_monitor.webex.line import Body, Line
from sa_monitor.webex.patience import Patience, patiently
from sa_monitor.webex.tokens import checked

_REFUSED = (400, 401)
_FORM = "application/x-www-form-urlencoded"


class Renewed(Struct, frozen=True):
    """What came back: tokens, which have no `repr`, and the seconds for which the access token is good."""

    access_token: str
    expires_in: int | None = None
    refresh_token: str | None = None

    def __repr__(self) -> str:
        return f"Renewed(expires_in={self.expires_in})"


async def renew(
    api_url: str,
    *,
    client_id: str,
    client_secret: str,
    refresh_token: str,
    patience: Patience = Patience(),  # noqa: B008 (a frozen value)
) -> Renewed:
    """Ask for a new access token. Raises Refused where the refresh token isn't taken any more, Unreachable."""
    form = {
        "grant_type": "refresh_token",
        "client_id": client_id,
        "client_secret": client_secret,
        "refresh_token": refresh_token,
    }
    body = Body(urlencode(form).encode(), _FORM, (client_secret, refresh_token))
    async with Line(api_url) as line:

        async def ask() -> Renewed:
            answer = await line.send("POST", line.base.join("access_token"), body=body)
            check(answer, "POST")
            return decode(answer, Renewed)

        try:
            renewed = await patiently(ask, repeatable=False, patience=patience, told=lambda _: None)
        except Refused as refused:
            if refused.status not in _REFUSED:
                raise
            raise _ended(refused) from refused
    checked(renewed.access_token)
    return renewed


def _ended(refused: Refused) -> Refused:
    tracking = f" Tracking id {refused.tracking_id}." if refused.tracking_id else ""
    return Refused(
        f"Webex doesn't renew the Integration's token any more ({refused.status}).",
        f"Authorize the Integration again, then: sa-monitor token set --integration.{tracking}",
        status=401,
        tracking_id=refused.tracking_id,
    )
