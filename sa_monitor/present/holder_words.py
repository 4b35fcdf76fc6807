"""Whose a token is and what it may do, in words."""

from collections.abc import Sequence


def holder_words(name: str, emails: Sequence[str]) -> str:
    """Say whose it is: `Token of Jane Doe <jane@example.com>`. The text isn't clean."""
    addresses = f" <{', '.join(emails)}>" if emails else ""
    return f"Token of {name}{addresses}"


def may_words(*, reads: bool, changes: bool | None) -> str:
    """Say what it may do with webhooks; `changes` is None where that isn't known."""
    if not reads:
        return "It can't read webhooks: it lacks application:webhooks_read."
    match changes:
        case True:
            return "It can read and write webhooks."
        case False:
            return "It can read webhooks; it can't change them, as it lacks application:webhooks_write."
        case None:
            return "It can read webhooks."
