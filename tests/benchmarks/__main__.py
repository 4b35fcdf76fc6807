"""Run the benchmarks and print what they found: `python -m tests.benchmarks [NAME ...]`.

Installs nothing: a peer that isn't installed is skipped and named. Figures are ratios, measured in turn in one run.
"""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.load import can_send
from tests.benchmarks.machine import described
from tests.benchmarks.setting import Lacking, Setting

NAMES = (
    "startup",
    "footprint",
    "ingest",
    "screen",
    "rows",
    "tail",
    "alerting",
    "growth",
    "history",
    "exporting",
    "browsing",
)
NEED_WRK = {"footprint", "ingest", "screen", "tail", "alerting", "growth"}


def main() -> int:
    """Run what is asked for; gives 1 where a figure isn't reached."""
    given = _arguments()
    setting = Setting(given.scale, given.stores, given.make, given.peers)
    about = described(setting)
    records: list[dict[str, object]] = [{"about": about}]
    print("\n".join(about), flush=True)
    missed = False
    for name in given.names or NAMES:
        print(f"{name}:", flush=True)
        began = time.monotonic()
        if name in NEED_WRK and not can_send():
            print("  skipped: wrk isn't installed")
            continue
        try:
            for figure in importlib.import_module(f"tests.benchmarks.{name}").run(setting):
                missed |= figure.reached is False
                records.append({"benchmark": name, **figure.as_json()})
                print(figure.as_line(), flush=True)
        except Lacking as lacking:
            print(f"  skipped: lacks {lacking}")
        print(f"{name} took {time.monotonic() - began:.0f} s", file=sys.stderr)
    if given.json:
        given.json.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return int(missed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write a JSON object a figure to FILE")
    parser.add_argument("--stores", type=Path, metavar="FOLDER", help="where the stores of many events are")
    parser.add_argument("--make", action="store_true", help="make the stores that aren't there")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="virtual environments named as packages")
    parser.add_argument("--scale", type=float, default=1.0, help="shorter, for a first look (1 is whole)")
    given = parser.parse_args()
    unknown = set(given.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    return given


if __name__ == "__main__":
    sys.exit(main())
