"""What came since the reader last looked, of what they have narrowed to, read once when the page opens."""

from collections.abc import Sequence

from sa_monitor.model.event import Kind, Step
from sa_monitor.model.look import Look, News
from sa_monitor.model.query import EVERYTHING, Flag, Key, Query, Term, asks_for_synthetic
from sa_monitor.monitor.history import History
from sa_monitor.present.since_words import Since, worst_first
from sa_monitor.ui.facts import Facts

_LISTED = 100
_REAL = Term(Key.IS, (Flag.SYNTHETIC,), excluded=True)


async def read_since(
    history: History, before: Look | None, facts: Facts, query: Query = EVERYTHING, asked: str = ""
) -> tuple[Since, Sequence[Step]]:
    """Give how much came of what a query asks for, and the newest losses among it. Raises StoreError.

    `asked` is the query as it can be typed. What it leaves out is told as hidden; alerts, gaps and webhooks always.
    `before` is None for who never looked: they missed nothing but what is an alert still.
    """
    if before is None:
        return Since(at=None, alerts=worst_first(facts.alerts)), ()
    alerts = await history.alerts(since=before.at)
    all_news = news = await history.news(before.event)
    if query:
        news = News(
            await history.count(_new(query, Kind.DEAUTHORIZED, before)),
            await history.count(_new(query, Kind.AUTHORIZED, before)),
        )
    since = Since(
        at=before.at,
        alerts=worst_first(alert for alert in alerts if alert.last_at > before.at),
        lost=news.lost,
        authorized=news.authorized,
        gaps=sum(gap.until is None or gap.until > before.at for gap in facts.gaps),
        inactive=len(facts.health.inactive),
        asked=asked,
        hidden_lost=max(0, all_news.lost - news.lost),
        hidden=max(0, all_news.lost + all_news.authorized - news.lost - news.authorized),
    )
    if not news.lost:
        return since, ()
    losses = _new(query, Kind.DEAUTHORIZED, before)
    return since, await history.page(losses, limit=min(news.lost, _LISTED))


def _new(query: Query, kind: Kind, before: Look) -> Query:
    """Limit a query to events of one kind that are new; synthetic ones changed nothing, unless it asks for them."""
    new = Term(Key.IS, (Flag.NEW,), instant=before.event)
    real = () if asks_for_synthetic(query) else (_REAL,)
    return Query((*query.terms, Term(Key.EVENT, (kind,)), new, *real), query.text)
