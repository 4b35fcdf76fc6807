"""What became of our webhooks, as the log says it between its rows."""

import pytest

from sa_monitor.model.health import Happened, HealthRecord
from sa_monitor.present.log_rules import health_rule
from sa_monitor.present.tone import Tone, plain
from tests.ui.samples import ZONE, at

SEEN = at("2026-11-14T13:20:00Z")


def rule(what, cells=80, *, dated=False, **fields):
    record = HealthRecord(at=SEEN, what=what, **{"webhook_id": "w-1", "name": "reporting lost"} | fields)
    return health_rule(record, ZONE, cells, dated=dated)


def test_a_loss_says_when_it_was_seen_and_what_it_is():
    words = plain(rule(Happened.INACTIVE))
    assert words.startswith(' ───────── 14:20  "reporting lost" inactive: Webex gave up on it ─────')
    assert len(words) == 79


@pytest.mark.parametrize(
    ("what", "words", "tone"),
    [
        (Happened.INACTIVE, "inactive", Tone.ERROR),
        (Happened.VANISHED, "gone from Webex", Tone.ERROR),
        (Happened.MOVED, "points to https://b.example.net now", Tone.WARNING),
        (Happened.URL_CHANGED, "the public URL is now https://b.example.net", Tone.ERROR),
        (Happened.ACTIVE, "active again", Tone.QUIET),
    ],
)
def test_what_is_lost_stands_out_and_what_is_mended_is_quiet(what, words, tone):
    spans = rule(what, now="https://b.example.net")
    assert [span.tone for span in spans if words in span.text] == [tone]


def test_a_day_that_the_rows_around_dont_tell_is_told():
    assert "14 Nov 14:20  " in plain(rule(Happened.ACTIVE, dated=True))


def test_a_name_of_any_length_and_kind_leaves_room_for_what_became_of_it():
    words = plain(rule(Happened.INACTIVE, name="\x1b[31m" + "long " * 40))
    assert "inactive: Webex gave up on it" in words
    assert "\x1b" not in words
    assert len(words) == 79
