"""A load of distinct signed deliveries, sent by wrk (Debian's package `wrk`)."""

import itertools
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECRET = "benchmark"
_SCRIPT = Path(__file__).with_name("load.lua")
_RUNS = itertools.count(1)


@dataclass(frozen=True)
class Load:
    """What one run of wrk saw; latencies in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    p999: float
    most: float
    failed: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def can_send() -> bool:
    return shutil.which("wrk") is not None


def send(
    url: str, *, seconds: float, connections: int = 64, rate: float = 0, pairs: Path | None = None
) -> Load:
    """Send for whole seconds, as fast as is answered or `rate` a second; every delivery of every call is another event.

    `pairs` is a file with the Service Apps and organizations that are meant; without it they are made up. Latencies are
    corrected by wrk for what it couldn't send while it waited.
    """
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(_SCRIPT)]
    command += [url, "--", SECRET, str(next(_RUNS)), str(rate), str(pairs or "-")]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RESULT (\{.*\})", printed)
    if found is None:
        raise RuntimeError(printed)
    return Load(**json.loads(found[1]))
