"""The tokens that the simulated Webex takes, and an Integration that gets new ones."""

import hmac
from dataclasses import dataclass, field
from random import Random
from urllib.parse import parse_qs

from sa_monitor.errors import Refused

LIFETIME = 14 * 24 * 3600
"""Seconds for which a renewed access token is said to be good."""

REFRESH_LIFETIME = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Integration:
    """What an Integration renews its token with."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


class Tokens:
    """Takes `token` until it expires, and what was renewed since. A refresh token is good once."""

    def __init__(self, token: str, integration: Integration, chance: Random) -> None:
        self._good = {token}
        self._integration = integration
        self._refresh_token = integration.refresh_token
        self._chance = chance

    def knows(self, authorization: str) -> bool:
        """Tell whether a header carries a good token."""
        scheme, _, token = authorization.partition(" ")
        given = token.strip().encode()
        return scheme.lower() == "bearer" and any(
            hmac.compare_digest(given, good.encode()) for good in self._good
        )

    def expire(self) -> None:
        """Take none any more that was given out so far."""
        self._good.clear()

    def renew(self, form: bytes) -> dict[str, object]:
        """Give a new access token and the refresh token of the next time. Raises Refused."""
        fields = {key: values[0] for key, values in parse_qs(form.decode("ascii", "replace")).items()}
        if fields.get("grant_type") != "refresh_token":
            raise Refused("grant_type is missing or not supported.", status=400)
        wanted = (self._integration.client_id, self._integration.client_secret)
        if (fields.get("client_id"), fields.get("client_secret")) != wanted:
            raise Refused("The client credentials are not valid.", status=401)
        if fields.get("refresh_token") != self._refresh_token:
            raise Refused("The refresh token is not valid.", status=400)
        token, self._refresh_token = self._make(), self._make()
        self._good.add(token)
        return {
            "access_token": token,
            "expires_in": LIFETIME,
            "refresh_token": self._refresh_token,
            "refresh_token_expires_in": REFRESH_LIFETIME,
            "token_type": "Bearer",
        }

    def _make(self) -> str:
        return f"{self._chance.getrandbits(256):064x}"


def make_integration(chance: Random) -> Integration:
    """Make an Integration up."""
    return Integration(*(f"{chance.getrandbits(160):040x}" for _ in range(3)))
