import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.settings.locate import line_of

DOCUMENT = '''
# port = 1
first = """
port = 2
[port]
"""

list = [
  ["port"],
]
"port" = 3   # this one
third.part = 4

[[channels]]
port = 5

[keys]
quit = "q"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [("first", 3), ("list", 8), ("port", 11), ("third", 12), ("channels", 14), ("keys", 17), ("nowhere", 1)],
)
def test_a_key_is_found_where_it_is_set_and_not_where_its_name_stands(key, line):
    assert line_of(DOCUMENT, key) == line


@given(
    st.lists(
        st.sampled_from(["# note", "", 'a = """\nx\n\n"""', "b = [\n1,\n2\n]", "c.d = 1"]),
        max_size=5,
        unique=True,
    )
)
def test_whatever_stands_before_it_the_line_is_right(before):
    text = "\n".join([*before, "wanted = 1", "last = 2"])
    assert text.split("\n")[line_of(text, "wanted") - 1] == "wanted = 1"
