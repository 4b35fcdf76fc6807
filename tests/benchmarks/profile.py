"""A profile of py-spy in few lines, without a path of the machine."""

import re
from collections import Counter
from pathlib import Path

PROFILE = Path(__file__).with_name("profile.txt")
_PATH = re.compile(r"\(.*?((?:sa_monitor|textual|rich|asyncio|sqlite3|httptools|msgspec)/[^:]+|[^/:]+):\d+\)")
_OURS = re.compile(r"\((?:sa_monitor|textual)/")
_MOST, _ALL = 16, 0.95


def summarised(raw: str) -> str:
    """Give, of each thread that held the interpreter, where it was: by itself, and with what it called.

    `raw` is what `py-spy record --format raw --threads --gil` writes.
    """
    alone: dict[str, Counter[str]] = {}
    within: dict[str, Counter[str]] = {}
    for line in raw.splitlines():
        stack, _, count = line.rpartition(" ")
        thread, *frames = stack.split(";")
        name = re.sub(r"thread \(0x[0-9A-Fa-f]+\)|thread \(\d+\)|\d{3,}", "", thread).strip(" :") or "thread"
        places = [_place(frame) for frame in frames]
        if places:
            alone.setdefault(name, Counter())[places[-1]] += int(count)
            for place in set(places):
                within.setdefault(name, Counter())[place] += int(count)
    total = sum(sum(counter.values()) for counter in alone.values()) or 1
    lines = ["Samples of what held the interpreter's lock, under the load with the screen live."]
    for name in sorted(alone, key=lambda name: -sum(alone[name].values())):
        share = 100 * sum(alone[name].values()) / total
        lines.append(f"\n{name}: {share:.0f} %")
        whole = sum(alone[name].values())
        parts = Counter(
            {place: n for place, n in within[name].items() if n < _ALL * whole and _OURS.search(place)}
        )
        for title, counter in (("by itself", alone[name]), ("ours, with what it called", parts)):
            lines.append(f"  {title}")
            lines += [f"    {100 * n / total:5.1f} %  {place}" for place, n in counter.most_common(_MOST)]
    return "\n".join(lines) + "\n"


def _place(frame: str) -> str:
    return _PATH.sub(r"(\1)", frame)
