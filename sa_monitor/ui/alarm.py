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
        shown = [alert for alert in new if self._desktop and alert.severity.rank >= self._desktop.rank]
        if shown:
            self._write(desktop_notice(shown, self._environ))
        title = title_of(alerts, self._title)
        if title != self._shown:
            self._shown = title
            self._write(f"\x1b]2;{title}\x07")

    def try_here(self, means: Means) -> None:
        """Call once for a trial."""
        if means is Means.BELL:
            self._ring()
        else:
            self._write(notice_sequence("TEST", self._environ))


def title_of(alerts: Collection[Alert], usual: str) -> str:
    """Give the terminal's title: `1 LOST - sa-monitor`, so that a list of windows shows it."""
    lost = sum(alert.lost for alert in alerts)
    if lost:
        return f"{lost} LOST - {usual}"
    return f"{len(alerts)} ALERT{'S' if len(alerts) > 1 else ''} - {usual}" if alerts else usual


def desktop_notice(alerts: Sequence[Alert], environ: Mapping[str, str]) -> str:
    """Give the sequence by which a terminal shows one notice of the desktop, however many alerts rose together.

    It says what happened and how bad it is, and nothing foreign: names stay on the screen.
    """
    worst = max(alerts, key=lambda alert: alert.severity.rank)
    what = head_word(worst) if len(alerts) == 1 else f"{len(alerts)} ALERTS"
    return notice_sequence(f"{what} ({worst.severity})", environ)


def notice_sequence(words: str, environ: Mapping[str, str]) -> str:
    """Give the sequence that shows these words, none of which may be foreign: OSC 777, or OSC 9.

    tmux knows neither and swallows them. Wrapped, they go through it to the terminal where it is set to
    `allow-passthrough on`; where it isn't, the bell is still heard.
    """
    if environ.get("TERM", "").startswith(_RXVT) or environ.get("VTE_VERSION"):
        sequence = f"\x1b]777;notify;sa-monitor;{words}\x07"
    else:
        sequence = f"\x1b]9;sa-monitor: {words}\x07"
    if not environ.get("TMUX"):
        return sequence
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
