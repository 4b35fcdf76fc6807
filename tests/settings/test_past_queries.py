"""The queries that were asked before."""

from sa_monitor.settings.past_queries import PastQueries


def test_a_query_that_is_asked_again_is_the_newest(tmp_path):
    past = PastQueries(tmp_path)
    for text in ("one", " two  words", "one", "", "   "):
        past.add(text)
    assert PastQueries(tmp_path).all() == ["two words", "one"]


def test_only_so_many_and_so_long_ones_are_kept(tmp_path):
    past = PastQueries(tmp_path)
    past.add("x" * 2001)
    for number in range(120):
        past.add(f"query {number}")
    assert PastQueries(tmp_path).all() == [f"query {number}" for number in range(20, 120)]


def test_nobody_else_may_read_them(tmp_path):
    PastQueries(tmp_path).add("app:secret-project")
    assert (tmp_path / "queries").stat().st_mode & 0o777 == 0o600


def test_where_they_cant_be_kept_they_last_as_long_as_the_program(tmp_path):
    past = PastQueries(tmp_path / "nowhere")
    past.add("one")
    assert past.all() == ["one"]
    assert PastQueries(tmp_path / "nowhere").all() == []


def test_a_file_that_is_something_else_is_read_as_far_as_it_goes(tmp_path):
    (tmp_path / "queries").write_bytes(b"app:a\n\xff\xfe\n\n")
    assert PastQueries(tmp_path).all() == ["app:a", "\ufffd\ufffd"]
