"""When, with what and on which machine it was measured; no name and no path of it."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.peers import versions
from tests.benchmarks.setting import Setting

_OURS = ("sa-monitor", "textual", "httptools", "msgspec")


def described(setting: Setting) -> list[str]:
    """Give it as lines."""
    ours = ", ".join(f"{name} {version(name)}" for name in _OURS)
    others = ", ".join(f"{name} {number}" for name, number in versions(setting).items())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    scale = "" if setting.scale == 1 else f", at {setting.scale:g} of its length"
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}{scale}",
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {ours}",
        f"beside {others or 'no peers'}",
        f"load of the machine before it began: {os.getloadavg()[0]:.2f}",
    ]


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return asked.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
