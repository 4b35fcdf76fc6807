"""What things are called on screen."""

from sa_monitor.present.names import LONGEST, app_label, named


def test_a_name_is_cut_where_nobody_reads_any_further():
    assert named("é" * 100_000) == "é" * LONGEST + "…"
    assert named("é" * LONGEST) == "é" * LONGEST


def test_a_name_of_nothing_visible_is_none():
    assert app_label("app-12345678", "\u200b\u3164") == "app 12345678"
