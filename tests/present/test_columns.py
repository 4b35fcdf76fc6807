"""A column after a foreign text starts at a computed cell, whatever the text is."""

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.tone import line, plain
from sa_monitor.ui.filters import ascii_form

FOREIGN = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)
FIRST, SECOND, THIRD = Column(1, 12), Column(14, 10), Column(25, 8, right=True)


@given(FOREIGN, FOREIGN)
def test_the_next_column_starts_at_its_cell(first, second):
    shown = plain(row([(FIRST, line(clean(first))), (SECOND, line(clean(second))), (THIRD, line("12"))]))
    assert width(shown) == THIRD.end
    assert shown.endswith("12")
    marked = plain(row([(FIRST, line(clean(first))), (SECOND, line("|"))]))
    assert width(marked[: marked.rindex("|")]) == SECOND.start


@given(FOREIGN)
def test_in_ascii_a_row_is_as_wide_as_it_was(first):
    shown = plain(row([(FIRST, line(clean(first))), (THIRD, line("✗ 1"))]))
    assert ascii_form(shown).isascii()
    assert width(ascii_form(shown)) == width(shown)
