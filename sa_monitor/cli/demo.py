"""`sa-monitor demo`: the same program against a simulated Webex, with months of history behind it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import click
from msgspec.structs import replace

from sa_monitor.cli.commands import Command
from sa_monitor.cli.given import given, listener_options, screen_options
from sa_monitor.cli.session import NO_SETTINGS, Session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import SaMonitorError, UsageError
from sa_monitor.settings.folders import make_private
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.places import find_places, options_of
from sa_monitor.ui.terminal import why_undrawable

_CONFIG = "config.toml"
_MARK = "# Made by sa-monitor demo: everything beside this file is made up.\n"
_OF_THE_SCREEN = (
    "SA_MONITOR_ASCII",
    "SA_MONITOR_MOUSE",
    "SA_MONITOR_NO_MOUSE",
    "SA_MONITOR_VERBOSE",
    "TMUX",
)
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_ELSEWHERE = ("data_dir", "config", "api_url")


@screen_options
@listener_options
@click.command(cls=Command)
@click.option(
    "--keep", metavar="DIR", help="Keep configuration and data in DIR instead of a temporary folder."
)
@click.option("--seed", type=int, default=1, metavar="N", help="The same N gives the same story (1).")
@click.pass_context
def demo(context: click.Context, keep: str | None, seed: int) -> None:
    """Try it without account or network: a simulated Webex delivers, and nothing is left behind.

    Without a terminal it prints events as lines until it is told to stop.
    """
    for number in _ENDINGS:
        signal.signal(number, signal.default_int_handler)  # so that the temporary folder goes in any case
    with _folder(keep) as folder:
        session = _session(folder)
        from sa_monitor.cli.staging import staged

        with staged(session, seed) as stage:
            reason = why_undrawable(os.environ)
            context.exit(stage.tell(reason) if reason else stage.show())


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    """Give a folder that has this demo's mark. Raises UsageError for one that holds something else."""
    if keep is None:
        with _temporary() as temporary:
            _mark(temporary / _CONFIG)
            yield temporary
        return
    folder = Path(keep).expanduser().absolute()
    try:
        make_private(folder)
        config = folder / _CONFIG
        if not config.exists() and not any(folder.iterdir()):
            _mark(config)
        is_ours = config.exists() and config.read_text(errors="replace").startswith(_MARK)
    except OSError as error:
        raise SaMonitorError(f"{folder} can't be used ({error.strerror}).", "Use another --keep.") from error
    if not is_ours:
        raise UsageError(f"{folder} holds something else than a demo.", "Use an empty --keep.")
    yield folder


@contextmanager
def _temporary() -> Iterator[Path]:
    """Give a temporary folder. No signal comes between its making and its owner, or stops its removal."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    folder = mkdtemp(prefix="sa-monitor-demo-")
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield Path(folder)
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
        rmtree(folder, ignore_errors=True)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _mark(config: Path) -> None:
    with os.fdopen(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_MARK)


def _session(folder: Path) -> Session:
    """Make a session that knows nothing of the user's own settings, credentials and data."""
    told = given()
    for name in _ELSEWHERE:
        if told.pop(name, None) is not None:
            narrate(f"--{name.replace('_', '-')} isn't used: the demo has all that in a folder of its own.")
    places = find_places(folder, folder / _CONFIG, {})
    places = replace(places, options=options_of(places, data_dir=True, config=True))
    environ = {name: os.environ[name] for name in _OF_THE_SCREEN if name in os.environ}
    chosen = {"port": 0} | {name: value for name, value in told.items() if name not in NO_SETTINGS}
    return Session(load_settings(chosen, environ, places.config), places, bool(told.get("json")), environ)
