"""What stands under the status line while something is lost."""

import pytest

from sa_monitor.present.notices import not_storing

_MEANS = "Webex is answered 503 and may disable the webhooks."


@pytest.mark.parametrize(
    ("fault", "advice", "words"),
    [
        ("disk full", "Free space.", f"{_MEANS} Free space."),
        ("events.db is read-only", "Allow it.", f"events.db is read-only. {_MEANS} Allow it."),
        ("another program is writing", "End it.", f"Another program is writing. {_MEANS} End it."),
        ("events.db was removed", "", f"events.db was removed. {_MEANS} Storing goes on by itself."),
    ],
)
def test_why_nothing_is_stored_is_named_where_a_crowded_status_line_may_leave_it_out(fault, advice, words):
    assert not_storing(fault, advice).words == words
