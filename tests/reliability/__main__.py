"""The long form of the proofs: `python -m tests.reliability [NAME ...] [--seconds S]`; pytest runs the short one.

Each is a function that takes the seconds it may use, gives its figures as lines, and raises when something fails.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial

from tests.reliability import disk_weather, fuzzing, interrupting, killing, network, soak


def _kill(seconds: float) -> Iterator[str]:
    """Kill who listens, then what goes through a whole store."""
    yield from killing.long(seconds * 0.7)
    yield from interrupting.long(seconds * 0.3)


LONG: dict[str, Callable[[float], Iterator[str]]] = {
    "disk": disk_weather.long,
    "fuzz": fuzzing.long,
    "kill": _kill,
    "network": network.long,
    "soak": soak.long,
}


def main() -> None:
    """Run those that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*LONG, []], metavar="NAME", help=", ".join(LONG))
    parser.add_argument("--seconds", type=float, default=600, help="for each, as far as it can choose")
    parser.add_argument("--rate", type=float, default=soak.RATE, help="deliveries a second of soak")
    given = parser.parse_args()
    long = {**LONG, "soak": partial(soak.long, rate=given.rate)}
    for name in given.names or long:
        began = time.monotonic()
        for line in long[name](given.seconds):
            print(f"{name}: {line}", flush=True)
        print(f"{name}: held, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
