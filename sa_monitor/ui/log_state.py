"""What the rule above the log has to tell, put together from what is chosen, what stands and what is read."""

from datetime import tzinfo

from sa_monitor.model.event import Step
from sa_monitor.present.log_heading import LogState
from sa_monitor.present.things import Thing
from sa_monitor.present.times import there
from sa_monitor.ui.log_window import LogWindow
from sa_monitor.ui.narrowing import Narrowing
from sa_monitor.ui.tally import Tally


def log_state(narrowing: Narrowing, window: LogWindow, tally: Tally, *, now: int, zone: tzinfo) -> LogState:
    """Put it together; what is new counts only while the log is paused."""
    top = next((row.event.received_at for row in window.view().rows if isinstance(row, Step)), None)
    today = top is None or there(top, zone).date() == there(now, zone).date()
    return LogState(
        app=narrowing.label(Thing.APP),
        org=narrowing.label(Thing.ORG),
        query=narrowing.chosen.query.text,
        hidden=narrowing.board.hidden,
        hidden_lost=narrowing.board.hidden_lost,
        matching=tally.matching,
        following=window.following,
        new=tally.new if window.seen else 0,
        new_lost=tally.new_lost if window.seen else 0,
        at=None if today else top,
        searching=window.searching,
    )
