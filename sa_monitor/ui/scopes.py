"""The third pane: what the organization under the cursor has authorized."""

from collections.abc import Sequence
from datetime import tzinfo

from msgspec import Struct

from sa_monitor.model.event import Step
from sa_monitor.present.columns import first_fitting
from sa_monitor.present.overview import OrgSummary
from sa_monitor.present.rules import Heading
from sa_monitor.present.scopes_pane import scopes_lines, services_lines, unconfirmed_line
from sa_monitor.present.tone import Line


class Scopes(Struct, frozen=True):
    """An organization and, where one Service App is looked at, the step that decides its authorization."""

    org: OrgSummary | None = None
    single: bool = False
    step: Step | None = None

    def heading(self, cells: int, *, focused: bool) -> Heading:
        """Write the rule above the pane, with an organization's name whole as long as it can be."""
        if self.org is None:
            return Heading("Scopes and sites", focused=focused)
        whats = ("scopes and sites", "scopes") if self.single else ("Service Apps", "apps")
        titles = [f"{self.org.label}: {what}" for what in whats]
        return Heading(first_fitting(titles, cells - 4) or titles[-1], focused=focused)

    def lines(self, cells: int, now: int, zone: tzinfo) -> Sequence[Line]:
        """Write the pane."""
        if self.org is None:
            return []
        if not self.single:
            return services_lines(self.org, cells, now, zone)
        doubt = unconfirmed_line(self.org.worst, now, zone)
        return [*doubt, *(scopes_lines(self.step) if self.step else [])]
