"""When a store that had to be let go of is opened again, and whether a new one is begun in its place."""

import os
from pathlib import Path
from typing import NamedTuple

from sa_monitor.errors import StoreCorrupt, StoreError, StoreUnavailable
from sa_monitor.model.instants import SECOND
from sa_monitor.store.examining import Examination
from sa_monitor.store.faults import DAMAGED
from sa_monitor.store.footing import Footing, Identity, identity

GRACE = 15 * SECOND
"""Milliseconds that a file which was removed may be put back, before a new one is begun in its place."""

SETTLED = SECOND
"""Milliseconds that another file stands there as it is, before it is taken: it may just be being copied."""

OTHERS = 15 * SECOND
"""Milliseconds that whoever else in this process has the log open is waited for at most. They notice by themselves,
and let go: two who share their memory, but not their log, would damage events.db."""


class _Look(NamedTuple):
    file: Identity
    size: int
    changed: int


class Reopening:
    """Waits from the moment at which a store was let go of. `now` is always that of one clock, in milliseconds.

    `log_was_lost` tells that its log didn't stand in its place, `cut` that it was cut off.

    - What is put back is opened at once.
    - Another file is taken once it stays as it is and is found whole; what is left of the former's log is cleared away.
    - Where the file is gone and its folder stands, a new one is begun after a while: what comes in is worth more than
      a history that is gone. Where the folder is gone too (it was moved, or its disk is), nothing is ever begun there.
    - What is damaged is opened again when it is found whole.
    """

    def __init__(
        self, before: Footing, reason: StoreError, now: int, *, log_was_lost: bool, cut: bool
    ) -> None:
        self._before = before
        self._path = before.path
        self._reason = reason
        self._since = now
        self._log_was_lost = log_was_lost
        self._cut = cut
        self._gone_since: int | None = None
        self._other: tuple[_Look, int] | None = None
        self._suspect = isinstance(reason, StoreCorrupt)
        self._examined: tuple[_Look | None, Examination] | None = None

    def permit(self, now: int) -> bool:
        """Return when it may be opened: True where a new one is to be made. Raises StoreError until then."""
        look = _look(self._path)
        if look is None or look.size == 0:
            return self._begins_anew("removed" if look is None else "emptied", now)
        self._gone_since = None
        if look.file != self._before.database:
            self._take(look, now)
        elif self._cut or (self._log_was_lost and not self._before.log_in_place()):
            self._prove_left(now, self._reason)
        if self._suspect:
            self._prove_whole(look)
        return False

    def suspect(self) -> None:
        """Take the file for damaged until it is found whole."""
        self._suspect = True

    def _begins_anew(self, was: str, now: int) -> bool:
        folder = identity(self._path.parent)
        if folder is None or folder != self._before.folder:
            raise StoreUnavailable(
                "the folder of events.db was moved",
                "Put it back, and storing goes on by itself; or start sa-monitor again with --data-dir.",
            )
        if self._gone_since is None:
            self._gone_since = now
        if now - self._gone_since < GRACE:
            raise StoreUnavailable(
                f"events.db was {was}",
                f"Put it back, and storing goes on by itself. After {GRACE // SECOND} s a new one is begun.",
            )
        self._before.clear_away()
        return True

    def _take(self, look: _Look, now: int) -> None:
        """Wait until another file stays as it is."""
        self._before.clear_away()
        if self._other is None or self._other[0] != look:
            self._other = look, now
        reason = StoreUnavailable(
            "events.db was replaced", "Storing goes on in the file that stands there now, if it is whole."
        )
        if now - self._other[1] < SETTLED:
            raise reason
        self._prove_left(now, reason)
        self._suspect = True

    def _prove_left(self, now: int, reason: StoreError) -> None:
        """Wait until nobody here has the former log open."""
        if now - self._since < OTHERS and self._before.is_held():
            raise reason

    def _prove_whole(self, look: _Look) -> None:
        """Examine the file, beside the listener; anew when it has changed."""
        if self._examined is None or (self._examined[1].over and self._examined[0] != look):
            self._examined = look, Examination(self._path)
        examination = self._examined[1]
        if not examination.over:
            raise StoreUnavailable(
                self._reason.title, "It is looked through for damage; storing goes on if it is whole."
            )
        if examination.whole is None:
            self._examined = None
            raise self._reason
        if not examination.whole:
            raise StoreCorrupt("events.db is damaged", DAMAGED)
        self._suspect = False


def _look(path: Path) -> _Look | None:
    try:
        status = os.stat(path)  # noqa: PTH116 (as in `footing.py`)
    except OSError:
        return None
    return _Look(Identity(status.st_dev, status.st_ino), status.st_size, status.st_mtime_ns)
