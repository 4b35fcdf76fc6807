"""Run the benchmarks and print what they found: `python -m tests.benchmarks [NAME ...] [--json] [--scale 0.1]`."""

import argparse
import importlib
import json
import platform
import sys
from importlib.metadata import version

from tests.benchmarks.load import can_send

NAMES = ("ingest", "screen", "rows", "idle", "startup", "memory", "history", "exporting", "browsing")
NEED_WRK = {"ingest", "screen", "memory"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object a figure")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="smaller and shorter, for a first look (1 is whole)"
    )
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    if not arguments.json:
        print(_machine())
    missed = False
    for name in arguments.names or NAMES:
        if name in NEED_WRK and not can_send():
            print(f"{name}: skipped, wrk isn't installed", file=sys.stderr)
            continue
        print(f"{name}:", file=sys.stderr if arguments.json else sys.stdout, flush=True)
        for figure in importlib.import_module(f"tests.benchmarks.{name}").run(arguments.scale):
            missed |= figure.reached is False
            print(json.dumps(figure.as_json()) if arguments.json else figure.as_line(), flush=True)
    return int(missed)


def _machine() -> str:
    parts = {name: version(name) for name in ("sa-monitor", "textual", "httptools", "msgspec")}
    libraries = ", ".join(f"{name} {number}" for name, number in parts.items())
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {libraries}"


if __name__ == "__main__":
    sys.exit(main())
