"""What came since the reader last looked, read once when the screens open."""

from collections.abc import Sequence

from sa_monitor.model.event import Step
from sa_monitor.model.look import Look
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.monitor.history import History
from sa_monitor.present.since_words import Since
from sa_monitor.ui.facts import Facts

_LISTED = 100
_LOSSES = "event:deauthorized -is:synthetic"


async def read_since(history: History, before: Look, facts: Facts) -> tuple[Since, Sequence[Step]]:
    """Give how much came, and the newest losses among it. Raises StoreError."""
    news = await history.news(before.event)
    since = Since(
        at=before.at,
        lost=news.lost,
        authorized=news.authorized,
        gaps=sum(gap.until is None or gap.until > before.at for gap in facts.gaps),
        inactive=len(facts.health.inactive),
    )
    if not news.lost:
        return since, ()
    page = await history.page(parse_query(_LOSSES, Clock(before.at)), limit=min(news.lost, _LISTED))
    return since, [step for step in page if step.event.id > before.event]
