"""What a program wrote to its terminal, read byte by byte against the list of what ours ever writes.

Everything else is a finding: another sequence, a control character, one that turns the direction of writing or can't be
seen, bytes that are no UTF-8.
"""

import re
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

_TITLE = r"(?:\d+\ (?:LOST|ALERTS?)\ -\ )?(?:DEMO\ -\ )?sa-monitor"
_NOTICE = r"[A-Z0-9 ]+ \((?:notice|warning|critical)\)"
_SEQUENCES = re.compile(
    r"""
      \x1b\[ (?: (?!5m|8m|\d*;5m) [\d;]*m          # colours and weights; never blinking, never concealed
               | \d+;\d+H | H | \d*[JKX] | \d+G    # where the next character goes, and what is wiped
               | \?(?:25|1049|1000|1002|1003|1004|1006|1015|2004|2026|2048|7)[hl]
               | \?(?:2026|2048)\$p | c            # what is asked of the terminal
               | [<>]\d*u | 2[23];[02]t            # its keyboard's mode, its title put away and taken back
               )
    | \x1b\]2;TITLE\x07
    | \x1b\]22;(?:default|pointer|text)\x07       # the shape of the pointer
    | \x1b\]52;c;(?P<copied>[A-Za-z0-9+/]*={0,2})\x07
    | \x1b\]9;sa-monitor:\ NOTICE\x07
    | \x1b\]777;notify;sa-monitor;NOTICE\x07
    """.replace("TITLE", _TITLE).replace("NOTICE", _NOTICE),
    re.VERBOSE,
)
_PLAIN = re.compile(r"[ -~]+")
_CONTROLS = "\r\n\t\a"
_UNSEEN = frozenset("\u034f\u17b4\u17b5\u115f\u1160\u2800\u3164\uffa0") | {
    chr(code)
    for span in (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
    for code in span
}
_MARKS = 2


def findings(written: bytes, *, controls: str = _CONTROLS, exact: bool = False) -> list[str]:
    """Give what of it our program never writes, each with what stands around it.

    What is exact, for programs to read, may hold marks without end, and signs that nobody sees.
    """
    text = _text(written)
    return [ascii(text[max(0, at - 60) : at + 40]) for at in islice(_wrong(text, controls, exact=exact), 20)]


def copied(written: bytes) -> list[str]:
    """Give the texts that were sent to the terminal's clipboard."""
    return [
        b64decode(match["copied"]).decode()
        for match in _SEQUENCES.finditer(_text(written))
        if match["copied"] is not None
    ]


def _text(written: bytes) -> str:
    """Read it as UTF-8; each byte that isn't becomes a lone surrogate, which is a finding."""
    return written.decode("utf-8", errors="surrogateescape")


def _wrong(text: str, controls: str, *, exact: bool) -> Iterator[int]:
    at, marks = 0, 0
    while at < len(text):
        passed = _PLAIN.match(text, at) or _SEQUENCES.match(text, at)
        if passed:
            at, marks = passed.end(), 0
            continue
        sign = text[at]
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Mc", "Me") else 0
        unseen = sign in _UNSEEN or marks > _MARKS
        if (unseen and not exact) or not (sign.isprintable() or sign in controls):
            yield at
        at += 1
