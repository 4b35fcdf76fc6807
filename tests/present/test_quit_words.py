"""What quitting means."""

import pytest

from sa_monitor.present.quit_words import failed, quitting_means, stopped


@pytest.mark.parametrize(
    ("active", "before", "after"),
    [
        (2, "events meant for 2 webhooks will be lost.", "2 active webhooks at Webex still point here."),
        (1, "events meant for 1 webhook will be lost.", "1 active webhook at Webex still points here."),
        (0, "events that come meanwhile are lost.", "Stopped at 14:31:07."),
        (None, "events that come meanwhile are lost.", "Stopped at 14:31:07."),
    ],
)
def test_a_number_is_told_where_one_is_known(active, before, after):
    assert quitting_means(active) == f"Nothing listens after this; {before}"
    assert stopped("14:31:07", active).startswith("Stopped at 14:31:07.")
    assert stopped("14:31:07", active).endswith(after)


def test_a_mistake_that_ended_it_is_named_with_where_more_is_told():
    assert failed(ValueError("x"), "~/x.log") == (
        "sa-monitor: Unexpected ValueError.",
        "This is a fault of sa-monitor, and ended it. Its log shows where: ~/x.log",
    )
    assert failed(ValueError("x"), None)[1].endswith("ended it. With --verbose it shows where.")
