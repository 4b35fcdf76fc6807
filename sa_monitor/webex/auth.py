"""The token, on requests to the API's own host and nowhere else."""

from collections.abc import Generator

import httpx

from sa_monitor.webex.tokens import checked


class TokenAuth(httpx.Auth):
    """Puts the token on requests to the origin of `api_url`; a request to anywhere else goes without it."""

    def __init__(self, token: str, api_url: httpx.URL) -> None:
        self._token = checked(token)
        self._origin = origin_of(api_url)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header, for the API's own origin only."""
        if origin_of(request.url) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def origin_of(url: httpx.URL) -> tuple[str, str, int | None]:
    """Give scheme, host and port: what two URLs share when the same server answers them."""
    default = {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, url.port or default
