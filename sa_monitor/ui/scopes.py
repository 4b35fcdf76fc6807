"""The third pane: what stands between what the first two panes have under their cursors."""

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.event import Step
from sa_monitor.present.columns import first_fitting
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.overview import Member
from sa_monitor.present.rules import Heading
from sa_monitor.present.scopes_pane import counterparts_lines, scopes_lines, unconfirmed_line
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Line


class Scopes(Struct, frozen=True):
    """A row of the second pane and, where one of the first is looked at, the step that decides its authorization.

    `outer` is what the first pane lists.
    """

    member: Member | None = None
    single: bool = False
    outer: Thing = Thing.APP
    step: Step | None = None
    naming: Naming = NOTHING_KNOWN

    @property
    def key(self) -> str | None:
        """Whose scopes they are."""
        return self.member.key if self.member else None

    @property
    def decided_by(self) -> int | None:
        """Which event decides; None where there are several authorizations, or it was assumed."""
        return self.member.worst.decided_by if self.member and self.single else None

    def heading(self, cells: int, *, focused: bool) -> Heading:
        """Write the rule above the pane, with a name whole as long as it can be."""
        if self.member is None:
            return Heading("Scopes and sites", focused=focused)
        short = "apps" if self.outer is Thing.APP else "orgs"
        whats = ("scopes and sites", "scopes") if self.single else (self.outer.many, short)
        titles = [f"{self.member.label}: {what}" for what in whats]
        return Heading(first_fitting(titles, cells - 4) or titles[-1], focused=focused)

    def lines(self, cells: int, now: int, zone: tzinfo) -> Sequence[Line]:
        """Write the pane."""
        if self.member is None:
            return []
        if not self.single:
            return counterparts_lines(self.member, self.outer, cells, now, zone, naming=self.naming)
        doubt = unconfirmed_line(self.member.worst, now, zone)
        return [*doubt, *(scopes_lines(self.step) if self.step else [])]
