"""What the simulator spoils on request."""

from collections import deque
from enum import StrEnum

from sa_monitor.model.filter import ADMIN_SITE_SPELLINGS


class Fault(StrEnum):
    """The faults of `POST /simulator/faults`."""

    RATE_LIMIT = "429"
    BROKEN = "500"
    FORBIDDEN = "403"
    DROPPED = "drop"
    DONE_AND_DROPPED = "drop-after"
    SIGN_IN_PAGE = "html"
    LATE_ANSWER = "late-answer"
    EXPIRED = "expired"
    DUPLICATE = "duplicate"
    LATE = "late"
    FORGED = "forged"
    SLOW = "slow"
    SINGULAR_ONLY = "singular-filter-only"
    PLURAL_ONLY = "plural-filter-only"


_OF_ANSWERS = (
    Fault.RATE_LIMIT,
    Fault.BROKEN,
    Fault.FORBIDDEN,
    Fault.DROPPED,
    Fault.DONE_AND_DROPPED,
    Fault.SIGN_IN_PAGE,
    Fault.LATE_ANSWER,
    Fault.EXPIRED,
)
_SINGULAR, _PLURAL = ADMIN_SITE_SPELLINGS
_REFUSED = {_PLURAL: Fault.SINGULAR_ONLY, _SINGULAR: Fault.PLURAL_ONLY}


class Faults:
    """Faults that wait, first come, first used; each spoils one answer or one delivery."""

    def __init__(self) -> None:
        self._answers: deque[Fault | None] = deque()
        self._deliveries: deque[Fault] = deque()
        self._spellings: dict[Fault, int] = {}

    def add(self, fault: Fault, count: int, after: int = 0) -> None:
        """Spoil `count` more answers or deliveries; `after` lets that many answers be good first."""
        if fault in _REFUSED.values():
            self._spellings[fault] = self._spellings.get(fault, 0) + count
        elif fault in _OF_ANSWERS:
            self._answers.extend([None] * after)
            self._answers.extend([fault] * count)
        else:
            self._deliveries.extend([fault] * count)

    def of_answer(self) -> Fault | None:
        """Take the fault of the next answer of the API."""
        return self._answers.popleft() if self._answers else None

    def of_delivery(self) -> Fault | None:
        """Take the fault of the next delivery."""
        return self._deliveries.popleft() if self._deliveries else None

    def refuses(self, filter_key: str) -> bool:
        """Tell whether this spelling of a filter's key is refused now; a refusal uses the fault up."""
        fault = _REFUSED.get(filter_key)
        if fault is None or not self._spellings.get(fault):
            return False
        self._spellings[fault] -= 1
        return True
