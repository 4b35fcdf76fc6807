"""How the listener is."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Health(Struct, frozen=True):
    """`fault` says what doesn't work and `since` when that began (milliseconds); None while all works.

    `advice` says what helps, and `stores` is False where nothing can be acknowledged: a fault of the projection alone
    costs no delivery. `sheds_since` says from when on more deliveries come than can be stored, so that part of them is
    answered 503; None while all are taken. `rejected` counts deliveries rejected since the start. `failure` says why
    nothing listens any more, and `failed_since` from when on; else None.
    """

    fault: str | None = None
    since: int | None = None
    advice: str = ""
    stores: bool = True
    sheds_since: int | None = None
    rejected: int = 0
    failure: str | None = None
    failed_since: int | None = None


class Part(StrEnum):
    """What can fail on its own, the most serious first."""

    APPEND = "append"
    BEAT = "beat"
    PROJECTION = "projection"


class Vitals:
    """Keeps the health up to date. Written in the listener's thread only, read in any."""

    def __init__(self, clock: Callable[[], int], on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._on_change = on_change
        self._faults: dict[Part, _Fault] = {}
        self._sheds_since: int | None = None
        self._rejected = 0
        self._failure: tuple[str | None, int | None] = None, None
        self.health = Health()

    def fails(self, part: Part, words: str, advice: str = "") -> None:
        """Note that a part doesn't work, why, and what helps."""
        if part is Part.BEAT and Part.APPEND in self._faults:
            part = Part.APPEND  # nothing is stored either way, and this is what is so by now
        before = self._faults.get(part)
        if before is None or before.words != words:
            self._faults[part] = _Fault(words, advice, before.since if before else self._clock())
            self._publish()

    def works(self, *parts: Part) -> None:
        """Note that parts work (again)."""
        if not self._faults:
            return
        mended = [part for part in parts if self._faults.pop(part, None)]
        if mended:
            self._publish()

    def sheds(self) -> None:
        """Note that a delivery was answered 503 because more come than can be stored."""
        if self._sheds_since is None:
            self._sheds_since = self._clock()
            self._publish()

    def sheds_no_more(self) -> None:
        """Note that all are stored again."""
        self._sheds_since = None
        self._publish()

    def rejects(self, count: int) -> None:
        """Count rejected deliveries."""
        self._rejected += count
        self._publish()

    def ends(self, words: str) -> None:
        """Note that nothing listens any more, against what was asked for."""
        self._failure = words, self._clock()
        self._publish()

    def _publish(self) -> None:
        failure, failed_since = self._failure
        worst = next((self._faults[part] for part in Part if part in self._faults), None)
        self.health = Health(
            fault=worst.words if worst else None,
            since=worst.since if worst else None,
            advice=worst.advice if worst else "",
            stores=not self._faults.keys() - {Part.PROJECTION},
            sheds_since=self._sheds_since,
            rejected=self._rejected,
            failure=failure,
            failed_since=failed_since,
        )
        self._on_change()


class _Fault(Struct, frozen=True):
    words: str
    advice: str
    since: int
