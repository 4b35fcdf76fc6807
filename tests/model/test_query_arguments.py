"""A command's arguments make one query: what the shell kept together stays together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.moments import Clock
from sa_monitor.model.query import join_arguments, parse_query
from tests.model.query_texts import queries


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ([], ""),
        (["acme", "app:x"], "acme app:x"),
        (["Acme Corp"], '"Acme Corp"'),
        (["app:Acme Corp", "-org:Globex Inc"], 'app:"Acme Corp" -org:"Globex Inc"'),
        (["-Acme Corp"], '-"Acme Corp"'),
        (["admin-site:a b"], 'admin-site:"a b"'),
        (["app:Acme, Inc."], 'app:"Acme, Inc."'),
        (["app:Acme Corp,Globex"], 'app:"Acme Corp","Globex"'),
        (['app:"Acme Corp" x'], 'app:"Acme Corp" x'),
        (["event:deauthorized app:billing"], "event:deauthorized app:billing"),
        (["acme -event:authorized"], "acme -event:authorized"),
    ],
)
def test_arguments_are_quoted_where_the_shell_took_the_quotes(arguments, query):
    assert join_arguments(arguments) == query


@given(st.lists(queries.filter(lambda text: " " not in text), max_size=4))
def test_arguments_without_blanks_are_joined_as_they_are(arguments):
    assert join_arguments(arguments) == " ".join(arguments)


@given(st.lists(st.text("ab -\t", min_size=1, max_size=6).map(str.strip).filter(str.strip), max_size=4))
def test_each_argument_is_one_term(arguments):
    assert len(parse_query(join_arguments(arguments), Clock(0)).terms) == len(arguments)
