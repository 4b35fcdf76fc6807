"""Which webhooks the page lists, in which order, and when that was so."""

from collections.abc import Sequence

from msgspec import Struct

from sa_monitor.model.finding import Flaw
from sa_monitor.monitor.webhooks import Listed, Overview
from sa_monitor.present.webhook_row import WebhookView

_NOTHING = Overview(listed=(), here=None)
_BROKEN = (Flaw.INACTIVE, Flaw.OTHER_TARGET)


class WebhookList(Struct, frozen=True):
    """An overview, and when Webex gave it; None where it never did. `everything` includes other resources."""

    overview: Overview = _NOTHING
    listed_at: int | None = None
    everything: bool = False

    @property
    def shown(self) -> Sequence[Listed]:
        """What is listed: ours and what is wrong with them first."""
        shown = [one for one in self.overview.listed if self.everything or one.is_of_service_apps]
        return sorted(shown, key=_rank)

    @property
    def hidden(self) -> int:
        """How many aren't listed."""
        return len(self.overview.listed) - len(self.shown)

    def find(self, ident: str | None) -> Listed | None:
        """Give the one with this id."""
        return next((one for one in self.overview.listed if one.webhook.id == ident), None)

    def view(self, listed: Listed) -> WebhookView:
        """Give what a row says of it."""
        return WebhookView(
            webhook=listed.webhook,
            is_ours=listed.is_ours,
            condition=listed.condition,
            app_name=listed.app_name,
            findings=listed.findings,
            heard=listed.heard,
            here=self.overview.here,
        )


def _rank(listed: Listed) -> tuple[int, str, str]:
    """Order by what wants a look, then by name."""
    flaws = [finding.flaw for finding in listed.findings]
    broken = any(flaw in _BROKEN for flaw in flaws)
    place = (0 if broken else 1 if flaws else 2) if listed.is_ours else 3 if listed.is_of_service_apps else 4
    return place, listed.webhook.name.casefold(), listed.webhook.id
