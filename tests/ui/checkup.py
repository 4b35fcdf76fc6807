"""Checks that are the same on every computer, for pictures."""

from collections.abc import AsyncIterator, Sequence

from sa_monitor.model.checkup import Check, Grade, doubtful, failed, passed
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.message import Message
from sa_monitor.monitor.doctor import Doctor
from sa_monitor.monitor.history import History
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from tests.ui.stage import NOW

CHECKS = (
    passed("credentials", "2 signing secrets known, readable by you alone."),
    passed("store", "/srv/sa-monitor/events.db can be written, 794 events."),
    doubtful("disk", "812 MiB free at /srv/sa-monitor.", "Free some space."),
    passed("file system", "ext4, fit for a write-ahead log."),
    passed("listener", "pid 4121 listens at http://127.0.0.1:8787/webhook, answered in 3 ms."),
    passed("token", "Token of Jane Doe <jane@example.com>, from credentials.toml."),
    passed("scopes", "It can read and write webhooks."),
    passed("Webex API", "Answered in 212 ms."),
    passed("clock", "It agrees with Webex's."),
    failed("public URL", "Reached something else at that URL (nginx). Forward it to 127.0.0.1:8787."),
    failed(
        "webhooks",
        '"reporting lost", inactive: Webex stopped it. It stays so until reactivated.',
        "sa-monitor webhooks reactivate Y2lzY29",
    ),
)


class _PosedDoctor(Doctor):
    """Says what it was told to find."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._posed = checks

    async def checks(self) -> AsyncIterator[Check]:
        """Give them."""
        for check in self._posed:
            yield check


class Examined(Workplace):
    """A workplace whose checks are said and not looked up."""

    def __init__(self, places: Places, checks: Sequence[Check] = CHECKS) -> None:
        super().__init__(Settings(), places, {})
        self._posed = checks

    def doctor(self, history: History) -> Doctor:
        """Give what says them."""
        return _PosedDoctor(self._posed)


def said(workplace: Workplace) -> None:
    """Have said something of itself."""
    told = [
        (23, "Another sa-monitor listens. This screen watches its events.", Grade.PASS),
        (
            4,
            '3 deliveries rejected: wrong signature. They claim webhook "My Service App Auth". 5 shows them.',
            Grade.WARN,
        ),
        (
            2,
            "Webex can't be reached since 13:58 (connection timed out). Receiving isn't affected.",
            Grade.WARN,
        ),
    ]
    for minutes, words, grade in told:
        workplace.messages.tell(Message(NOW - minutes * MINUTE, words, grade))
