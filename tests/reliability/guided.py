"""Fuzzing where coverage chooses: `python -m tests.reliability.guided --seconds 600`.

Needs atheris (`pip install atheris`), which is no dependency of anything here.
"""

import argparse
import sys
from random import Random

import atheris

with atheris.instrument_imports(include=["sa_monitor"]):
    from tests.reliability import decoding_fuzz, protocol_fuzz
    from tests.reliability.fuzzing import KINDS, Fuzz

_WORDS = (protocol_fuzz.WORDS, decoding_fuzz.JSON_WORDS, decoding_fuzz.TEXT_WORDS)
_SEEDS = [
    *(b"\0" + data for data in protocol_fuzz.CORPUS),
    *(b"\1" + data for data in decoding_fuzz.BODIES),
    *(b"\2" + data for data in decoding_fuzz.TEXTS),
]
_REPORT = 10_000


def mutator(data: bytes, most: int, seed: int) -> bytes:
    """Mix atheris's own mutations with ours, which know the words."""
    chance = Random(seed)
    way = chance.random()
    if way < 0.4:
        return bytes(atheris.Mutate(data, most))
    if way < 0.5:
        return chance.choice(_SEEDS)[:most]
    kind = (data[:1] or b"\0")[0]
    return bytes([kind]) + protocol_fuzz.mutate(chance, [data[1:]], _WORDS[kind % KINDS])[: most - 1]


def main() -> None:
    """Run for so many seconds; libFuzzer then ends the process, and says itself what it found."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.guided", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    given = parser.parse_args()
    running = Fuzz()
    for seed in _SEEDS:
        running.given(seed)

    def one(data: bytes) -> None:
        running.given(data)
        if running.inputs.total() % _REPORT == 0:
            print(running, file=sys.stderr, flush=True)

    arguments = [sys.argv[0], f"-max_total_time={given.seconds}", "-max_len=4096", "-timeout=20"]
    atheris.Setup(arguments, one, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
