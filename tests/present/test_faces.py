from sa_monitor.present.faces import no_event, no_match, too_small
from sa_monitor.present.tone import line_width, plain


def test_an_empty_log_says_why_and_where_deliveries_go():
    shown = [plain(line) for line in no_event("http://127.0.0.1:8787/webhook", "~/events.db", 80)]
    assert shown[0] == " No event yet."
    assert " Deliveries to  http://127.0.0.1:8787/webhook" in shown
    assert all(line_width(line) <= 80 for line in no_event("http://" + "x" * 200, "y" * 200, 80))


def test_where_nobody_listens_no_address_is_named():
    assert not any("Deliveries" in plain(line) for line in no_event(None, "~/events.db", 80))


def test_a_query_without_match_says_how_many_there_are_otherwise():
    assert [plain(line) for line in no_match("app:billing", 12_402)] == [
        " No event matches  app:billing",
        " among 12,402. esc clears it, / changes it.",
    ]
    assert plain(no_match("", 3)[0]) == " No event here"


def test_too_small_says_what_is_needed_in_words_that_fit():
    lines = too_small(30, 10, (80, 24), recording=True)
    assert all(line_width(line) <= 30 for line in lines)
    assert " ".join(" ".join(plain(line) for line in lines).split()) == (
        "80x24 is needed, this is 30x10. Recording goes on. q quits"
    )
