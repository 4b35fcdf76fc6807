"""What helps where a check finds something, as far as the screens can do it."""

from sa_monitor.model.checkup import Check, Grade
from sa_monitor.ui.actions import ACTIONS, Action

_HELP = {
    "credentials": "secret",
    "listener": "listen",
    "token": "token",
    "scopes": "token",
    "public URL": "public_url",
    "webhooks": "webhooks",
}
"""Names of actions, by what was checked."""

_UNREADABLE = {"credentials"}
"""What only somebody outside this program can mend once it is broken."""


def fix_of(check: Check) -> Action | None:
    """Give the action that helps; None where nothing is wrong, or nothing here helps."""
    if check.status is Grade.PASS or (check.status is Grade.FAIL and check.check in _UNREADABLE):
        return None
    action = ACTIONS.get(_HELP.get(check.check, ""))
    return action if action is not None and action.places else None
