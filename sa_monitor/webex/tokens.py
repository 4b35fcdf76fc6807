"""Where the client has its token from."""

from collections.abc import Callable
from typing import Protocol

from sa_monitor.errors import CredentialsError, Refused


class TokenSource(Protocol):
    """Gives the token for the next request, and another one when Webex took it no more."""

    async def current(self) -> str:
        """Give the token in force. Raises SaMonitorError where there is none."""

    async def renewed(self, refused: str) -> str | None:
        """Give a newer token than the one that was just refused; None where there is no way to one."""

    def explain(self, refused: Refused) -> Refused:
        """Say whose token was refused, and where another one is to be set."""


class GivenToken:
    """A token that was given, and ends when it ends. `explain` says more of its refusal."""

    def __init__(self, token: str, explain: Callable[[Refused], Refused] = lambda refused: refused) -> None:
        self._token = checked(token)
        self._explain = explain

    async def current(self) -> str:
        """Give it."""
        return self._token

    async def renewed(self, refused: str) -> str | None:  # noqa: ARG002 (there is no other)
        """Give None."""
        return None

    def explain(self, refused: Refused) -> Refused:
        """Say what was given to say."""
        return self._explain(refused)


def checked(token: str) -> str:
    """Give the token where a header can carry it. Raises CredentialsError, which doesn't tell it."""
    # What h11 refuses in a header it quotes in its error: such a token must not get that far.
    if not token or not all("!" <= sign <= "~" for sign in token):
        raise CredentialsError(
            "The Webex token is empty or holds characters that no token has.",
            "Set it again: sa-monitor token set",
        )
    return token
