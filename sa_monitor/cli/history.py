"""The simulator's past as if it had been recorded: its deliveries, and when somebody listened."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND, rfc3339
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import SPARK_SIGNATURE
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.payloads import signed_body

_GAPS = (
    (37 * DAY + 3 * HOUR + 17_253, 7 * HOUR + 12 * MINUTE + 8_117, Ending.SLEPT),
    (9 * DAY + 5 * HOUR + 41_808, 2 * HOUR + 28 * MINUTE + 31_402, Ending.KILLED),
)
"""About how long ago nobody listened, for how long, and why."""

_MARGIN = 10 * MINUTE
_STARTING = 5 * SECOND
"""That the last period reaches beyond the present, so that setting up the demo is no gap."""


def arrivals_of(past: Iterable[Occurrence], webhooks: Mapping[Webhook, str]) -> list[Arrival]:
    """Give the deliveries of the webhooks (with their secrets), oldest first."""
    told = list(past)
    created = rfc3339(told[0].at - DAY) if told else None
    by_kind = {
        webhook.event: (replace(webhook, created=created), secret) for webhook, secret in webhooks.items()
    }
    return [
        _arrival(occurrence, *by_kind[occurrence.kind]) for occurrence in told if occurrence.kind in by_kind
    ]


def _arrival(occurrence: Occurrence, webhook: Webhook, secret: str) -> Arrival:
    body, signature = signed_body(occurrence, webhook, secret)
    headers = {"content-type": "application/json", SPARK_SIGNATURE: signature or ""}
    return Arrival(occurrence.at, Verdict.VERIFIED, webhook.id, "127.0.0.1", headers, body)


def listened(arrivals: Sequence[Arrival], now: int) -> list[tuple[int, int, Ending]]:
    """Give the periods in which somebody listened: all the time, but for a few gaps in which nothing came anyway."""
    if not arrivals:
        return []
    times = [arrival.received_at for arrival in arrivals]
    periods, since = [], times[0] - HOUR
    for ago, length, ending in _GAPS:
        start = _quiet(times, now - ago, length)
        if start is not None and start > since:
            periods.append((since, start, ending))
            since = start + length
    return [*periods, (since, now + _STARTING, Ending.STOPPED)]


def _quiet(times: Sequence[int], around: int, length: int) -> int | None:
    """Give the start of a time of that length in which nothing came, nearest to an instant; None without one."""
    starts = (
        min(max(around, before + _MARGIN), after - length - _MARGIN)
        for before, after in pairwise(times)
        if after - before >= length + 2 * _MARGIN
    )
    return min(starts, key=lambda start: abs(start - around), default=None)
