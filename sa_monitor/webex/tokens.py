"""Where the client has its token from."""

from typing import Protocol

from sa_monitor.errors import CredentialsError


class TokenSource(Protocol):
    """Gives the token for the next request, and another one when Webex took it no more."""

    async def current(self) -> str:
        """Give the token in force. Raises SaMonitorError where there is none."""

    async def renewed(self, refused: str) -> str | None:
        """Give a newer token than the one that was just refused; None where there is no way to one."""


class GivenToken:
    """A token that was given, and ends when it ends."""

    def __init__(self, token: str) -> None:
        self._token = checked(token)

    async def current(self) -> str:
        """Give it."""
        return self._token

    async def renewed(self, refused: str) -> str | None:  # noqa: ARG002 (there is no other)
        """Give None."""
        return None


def checked(token: str) -> str:
    """Give the token where a header can carry it. Raises CredentialsError, which doesn't tell it."""
    # What h11 refuses in a header it quotes in its error: such a token must not get that far.
    if not token or not all("!" <= sign <= "~" for sign in token):
        raise CredentialsError(
            "The Webex token is empty or holds characters that no token has.",
            "Set it again: sa-monitor token set",
        )
    return token
