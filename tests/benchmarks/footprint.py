"""What it takes of the machine: memory idle and after a load, the processor while idle, the disk when installed."""

import re
import time
from collections.abc import Iterator, Sized
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import sa_monitor
from tests.benchmarks.catching_up import catch_up
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_most
from tests.benchmarks.screen import SETTLED, screen
from tests.benchmarks.servers import listening, megabytes, processor_seconds, wakings
from tests.benchmarks.setting import MILLION, PAIRS, Setting

IDLE, LOAD = 20, 6


def run(setting: Setting) -> Iterator[Figure]:
    """Measure the listener without a screen, the screen with its listener, and what is installed."""
    with setting.store_of(MILLION) as data, listening(data) as server:
        time.sleep(SETTLED)
        yield from _memory(setting, data, server.url, server.pid, "listen")
    with setting.store_of(MILLION) as data, screen(data) as (terminal, url):
        time.sleep(SETTLED)
        yield _idle(setting, terminal.pid, terminal.written)
        yield from _memory(setting, data, url, terminal.pid, "the screen with its listener")
    yield from _installed()


def _memory(setting: Setting, data: Path, url: str, pid: int, name: str) -> Iterator[Figure]:
    yield Figure(f"memory of {name}, idle, a million events stored", megabytes(pid), "MB")
    sent = 0
    for _ in range(2):
        before = megabytes(pid)
        sent += send(url, seconds=setting.seconds(LOAD / 2), pairs=data / PAIRS).requests
        catch_up(data)
    after = megabytes(pid)
    notes: dict[str, float | str] = {"of which in its second half": after - before, "deliveries": float(sent)}
    yield Figure(f"memory of {name}, after a load", after, "MB", notes=notes)


def _idle(setting: Setting, pid: int, written: Sized) -> Figure:
    seconds = setting.seconds(IDLE)
    before, woken, wrote = processor_seconds(pid), wakings(pid), len(written)
    time.sleep(seconds)
    used = processor_seconds(pid) - before
    notes: dict[str, float | str] = {
        "wake-ups/s": (wakings(pid) - woken) / seconds,
        "writes to the terminal": float(len(written) - wrote),
    }
    name = "the screen while nothing happens, of a core"
    return at_most(Figure(name, 100 * used / seconds, "%", notes=notes), 0.5)


def _installed() -> Iterator[Figure]:
    needed = _needed("sa-monitor", set()) - {"sa-monitor"}
    sizes = {name: _size(name) for name in needed}
    ours = sum(
        file.stat().st_size
        for file in Path(sa_monitor.__file__).parent.rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    )
    largest = sorted(sizes, key=lambda name: -sizes[name])[:3]
    notes: dict[str, float | str] = {
        "of which itself, MB": ours / 1e6,
        "largest": ", ".join(f"{name} {sizes[name] / 1e6:.1f} MB" for name in largest),
    }
    yield Figure("installed, without compiled files", (ours + sum(sizes.values())) / 1e6, "MB", notes=notes)
    direct = len([line for line in requires("sa-monitor") or [] if "extra ==" not in line])
    yield Figure(
        "packages that it brings along", float(len(needed)), notes={"asked for by itself": float(direct)}
    )


def _needed(name: str, known: set[str]) -> set[str]:
    """Give all packages that a package needs here, itself included."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:  # needed elsewhere: another system, another Python
        return known
    known.add(name)
    for line in lines:
        found = re.match(r"[A-Za-z0-9._-]+", line)
        if found and "extra ==" not in line:
            other = re.sub(r"[-_.]+", "-", found[0]).lower()
            if other not in known:
                _needed(other, known)
    return known


def _size(name: str) -> int:
    files = distribution(name).files or []
    paths = (Path(str(file.locate())) for file in files if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())
