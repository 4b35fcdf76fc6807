from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.present.cells import INSIDE, cut, fit, width, wrap
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, row
from sa_monitor.present.signs import ascii_form
from sa_monitor.present.tone import Span, Tone, cut_line, fit_line, line, line_width, plain

CLEAN = st.text().map(clean)
LINES = st.lists(st.tuples(CLEAN, st.sampled_from(list(Tone))), max_size=5).map(
    lambda spans: tuple(Span(*span) for span in spans)
)


def test_what_fits_stays_and_what_doesnt_ends_with_an_ellipsis():
    assert cut("Acme Corp", 9) == "Acme Corp"
    assert cut("Acme Corp", 8) == "Acme Co…"
    assert cut("Acme Corp", 6) == "Acme…"


def test_wide_characters_are_cut_by_cells():
    assert cut("東京支店", 6) == "東京…"
    assert fit("東京支店", 6) == "東京… "


def test_before_another_column_two_dots_say_that_it_was_cut():
    assert cut("contact-center-insights", 10, INSIDE) == "contact-.."


@given(CLEAN, st.integers(0, 40), st.sampled_from(["…", INSIDE]))
def test_a_text_takes_exactly_the_cells_it_gets(text, cells, mark):
    assert width(cut(text, cells, mark)) <= cells
    assert width(fit(text, cells, mark)) == cells


@given(CLEAN, st.integers(2, 40))
def test_wrapped_pieces_make_up_the_whole(text, cells):
    pieces = wrap(text, cells)
    assert "".join(pieces) == text
    assert all(width(piece) <= cells for piece in pieces)


@given(LINES, st.integers(0, 60))
def test_a_line_takes_exactly_the_cells_it_gets(spans, cells):
    assert line_width(cut_line(spans, cells, "…")) <= cells
    assert line_width(fit_line(spans, cells, "…")) == cells


@given(CLEAN, CLEAN)
def test_a_column_starts_at_its_cell_whatever_stands_before_it(first, second):
    columns = Column(1, 10), Column(13, 5)
    shown = plain(row([(columns[0], line(first)), (columns[1], line("here"))]))
    head, _here, _rest = shown.rpartition("here")
    assert width(head) == 13
    right = plain(row([(Column(0, 12, right=True), line(second)), (Column(12, 4), line("next"))]))
    assert width(right.rpartition("next")[0]) == 12


@given(CLEAN)
def test_in_ascii_a_text_is_as_wide_as_before(text):
    shown = ascii_form(text)
    assert shown.isascii()
    assert width(shown) == width(text)


def test_our_signs_have_stand_ins_in_ascii():
    assert ascii_form("✓ ✗ − ─┬┴┼│ …") == "+ x - -+++| ."
