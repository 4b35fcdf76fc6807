import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.present import clean as cleaning
from sa_monitor.present.clean import SHORT, clean, pasteable


def test_ordinary_names_stay_as_they_are():
    for name in ("Acme Corp", "Zürich Rück", "東京支店", "Ελλάδα", "עברית", "[bold]x[/]", "a 😀 b"):
        assert clean(name) == name


def test_escapes_and_other_controls_are_left_out():
    assert clean("\x1b[31mred\x1b]0;title\x07\x9b2J\x00") == "[31mred]0;title2J"


def test_a_line_break_becomes_one_blank():
    assert clean("a\r\nb\nc\rd\te\u2028f\x85g") == "a b c d e f g"


def test_direction_and_zero_width_characters_are_left_out():
    assert clean("ab\u202ecd\u2066ef\u200b\u200d\ufeff\u00adgh") == "abcdefgh"


def test_variation_and_skin_characters_are_left_out():
    assert clean("❤\ufe0f👍\U0001f3fd\U000e0101a\u034fb\u17b4c") == "❤👍abc"


def test_flags_become_their_letters():
    assert clean("\U0001f1e8\U0001f1ed") == "CH"


def test_a_character_keeps_two_marks_at_most():
    stacked = clean("x" + "\u0335" * 20 + "y")
    assert stacked == "x\u0335\u0335y"


def test_no_mark_stands_on_the_cell_before_the_text():
    assert clean("\u0335\u0301a") == "a"


def test_lone_surrogates_private_and_unknown_characters_are_left_out():
    assert clean("a\ud800b\ue000c\U000e0fffd\u3164") == "abcd"


def test_unusual_blanks_become_blanks():
    assert clean("a\u00a0b\u3000c\u2800d") == "a b c d"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_whatever_comes_only_visible_characters_leave(text):
    cleaned = clean(text)
    categories = {unicodedata.category(character) for character in cleaned}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_what_stands_together_after_cleaning_is_composed():
    assert clean("a\u200b\u0301") == "\u00e1"


def test_long_texts_are_not_remembered():
    before = cleaning._remembered.cache_info().currsize
    for number in range(20):
        clean(f"{number}\x1b" + "é" * SHORT)
    assert cleaning._remembered.cache_info().currsize == before


def test_what_is_pasted_keeps_its_lines_and_loses_what_acts():
    pasted = pasteable('{\r\n\t"a": "é"\n}\x1b[201~\rrm\x9b\u202e')
    assert pasted == '{\n\t"a": "é"\n}\\x1b[201~\\rrm\\x9b\\u202e'
    assert pasteable("Acme [x] 東京") == "Acme [x] 東京"
