"""Calling somebody who doesn't look: the terminal's bell, its title, and a notice of the desktop."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence

from sa_monitor.model.alert import Alert, Severity
from sa_monitor.model.channel import ChannelSetting, Means
from sa_monitor.present.alert_words import head_word

_RXVT = ("rxvt", "foot")


class Alarm:
    """Calls once for each alert that is open and wasn't before.

    `write` takes control sequences to the terminal: nothing foreign is ever part of one. `title` is the usual title.
    """

    def __init__(
        self,
        title: str,
        ring: Callable[[], None],
        write: Callable[[str], None],
        channels: Sequence[ChannelSetting] = (),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._title = title
        self._ring = ring
        self._write = write
        self._environ = environ
        own = {channel.means: channel.min_severity for channel in channels}
        self._bell = own.get(Means.BELL, Severity.NOTICE)
        self._desktop = own.get(Means.DESKTOP)
        self._called: set[int] = set()
        self._shown = title

    def tell(self, alerts: Sequence[Alert]) -> None:
        """Call for what is new among the open alerts, and say in the title how much is lost."""
        new = [alert for alert in alerts if alert.id not in self._called]
        self._called |= {alert.id for alert in new}
        if any(alert.severity.rank >= self._bell.rank for alert in new):
            self._ring()
        for alert in new:
            if self._desktop is not None and alert.severity.rank >= self._desktop.rank:
                self._write(desktop_notice(alert, self._environ))
        title = title_of(alerts, self._title)
        if title != self._shown:
            self._shown = title
            self._write(f"\x1b]2;{title}\x07")


def title_of(alerts: Collection[Alert], usual: str) -> str:
    """Give the terminal's title: `1 LOST - sa-monitor`, so that a list of windows shows it."""
    lost = sum(alert.lost for alert in alerts)
    if lost:
        return f"{lost} LOST - {usual}"
    return f"{len(alerts)} ALERT{'S' if len(alerts) > 1 else ''} - {usual}" if alerts else usual


def desktop_notice(alert: Alert, environ: Mapping[str, str]) -> str:
    """Give the sequence by which a terminal shows a notice of the desktop: OSC 777, or OSC 9.

    It says what happened and how bad it is, and nothing foreign: names stay on the screen.
    """
    words = f"{head_word(alert)} ({alert.severity})"
    if environ.get("TERM", "").startswith(_RXVT) or environ.get("VTE_VERSION"):
        return f"\x1b]777;notify;sa-monitor;{words}\x07"
    return f"\x1b]9;sa-monitor: {words}\x07"
