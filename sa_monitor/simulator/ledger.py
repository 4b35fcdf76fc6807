"""The simulated Webex's own truth: who is authorized. What it tells is consistent with it."""

from msgspec import Struct

from sa_monitor.model.authorization import Standing, fold, standing_of
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import parse_instant
from sa_monitor.simulator.occurrence import Data, Pair, pair_of


class Grant(Struct, frozen=True):
    """One pair's standing; `data` is of its latest authorization, which an end of it repeats."""

    standing: Standing
    data: Data

    @property
    def active(self) -> bool:
        """Whether it is authorized now."""
        return not self.standing.ended


class Ledger:
    """Every pair that was ever authorized."""

    def __init__(self) -> None:
        self._grants: dict[Pair, Grant] = {}
        self.active: dict[Pair, bool] = {}
        """Whether each pair is authorized now; those that never were aren't in it."""

    def get(self, pair: Pair) -> Grant | None:
        """Give the pair's standing, None where it was never authorized."""
        return self._grants.get(pair)

    def last(self, pair: Pair) -> Data:
        """Give the data of the pair's latest authorization. Raises KeyError where there never was one."""
        return self._grants[pair].data

    def grants(self) -> list[Grant]:
        """Give all, in the order in which they were first authorized."""
        return list(self._grants.values())

    def next_date(self, pair: Pair, now: int) -> int:
        """Give the date of an authorization that happens now: later than the pair's last one."""
        grant = self._grants.get(pair)
        return max(now, grant.standing.date + 1) if grant else now

    def note(self, kind: Kind, data: Data, now: int) -> None:
        """Take in what happened. A date that can't be read counts as now."""
        date = parse_instant(data["authorizationDate"])
        heard = standing_of(kind, now if date is None else date)
        pair = pair_of(data)
        known = self._grants.get(pair)
        standing = fold(known.standing if known else None, heard)
        if known is None or (standing == heard and kind is Kind.AUTHORIZED):
            self._grants[pair] = Grant(standing, data)
        else:
            self._grants[pair] = Grant(standing, known.data)
        self.active[pair] = self._grants[pair].active
