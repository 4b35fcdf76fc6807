"""Whether a delivery comes from someone who knows a secret."""

import logging
from collections.abc import Callable

from msgspec.structs import replace

from sa_monitor.errors import SaMonitorError
from sa_monitor.listener.request import Request
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.payload import glance
from sa_monitor.model.signature import (
    SPARK_SIGNATURE,
    WEBEX_SIGNATURE,
    WRONG_SIGNATURE,
    Judgement,
    Keyring,
    Secret,
    judge,
    why_wrong,
)

_log = logging.getLogger(__name__)


class Judge:
    """Judges with the secrets that are known at that moment.

    They are asked for once per batch, and once more before anything is rejected: a secret that was added a moment ago
    counts.
    """

    def __init__(self, keyring: Callable[[], Keyring], *, allow_unsigned: bool) -> None:
        self._keyring = keyring
        self._allow_unsigned = allow_unsigned
        self._known = Keyring()

    def judge_all(self, requests: list[Request]) -> list[Judgement]:
        """Give the judgement on each."""
        self._look()
        bench = _Bench(self._known, allow_unsigned=self._allow_unsigned)
        judgements = [bench.judge(request) for request in requests]
        doubtful = [i for i, judged in enumerate(judgements) if judged.verdict is Verdict.REJECTED]
        if doubtful and self._look():
            bench = _Bench(self._known, allow_unsigned=self._allow_unsigned)
            for i in doubtful:
                judgements[i] = bench.judge(requests[i])
        return judgements

    def takes_unsigned(self) -> bool:
        """Tell whether a delivery without a signature would be taken."""
        self._look()
        return self._allow_unsigned and not self._known.has_known

    def explain(self, request: Request, judgement: Judgement) -> Judgement:
        """Give the judgement with as much of its reason as can be told; only for who reads it here."""
        if judgement.problem != WRONG_SIGNATURE:
            return judgement
        glanced = glance(request.body)
        webhook_id = glanced.webhook_id if glanced else None
        signatures = request.kept.get(SPARK_SIGNATURE), request.kept.get(WEBEX_SIGNATURE)
        found = judge(request.body, signatures, self._known.secrets)
        reason = why_wrong(self._known, webhook_id, found.secret)
        return replace(judgement, problem=f"{WRONG_SIGNATURE}: {reason}" if reason else WRONG_SIGNATURE)

    def _look(self) -> bool:
        """Fetch the secrets; True if they changed."""
        before = self._known
        try:
            self._known = self._keyring()
        except SaMonitorError as error:
            _log.warning("the secrets can't be read, those known before stay: %s", error.title)
        return self._known is not before and self._known != before


class _Bench:
    """One keyring, with what is worth finding out only once."""

    def __init__(self, keyring: Keyring, *, allow_unsigned: bool) -> None:
        self._keyring = keyring
        self._unsigned = allow_unsigned and not keyring.has_known
        self._candidates: dict[str | None, list[Secret]] = {}

    def judge(self, request: Request) -> Judgement:
        spark, webex = request.kept.get(SPARK_SIGNATURE), request.kept.get(WEBEX_SIGNATURE)
        candidates: list[Secret] = []
        if spark is not None or webex is not None:
            glanced = glance(request.body)
            candidates = self._for(glanced.webhook_id if glanced else None, request.received_at)
        return judge(request.body, (spark, webex), candidates, unsigned_allowed=self._unsigned)

    def _for(self, webhook_id: str | None, now: int) -> list[Secret]:
        found = self._candidates.get(webhook_id)
        if found is None:
            found = self._candidates[webhook_id] = self._keyring.candidates(webhook_id, now)
        return found
