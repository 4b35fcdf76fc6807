"""The long form of fuzzing: `python -m tests.reliability.fuzzing --seconds 600`. An input's number repeats it.

`python -m tests.reliability.guided` does the same where coverage chooses.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from random import Random

from tests.reliability import decoding_fuzz, protocol_fuzz
from tests.reliability.in_process import Desk

KINDS = 3


class Fuzz:
    """Runs numbered inputs through one desk, and counts what it did."""

    def __init__(self) -> None:
        self._desk = Desk()
        self.inputs: Counter[str] = Counter()
        self.bytes: Counter[str] = Counter()

    def one(self, number: int) -> None:
        """Make the input of that number, and check what must hold of it."""
        chance = Random(number)
        kind = number % KINDS
        if kind == 0:
            data, pieces = protocol_fuzz.any_input(chance)
            protocol_fuzz.check(self._desk, data, pieces)
            self._count("protocol", len(data))
        elif kind == 1:
            body = decoding_fuzz.any_body(chance)
            decoding_fuzz.check_body(body)
            self._count("bodies", len(body))
        else:
            text = decoding_fuzz.any_text(chance)
            decoding_fuzz.check_text(text)
            self._count("texts", len(text))

    def given(self, data: bytes) -> None:
        """Check bytes that someone else chose; the first says how."""
        kind, data = data[:1] or b"\0", data[1:]
        if kind[0] % KINDS == 0:
            size = kind[0] // KINDS + 1
            pieces = [data[i : i + size] for i in range(0, len(data), size)]
            protocol_fuzz.check(self._desk, data, pieces)
            self._count("protocol", len(data))
        elif kind[0] % KINDS == 1:
            decoding_fuzz.check_body(data)
            self._count("bodies", len(data))
        else:
            decoding_fuzz.check_text(data.decode(errors="replace"))
            self._count("texts", len(data))

    def close(self) -> None:
        self._desk.close()

    def _count(self, kind: str, size: int) -> None:
        self.inputs[kind] += 1
        self.bytes[kind] += size

    def __str__(self) -> str:
        return ", ".join(
            f"{kind}: {self.inputs[kind]:,} inputs of {self.bytes[kind]:,} bytes" for kind in self.inputs
        )


def fuzz(seconds: float, first: int = 0) -> Fuzz:
    """Try inputs by their numbers for so long; the number of one that fails is noted on its error."""
    running, number, until = Fuzz(), first, time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            try:
                running.one(number)
            except BaseException as error:
                error.add_note(f"input {number}: python -m tests.reliability.fuzzing --only {number}")
                raise
            number += 1
    finally:
        running.close()
    return running


def long(seconds: float) -> Iterator[str]:
    """Try inputs that were never tried: the time of day is the first number."""
    first = int(time.time())
    yield f"inputs from {first} on"
    yield str(fuzz(seconds, first))


def main() -> None:
    """Read the command line, and say what was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", type=int, help="repeat one input")
    given = parser.parse_args()
    if given.only is not None:
        Fuzz().one(given.only)
        print("It holds.")
    else:
        print(fuzz(given.seconds, given.first))


if __name__ == "__main__":
    main()
