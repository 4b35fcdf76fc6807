"""From requests to answers: judge, gather, append, answer, and only then let the projection run."""

import logging
from collections import deque
from collections.abc import Iterable
from time import perf_counter

from sa_monitor.errors import StoreBusy, StoreError
from sa_monitor.listener import refusals
from sa_monitor.listener.alarm import Alarm
from sa_monitor.listener.answers import Answers
from sa_monitor.listener.context import Context
from sa_monitor.listener.health import Part
from sa_monitor.listener.judging import Judge
from sa_monitor.listener.overload import Overload
from sa_monitor.listener.projection import Projection
from sa_monitor.listener.refusals import Refusal
from sa_monitor.listener.rejections import Rejections
from sa_monitor.listener.request import Request
from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.payload import glance, read_payload
from sa_monitor.model.signature import SPARK_SIGNATURE, WEBEX_SIGNATURE, Judgement

_log = logging.getLogger(__name__)


class Intake:
    """Takes the deliveries of all connections.

    What was parsed in one turn of the loop is judged and appended together, in one commit, and then answered. While
    the store is busy the batch stays pending; each delivery waits for at most `busy_patience`.
    """

    def __init__(
        self,
        context: Context,
        judge: Judge,
        rejections: Rejections,
        projection: Projection,
        answers: Answers,
    ) -> None:
        self._loop = context.loop
        self._keeper = context.keeper
        self._vitals = context.vitals
        self._limits = context.limits
        self._clock = context.clock
        self._on_change = context.on_change
        self._judge = judge
        self._rejections = rejections
        self._projection = projection
        self._answers = answers
        self._overload = Overload(context)
        self._fresh: list[Request] = []
        self._waiting: deque[Request] = deque()
        self._batch: list[Request] = []
        self._weight = 0
        self._scheduled = False
        self._retry = Alarm(context.loop, self._commit)

    def submit(self, request: Request) -> None:
        """Take a complete delivery; it is answered when its batch is."""
        now = self._loop.time()
        if self._weight > self._limits.waiting or self._overload.is_near(self._waiting, now):
            self._overload.count(1)
            request.answer = self._answers.refused(request, refusals.OVERLOADED)
            return
        request.received_at = self._clock()
        request.since = now
        self._weight += request.weight
        self._fresh.append(request)
        self._schedule()

    def foresee(self, request: Request) -> Refusal | None:
        """Tell by the headers alone whether a delivery will be refused; it then counts as rejected."""
        kept = request.kept
        if SPARK_SIGNATURE in kept or WEBEX_SIGNATURE in kept or self._judge.takes_unsigned():
            return None
        request.received_at = self._clock()
        self._reject(request, Judgement(Verdict.REJECTED, problem="no signature header"))
        self._vitals.rejects(1)
        return refusals.SIGNATURE_MISSING

    def hurry(self) -> None:
        """Don't wait for what else comes in this turn of the loop."""
        if self._scheduled:
            self._turn()

    def finish(self) -> None:
        """Append what still waits, as its senders may have left without waiting for the answer."""
        self._retry.cancel()
        self._turn()
        while self._waiting and not self._retry.is_set:
            self._commit()
        self._retry.cancel()

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        """Run once all that this turn of the loop brought has been parsed."""
        self._scheduled = False
        fresh, self._fresh = self._fresh, []
        try:
            judgements = self._judge.judge_all(fresh)
        except Exception:  # noqa: BLE001 (whatever it holds, the next one must find somebody listening)
            _log.exception("%d deliveries could not be judged", len(fresh))
            self._refuse(fresh, refusals.STORE_FAILS)
        else:
            self._sort_out(fresh, judgements)
        if not self._retry.is_set:
            self._commit()

    def _sort_out(self, fresh: list[Request], judgements: list[Judgement]) -> None:
        rejected = []
        for request, judgement in zip(fresh, judgements, strict=True):
            if judgement.verdict is Verdict.REJECTED:
                self._reject(request, judgement)
                request.answer = self._answers.refused(request, refusals.unauthorized(judgement))
                rejected.append(request)
            else:
                request.arrival = _arrival(request, judgement)
                request.flaw = _flaw(request.body)
                self._waiting.append(request)
        if rejected:
            self._vitals.rejects(len(rejected))
            self._send(rejected)

    def _reject(self, request: Request, judgement: Judgement) -> None:
        """Hand on what is rejected; only for what will be kept is it found out why, as far as can be told."""
        if not self._rejections.wanted:
            self._rejections.add(None)
            return
        self._rejections.add(_arrival(request, self._judge.explain(request, judgement)))

    def _commit(self) -> None:
        batch = self._batch or self._next_batch()
        if not batch:
            return
        self._batch = []
        began = perf_counter()
        try:
            ids = self._keeper.append([request.arrival for request in batch if request.arrival])
        except StoreBusy as error:
            self._postpone(batch, error)
        except StoreError as error:
            self._fail(batch, error.title, error.advice)
        except Exception as error:  # noqa: BLE001 (the store's failures end here; whoever waits is answered)
            _log.exception("%d deliveries could not be appended", len(batch))
            self._fail(batch, type(error).__name__)
        else:
            took = perf_counter() - began
            self._vitals.works(Part.APPEND, Part.BEAT)
            self._acknowledge(batch, ids)
            self._on_change()
            self._projection.owe(len(batch), took)
        if self._waiting and not self._retry.is_set:
            self._schedule()

    def _next_batch(self) -> list[Request]:
        if late := self._overload.take_late(self._waiting):
            self._overload.count(len(late))
            self._refuse(late, refusals.OVERLOADED)
        batch: list[Request] = []
        size = 0
        waiting = self._waiting
        while waiting and len(batch) < self._limits.batch:
            size += waiting[0].weight
            if batch and size > self._limits.batch_bytes:
                break
            batch.append(waiting.popleft())
        return batch

    def _acknowledge(self, batch: list[Request], ids: Iterable[int]) -> None:
        delivered = self._answers.delivered
        for request, delivery in zip(batch, ids, strict=True):
            if request.flaw is None:
                request.answer = delivered(request, delivery)
            else:
                request.answer = self._answers.refused(request, refusals.no_object(request.flaw))
        self._send(batch)

    def _postpone(self, batch: list[Request], busy: StoreBusy) -> None:
        """Keep the batch pending, but for those that have waited too long."""
        patient_since = self._loop.time() - self._limits.busy_patience
        if batch[0].since <= patient_since:
            self._waiting.extendleft(reversed(batch))
            batch = []
            impatient = []
            while self._waiting and self._waiting[0].since <= patient_since:
                impatient.append(self._waiting.popleft())
            self._vitals.fails(Part.APPEND, busy.title, busy.advice)
            self._refuse(impatient, refusals.STORE_BUSY)
        self._batch = batch
        self._retry.set(self._limits.busy_retry)

    def _fail(self, batch: list[Request], words: str, advice: str = "") -> None:
        self._vitals.fails(Part.APPEND, words, advice)
        self._refuse(batch, refusals.STORE_FAILS)

    def _refuse(self, requests: list[Request], refusal: Refusal) -> None:
        for request in requests:
            request.answer = self._answers.refused(request, refusal)
        self._send(requests)

    def _send(self, answered: list[Request]) -> None:
        for request in answered:
            self._weight -= request.weight
        for request in answered:
            request.connection.drain()


def _arrival(request: Request, judgement: Judgement) -> Arrival:
    return Arrival(
        request.received_at,
        judgement.verdict,
        judgement.secret,
        request.connection.remote,
        request.kept,
        request.body,
        judgement.problem,
    )


def _flaw(body: bytes) -> str | None:
    """Tell why a body is no JSON object. Only for deliveries that are taken: reading can be made to take long."""
    if glance(body) is not None:
        return None
    reading = read_payload(body)
    return None if reading.is_object else reading.problem or "the body is no JSON object"
