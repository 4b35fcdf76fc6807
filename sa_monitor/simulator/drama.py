"""A story with one turn in it: a Service App loses its oldest customer, and has it back a minute later."""

from sa_monitor.simulator.cast import App, Cast, Organization
from sa_monitor.simulator.ledger import Ledger
from sa_monitor.simulator.occurrence import Occurrence
from sa_monitor.simulator.traffic import Traffic

LOST_AT, BACK_AT = 8, 48
"""Which of all that happens it is. A turn by count, and not by time, leaves the same seed the same story."""


class Drama:
    """Lets traffic go on, but for the turn of the Service App that is called `star`; `own` makes what the turn needs.

    Between its two halves traffic leaves the pair alone. Without a star, or without a customer of it, there is no turn.
    """

    def __init__(self, traffic: Traffic, own: Traffic, cast: Cast, ledger: Ledger, star: str | None) -> None:
        self._traffic = traffic
        self._own = own
        self._cast = cast
        self._ledger = ledger
        self._star = star
        self._number = 0
        self._lost: tuple[App, Organization] | None = None

    def next(self, now: int) -> Occurrence:
        """Let the next thing happen, at `now`."""
        self._number += 1
        if self._number == LOST_AT and (pair := self._oldest()) is not None:
            self._lost = pair
            self._traffic.untouched |= {(pair[0].id, pair[1].id)}
            return self._own.end(pair, now)
        if self._number == BACK_AT and self._lost is not None:
            app, organization = self._lost
            self._traffic.untouched -= {(app.id, organization.id)}
            return self._own.renew(self._lost, now)
        return self._traffic.next(now)

    def _oldest(self) -> tuple[App, Organization] | None:
        """Give the customer of the star who authorized it longest ago."""
        held = []
        for app, organization in self._cast.pairs:
            grant = self._ledger.get((app.id, organization.id))
            if app.name == self._star and grant is not None and grant.active:
                held.append((grant.standing.date, (app, organization)))
        return min(held, key=lambda one: one[0])[1] if held else None
