"""Rows behind text that terminals draw in different widths."""

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.present.cells import fit, get_character_cell_size
from sa_monitor.ui.steady import steady

NAMES = ("हिन्दी कार्यालय", "கொள்கை", "বাংলা", "ကြောင့်", "☰☷䷀", "\u3248", "x\u302e", "ខ្មែរ", "Acme", "東京", "é")
SEQUENCE = re.compile(r"\x1b\[(?:(\d+);)?(\d+)([HG])|\x1b\[[\d;]*m|(.)", re.DOTALL)


def narrow(sign):
    """Tell how wide a terminal draws a sign that gives marks no cells, and takes symbols for narrow."""
    return 1 if "\u2630" <= sign <= "\u4dff" and category(sign) == "So" else get_character_cell_size(sign)


def spacious(sign):
    """Tell how wide one draws it that gives spacing marks their own cells."""
    return 1 if category(sign) == "Mc" else 2 if sign == "\u3248" else narrow(sign)


def drawn(text, cells):
    """Draw on a terminal that is as wide as it has to be, and give its first row."""
    row, at = {}, 0
    for match in SEQUENCE.finditer(text):
        if match[3]:
            at = int(match[2]) - 1
        elif match[4]:
            if cells(match[4]):
                row |= {at: match[4], **{at + more: "" for more in range(1, cells(match[4]))}}
            at += cells(match[4])
    return "".join(row.get(place, "#") for place in range(max(row) + 1)), row


def looked(text, *look):
    return "".join(f"\x1b[{number}m" for number in look) + text + "\x1b[0m"


@pytest.mark.parametrize("cells", [get_character_cell_size, narrow, spacious])
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), st.integers(3, 30), st.booleans())
def test_what_stands_behind_stands_in_its_column_on_every_terminal(cells, names, room, padded_alone):
    row = "\x1b[1;1H"
    for name in names:
        cut = fit(name, room)
        name_alone = cut.rstrip(" ")
        pad = cut[len(name_alone) :]
        row += looked(name_alone, 31) + looked(pad, 32) if padded_alone else looked(cut, 31)
        row += looked("│", 33)
    _, places = drawn(steady(row), cells)
    assert [place for place, sign in places.items() if sign == "│"] == [
        (number + 1) * (room + 1) - 1 for number in range(len(names))
    ]
    assert "#" not in drawn(steady(row), cells)[0]


def test_a_name_with_room_behind_it_is_whole_on_every_terminal():
    row = f"\x1b[1;1H{looked('हिन्दी', 31)}{looked('      │', 32)}"
    assert drawn(steady(row), spacious)[0] == "हिनदी    │"
    assert "हिन्दी" in steady(row)


def test_text_that_all_draw_alike_is_passed_on_as_it_is():
    row = "\x1b[1;1H\x1b[31m✓ Acme 東京 Zürich ─│\x1b[0m"
    assert steady(row) == row
