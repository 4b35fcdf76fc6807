"""How the screens are started and stopped."""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sa_monitor.errors import AlreadyListening, SaMonitorError, SettingsError
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.clean import clean
from sa_monitor.present.quit_words import stopped
from sa_monitor.present.times import time_of_day
from sa_monitor.present.zone import LOCAL
from sa_monitor.ui.stopping import Stopping
from sa_monitor.ui.terminal import speaks_utf8, titled

if TYPE_CHECKING:
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.monitor.workplace import Workplace
    from sa_monitor.settings.places import Places
    from sa_monitor.settings.schema import Settings
    from sa_monitor.ui.keys import Keys

_TURN = 0.001
"""Seconds that one thread keeps the others waiting: a listener at full load must not hold up keys."""


def run_app(
    settings: "Settings",
    places: "Places",
    stopping: Stopping,
    *,
    demo: bool = False,
    environ: Mapping[str, str],
) -> int:
    """Record and show until the reader quits or `stopping` is asked to; gives the exit code.

    Where another process of the same data folder listens, or `settings.view` says so, it only shows. What keeps it
    from listening is said on standard error before any screen is drawn.
    """
    with _uncollected() as collect_again:
        return _run(settings, places, stopping, collect_again, demo=demo, environ=environ)


def _run(
    settings: "Settings",
    places: "Places",
    stopping: Stopping,
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
        _say(str(placed))
        return placed.exit_code
    if stopping.asked:
        return stopping.exit_code
    recorder = None if settings.view else recording.Recorder(settings, places, environ=environ)
    if recorder is not None:
        try:
            _start_beside(recorder)
        except AlreadyListening:
            pass  # it watches the other, and can take over from it
        except SaMonitorError as error:
            _say(str(error))
            return error.exit_code
    sys.setswitchinterval(_TURN)
    try:
        workplace = Workplace(settings, places, environ)
        code, active, mistake = asyncio.run(_show(workplace, recorder, stopping, keys, started, demo=demo))
    finally:
        recorded = recorder is not None and recorder.recording
        if recorder is not None:
            recorder.stop(stopping.ending)
    if mistake is not None:
        _say_ended(mistake, None if demo else _home(places.log), verbose=settings.verbose)
    if recorded and not demo:
        with suppress(OSError):  # the terminal may be gone too
            _say(stopped(time_of_day(wall_clock(), LOCAL), active))
    return code or stopping.exit_code


def _start_beside(recorder: "Recorder") -> None:
    """Start it while the screens are imported: one mostly waits for the disk. Raises what `Recorder.start` does."""
    with ThreadPoolExecutor(1, "start") as beside:
        started = beside.submit(recorder.start)
        from sa_monitor.ui import monitor_app  # noqa: F401 (needed next)

        started.result()


async def _show(
    workplace: "Workplace",
    recorder: "Recorder | None",
    stopping: Stopping,
    keys: "Keys",
    started: Callable[[], None],
    *,
    demo: bool,
) -> tuple[int, int | None, BaseException | None]:
    """Draw the screens until the reader quits or it is to stop.

    Gives the exit code, how many active webhooks of ours were last listed, None where that isn't known, and what ended
    it, where that was a mistake of ours.
    """
    if stopping.asked:
        return 0, None, None
    from sa_monitor.monitor.health_watch import watch_health
    from sa_monitor.monitor.looking import Looking, person_of
    from sa_monitor.monitor.watch import Watch
    from sa_monitor.ui.attention import Attention
    from sa_monitor.ui.monitor_app import MonitorApp

    settings, places = workplace.settings, workplace.places
    health = None if recorder is None else watch_health(settings, places, workplace.environ, recorder)
    workplace.health = health
    lasting = ExitStack()

    def first_painted() -> None:
        started()
        if recorder is not None:
            lasting.enter_context(_looked_after(settings, places, recorder))
        if health is not None:
            health.start()
        stopping.leaves(app.exit)  # not before: a screen that is being laid out can't be left

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
            ascii_only=settings.ascii or not speaks_utf8(),
            theme=settings.theme,
            greets=not demo,
        )
        with (
            workplace.messages.of_the_log(),
            closing(health) if health is not None else nullcontext(),
            lasting,
            titled("DEMO - sa-monitor" if demo else "sa-monitor"),
        ):
            try:
                await app.run_async(mouse=settings.mouse)
            finally:
                app.read_no_more()
        await attention.keep()
        return app.return_code or 0, app.facts.health.active, app.mistake


@contextmanager
def _looked_after(settings: "Settings", places: "Places", recorder: "Recorder") -> Iterator[None]:
    """Forget what is old, and tell of alerts, while the block runs."""
    from sa_monitor.monitor.alert_watches import AlertWatches
    from sa_monitor.monitor.retention import RetentionWatch, retention_of

    with (
        closing(RetentionWatch(recorder, places.database, retention_of(settings))) as retention,
        closing(AlertWatches(settings, places, recorder)) as alerts,
    ):
        retention.start()
        alerts.start()
        yield


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


def _say_ended(mistake: BaseException, log: str | None, *, verbose: bool) -> None:
    """Say that a mistake of ours ended the screen; `log` is where it is told too, if it is still there then."""
    from sa_monitor.present.quit_words import failed
    from sa_monitor.present.trace import trace_of

    for line in [*(trace_of(mistake) if verbose else ()), *failed(mistake, log)]:
        _say(line)


def _say(words: str) -> None:
    """Say a line where no screen is drawn: foreign text may be part of it."""
    print(clean(words), file=sys.stderr)  # noqa: T201 (no screen is drawn)


def _home(path: Path) -> str:
    """Write a path with `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
