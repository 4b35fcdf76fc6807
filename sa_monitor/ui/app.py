"""How the screens are started and stopped."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sa_monitor.errors import AlreadyListening, SaMonitorError, SettingsError
from sa_monitor.model.listening import Ending
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.times import time_of_day
from sa_monitor.present.zone import LOCAL

if TYPE_CHECKING:
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings
    from sa_monitor.ui.keys import Keys

_TURN = 0.001
"""Seconds that one thread keeps the others waiting: a listener at full load must not hold up keys."""

_SIGNALS = {
    signal.SIGTERM: Ending.STOPPED,
    signal.SIGINT: Ending.STOPPED,
    signal.SIGHUP: Ending.TERMINAL_CLOSED,
}


def run_app(settings: "Settings", places: "Places", *, demo: bool = False, environ: Mapping[str, str]) -> int:
    """Record and show until the reader quits; gives the exit code.

    Where another process of the same data folder listens, or `settings.view` says so, it only shows. What keeps it
    from listening is said on standard error before any screen is drawn.
    """
    with _uncollected() as collect_again:
        return _run(settings, places, collect_again, demo=demo, environ=environ)


def _run(
    settings: "Settings",
    places: "Places",
    started: Callable[[], None],
    *,
    demo: bool,
    environ: Mapping[str, str],
) -> int:
    from sa_monitor.monitor import recorder as recording
    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.settings.document import read_document
    from sa_monitor.ui.keys import Keys

    try:
        keys = Keys(settings.keys)
    except SettingsError as error:
        placed = read_document(places.config).placed(error, "keys")
        print(placed, file=sys.stderr)  # noqa: T201 (no screen is drawn yet)
        return placed.exit_code
    recorder = None if settings.view else recording.Recorder(settings, places, environ=environ)
    if recorder is not None:
        try:
            recorder.start()
        except AlreadyListening:
            pass  # it watches the other, and can take over from it
        except SaMonitorError as error:
            print(error, file=sys.stderr)  # noqa: T201 (no screen is drawn yet)
            return error.exit_code
    stop = _Stop()
    sys.setswitchinterval(_TURN)
    try:
        code = asyncio.run(
            _show(Workplace(settings, places, environ), recorder, stop, keys, started, demo=demo)
        )
    finally:
        recorded = recorder is not None and recorder.recording
        if recorder is not None:
            recorder.stop(stop.ending)
    if recorded and not demo:
        print(f"Stopped at {time_of_day(wall_clock(), LOCAL)}.", file=sys.stderr)  # noqa: T201 (the screen is gone)
    return code


class _Stop:
    """Why it ended."""

    ending = Ending.STOPPED


async def _show(
    workplace: "Workplace",
    recorder: "Recorder | None",
    stop: _Stop,
    keys: "Keys",
    started: Callable[[], None],
    *,
    demo: bool,
) -> int:
    """Draw the screens until the reader quits or a signal comes; gives the exit code."""
    from sa_monitor.monitor.health_watch import watch_health
    from sa_monitor.monitor.looking import Looking, person_of
    from sa_monitor.monitor.watch import Watch
    from sa_monitor.ui.attention import Attention
    from sa_monitor.ui.monitor_app import MonitorApp

    settings, places = workplace.settings, workplace.places
    health = None if recorder is None else watch_health(settings, places, workplace.environ, recorder)

    def first_painted() -> None:
        started()
        if health is not None:
            health.start()

    badges = [*(["DEMO"] if demo else []), *(["READ ONLY"] if settings.read_only else [])]
    async with Watch(places, recorder) as watch:
        attention = Attention(Looking(places, watch.history, person_of(workplace.environ)), watch.clock)
        app = MonitorApp(
            watch,
            workplace,
            keys=keys,
            badges=badges,
            kept_in=_home(places.database),
            asks=not demo,
            attention=attention,
            started=first_painted,
            ascii_only=settings.ascii or not _speaks_utf8(),
        )
        with (
            closing(health) if health is not None else nullcontext(),
            _stopping(stop, app.exit),
            _titled("DEMO - sa-monitor" if demo else "sa-monitor"),
        ):
            await app.run_async(mouse=settings.mouse)
        await attention.keep()
        return app.return_code or 0


@contextmanager
def _uncollected() -> Iterator[Callable[[], None]]:
    """Look for no garbage while starting: there is none, and looking takes a good part of the start.

    Gives what ends that; what was made until then, modules above all, is never looked through again.
    """

    def collect_again() -> None:
        gc.freeze()
        gc.enable()

    gc.disable()
    try:
        yield collect_again
    finally:
        gc.enable()


@contextmanager
def _stopping(stop: _Stop, leave: Callable[[], None]) -> Iterator[None]:
    """Leave the screens on a signal as gracefully as by `q`; afterwards what handled it before does so again."""
    loop = asyncio.get_running_loop()

    def leave_because(ending: Ending) -> None:
        stop.ending = ending
        leave()

    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number, ending in _SIGNALS.items():
        loop.add_signal_handler(number, leave_because, ending)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


@contextmanager
def _titled(title: str) -> Iterator[None]:
    """Set the terminal's title, and give it back the one that it had."""
    terminal = sys.__stderr__
    if terminal is None or not terminal.isatty():
        yield
        return
    terminal.write(f"\x1b[22;2t\x1b]2;{title}\x07")
    terminal.flush()
    try:
        yield
    finally:
        with suppress(OSError):
            terminal.write("\x1b[23;2t")
            terminal.flush()


def _speaks_utf8() -> bool:
    encoding = getattr(sys.__stderr__, "encoding", None) or ""
    return encoding.lower().replace("-", "") == "utf8"


def _home(path: Path) -> str:
    """Write a path with `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
