"""How the listener is."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Health(Struct, frozen=True):
    """`fault` says why storing doesn't work and `since` when that began (milliseconds); None while it works.

    `rejected` counts deliveries rejected since the start. `failure` says why nothing listens any more, else None.
    """

    fault: str | None = None
    since: int | None = None
    rejected: int = 0
    failure: str | None = None


class Part(StrEnum):
    """What can fail on its own."""

    APPEND = "append"
    BEAT = "beat"
    PROJECTION = "projection"


class Vitals:
    """Keeps the health up to date. Written in the listener's thread only, read in any."""

    def __init__(self, clock: Callable[[], int], on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._on_change = on_change
        self._faults: dict[Part, tuple[str, int]] = {}
        self._rejected = 0
        self._failure: str | None = None
        self.health = Health()

    def fails(self, part: Part, words: str) -> None:
        """Note that a part doesn't work, and why."""
        before = self._faults.get(part)
        if before is None or before[0] != words:
            self._faults[part] = (words, before[1] if before else self._clock())
            self._publish()

    def works(self, *parts: Part) -> None:
        """Note that parts work (again)."""
        if not self._faults:
            return
        mended = [part for part in parts if self._faults.pop(part, None)]
        if mended:
            self._publish()

    def rejects(self, count: int) -> None:
        """Count rejected deliveries."""
        self._rejected += count
        self._publish()

    def ends(self, words: str) -> None:
        """Note that nothing listens any more, against what was asked for."""
        self._failure = words
        self._publish()

    def _publish(self) -> None:
        words, since = next(iter(self._faults.values()), (None, None))
        self.health = Health(words, since, self._rejected, self._failure)
        self._on_change()
