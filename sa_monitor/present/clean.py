"""Foreign text, made safe to stand in a row.

Names, ids, sites, scopes and bodies come from outside. Nothing of them may move the cursor, colour the screen, turn the
direction of writing, hide, or change how many cells its neighbours take.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

SHORT = 256
"""Characters of the longest text whose clean form is remembered: long ones would fill the memory, and are rare."""

MARKS = 2
"""Combining marks that a character keeps; more would run into the rows above and below."""

_LINE_BREAKS = ("\r\n", "\n")
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\ufffc\ufffd")  # fillers of Hangul, and marks of replacement
_VARIATIONS = frozenset(
    chr(code)
    for span in (
        (0x034F, 0x17B4, 0x17B5),  # marks that join or stand for nothing, and are never seen
        range(0x180B, 0x1810),
        range(0xFE00, 0xFE10),
        range(0x1F3FB, 0x1F400),
        range(0xE0100, 0xE01F0),
    )
    for code in span
)
_REGIONAL_A, _REGIONAL_Z = 0x1F1E6, 0x1F1FF
_BLANKS = frozenset({"Zs", "Zl", "Zp"})
_NOTHING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_COMBINING = frozenset({"Mn", "Mc", "Me"})


def clean(text: str) -> str:
    """Give the text on one line, of visible characters and blanks only.

    Line breaks and tabs become a blank. Control, direction, zero-width, variation, private and unknown characters and
    lone surrogates are left out; a character keeps at most `MARKS` combining marks. A pair of regional letters, which
    terminals draw as a flag of one width or another, becomes the two letters.
    """
    if text.isascii() and text.isprintable():
        return text
    return _remembered(text) if len(text) <= SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, " ")
    return unicodedata.normalize("NFC", "".join(_visible(unicodedata.normalize("NFC", text))))


_remembered = lru_cache(maxsize=8192)(_cleaned)


def _visible(text: str) -> Iterator[str]:
    marks = MARKS  # none at the start: it would stand on the cell before the text
    for character in text:
        category = unicodedata.category(character)
        if category in _COMBINING and character not in _VARIATIONS:
            marks += 1
            if marks <= MARKS:
                yield character
        elif shown := _shown(character, category):
            marks = 0
            yield shown


def _shown(character: str, category: str) -> str:
    if (
        category in _BLANKS or character in "\t\v\f\r\x85\u2800"
    ):  # the last is a pattern of Braille without dots
        return " "
    if category in _NOTHING or character in _INVISIBLE or character in _VARIATIONS:
        return ""
    if _REGIONAL_A <= ord(character) <= _REGIONAL_Z:
        return chr(ord(character) - _REGIONAL_A + ord("A"))
    return character


def escaped(text: str) -> str:
    """Give text that is shown for what it is: what `clean` leaves out or changes is written as an escape.

    Line breaks are the caller's to keep: here they are written too.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(text))


def pasteable(text: str) -> str:
    """Give text that may be pasted into a shell's line: only its line breaks and tabs act, all else is written."""
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(map(escaped, line.split("\t"))) for line in lines)


def _written(text: str) -> Iterator[str]:
    marks = MARKS
    for character in text:
        category = unicodedata.category(character)
        combining = category in _COMBINING and character not in _VARIATIONS
        marks = marks + 1 if combining else 0
        shown = marks <= MARKS if combining else _shown(character, category) == character
        yield character if shown else character.encode("unicode_escape").decode("ascii")
