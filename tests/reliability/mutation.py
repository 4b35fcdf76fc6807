"""Inputs that are nearly right: pieces of a corpus, spliced, cut, doubled and spoiled. One seed, one input."""

from collections.abc import Sequence
from random import Random

_MOST = 12_000
"""Bytes of one input: below every limit of size, so that only what it says decides."""


def mutate(chance: Random, corpus: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Make an input from one or a few of the corpus; `words` are what the language is made of."""
    data = bytearray(b"".join(chance.choices(corpus, k=chance.choice((1, 1, 1, 2, 3)))))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 6))):
        chance.choice(_WAYS)(chance, data, words)
    return bytes(data[:_MOST])


def cuts(chance: Random, data: bytes) -> list[bytes]:
    """Cut an input as a network might: anywhere, often into very small pieces."""
    size = chance.choice((1, 2, 5, 17, 60, 400))
    pieces, start = [], 0
    while start < len(data):
        end = start + chance.randint(1, 2 * size)
        pieces.append(data[start:end])
        start = end
    return pieces


def _place(chance: Random, data: bytearray) -> int:
    return chance.randint(0, len(data))


def _insert(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    at = _place(chance, data)
    data[at:at] = chance.choice(words)


def _overwrite(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    at, word = _place(chance, data), chance.choice(words)
    data[at : at + len(word)] = word


def _replace(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    """Put one word in another's place: what a grammar would do."""
    there = [word for word in words if word in data]
    if there:
        word = chance.choice(there)
        places = data.count(word)
        at = -1
        for _ in range(chance.randint(1, min(places, 5))):
            at = data.find(word, at + 1)
        data[at : at + len(word)] = chance.choice(words)


def _remove(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    at = _place(chance, data)
    del data[at : at + chance.choice((1, 1, 2, 4, 30))]


def _double(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    """Repeat a line."""
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        line = chance.choice(lines)
        at = data.find(line)
        data[at:at] = line


def _swap(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    lines = bytes(data).splitlines(keepends=True)
    chance.shuffle(lines)
    data[:] = b"".join(lines)


def _spoil(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _flip(chance: Random, data: bytearray, words: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


_WAYS = (_insert, _insert, _overwrite, _replace, _replace, _replace, _remove, _double, _swap, _spoil, _flip)
