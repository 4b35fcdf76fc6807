"""Columns that stand where they were computed, whatever a terminal makes of the writing before them.

Terminals disagree on how wide some characters are: spacing vowel signs of Hindi, Tamil or Burmese names take no cell of
their own in some, one in others (tmux among them); symbols that Unicode widened lately take one or two. After such text
the cursor is set to its column again. The blanks behind the text are drawn first, so that it may run over into them;
marks for which there is no room in the widest case are left out.
"""

import re
from collections.abc import Iterator
from unicodedata import category

from sa_monitor.present.cells import width

_DOUBTFUL = re.compile(
    "[\u0903-\u1dff\u2630-\u2637\u268a-\u268f\u302e\u302f\u3248-\u324f\u4dc0-\u4dff\ua823-\uabec\U00011000-\U0001d3ff]"
)
"""Scripts and symbols in which such characters stand."""

_TOKEN = re.compile(r"\x1b\[[\d;:?<=>]*[@-~]|\x1b\][^\x07]*\x07| {2,}|(?:[^\x1b\r\n ]| (?! ))+|.", re.DOTALL)
_LOOK = re.compile(r"\x1b\[[\d;:]*m")
_PLACE = re.compile(r"\x1b\[\d+;(\d+)H")
_PLAIN_AGAIN = ("\x1b[0m", "\x1b[m")
_WIDEST = frozenset("\u302e\u302f\U00016ff0\U00016ff1")


def steady(drawn: str) -> str:
    """Give what is drawn, with the column set again behind text whose width is in doubt."""
    return "".join(_steadied(_TOKEN.findall(drawn))) if _DOUBTFUL.search(drawn) else drawn


def _steadied(tokens: list[str]) -> Iterator[str]:
    column: int | None = None  # unknown before the first place
    look, at = "", 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if place := _PLACE.fullmatch(token):
            column = int(place[1]) - 1
        elif token in ("\r", "\n"):
            column = 0
        elif _LOOK.fullmatch(token):
            look = "" if token in _PLAIN_AGAIN else look + token
        elif not token.startswith("\x1b"):
            if column is not None and _DOUBTFUL.search(token):
                looks, blanks = _behind(tokens, at)
                yield from _set(
                    token.rstrip(" "), column, look, looks, len(token) - len(token.rstrip(" ")) + blanks
                )
                at += _take(tokens, at, len(looks), blanks)
                column += width(token) + blanks
                for passed in looks:
                    look = "" if passed in _PLAIN_AGAIN else look + passed
                continue
            column = None if column is None else column + width(token)
        yield token


def _behind(tokens: list[str], at: int) -> tuple[list[str], int]:
    """Give the looks that follow a text, and how many blanks come then."""
    end = at
    while end < len(tokens) and _LOOK.fullmatch(tokens[end]):
        end += 1
    following = tokens[end] if end < len(tokens) else ""
    return tokens[at:end], len(following) - len(following.lstrip(" "))


def _take(tokens: list[str], at: int, looks: int, blanks: int) -> int:
    """Take the looks and the blanks away; gives how many tokens are done with."""
    if blanks:
        tokens[at + looks] = tokens[at + looks][blanks:]
    return looks


def _set(text: str, column: int, look: str, looks: list[str], blanks: int) -> Iterator[str]:
    """Draw the blanks, then the text over them, and go to where both end."""
    after = "".join(looks)
    room = width(text) + blanks
    yield f"{' ' * width(text)}{after}{' ' * blanks}\x1b[{column + 1}G\x1b[0m{look}{_fitting(text, blanks)}"
    yield f"\x1b[{column + room + 1}G{after}"


def _fitting(text: str, room: int) -> str:
    """Leave marks out, from the end, until what a terminal may add to the width has room."""
    over = sum(map(_added, text)) - room
    kept = []
    for sign in reversed(text):
        if over > 0 and category(sign) == "Mc":
            over -= _added(sign)
        else:
            kept.append(sign)
    return "".join(reversed(kept))


def _added(sign: str) -> int:
    """Give how many cells more than computed a sign takes at most."""
    if sign in _WIDEST:
        return 2
    return 1 if category(sign) == "Mc" or "\u3248" <= sign <= "\u324f" else 0
