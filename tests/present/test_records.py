import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.delivery import Delivery, Verdict
from sa_monitor.model.listening import Ending, Gap
from sa_monitor.model.totals import Totals
from sa_monitor.present.records import (
    gap_record,
    json_line,
    secret_record,
    time_or_null,
    totals_record,
    whole_delivery_record,
)

NOON = 1_794_657_600_000


def delivered(body):
    return Delivery(
        id=1,
        received_at=NOON,
        verdict=Verdict.VERIFIED,
        outcome=None,
        secret=None,
        webhook_id=None,
        webhook_name=None,
        remote="127.0.0.1",
        headers={},
        body=body,
        problem=None,
        event_id=None,
    )


@given(st.dictionaries(st.text(), st.text()), st.booleans())
def test_a_line_is_json_that_a_terminal_can_show(record, ascii_alone):
    line = json_line(record, ascii_alone=ascii_alone)
    assert json.loads(line) == record
    assert line.isprintable()
    assert line.isascii() or not ascii_alone


@pytest.mark.parametrize("sign", ["\x1b", "\x7f", "\x9b", "\u202e", "\u2028", "\ue000", "\U000e0001", "\n"])
def test_what_could_act_on_a_terminal_is_escaped(sign):
    line = json_line({"name": f"a{sign}b"})
    assert sign not in line
    assert json.loads(line) == {"name": f"a{sign}b"}


def test_letters_stay_as_they_are():
    assert json_line({"name": "Müller 株式会社"}) == '{"name":"Müller 株式会社"}'


def test_times_are_rfc3339_in_utc_with_milliseconds():
    assert time_or_null(NOON + 120) == "2026-11-14T12:00:00.120Z"
    assert time_or_null(None) is None


def test_a_gap_that_lasts_has_no_end_and_goes_on():
    gap = Gap(NOON, None, Ending.SLEPT)
    assert gap_record(gap, NOON + 90_500) == {
        "from": "2026-11-14T12:00:00.000Z",
        "until": None,
        "seconds": 90.5,
        "reason": "slept",
    }


def test_a_waiting_delivery_has_no_outcome():
    assert whole_delivery_record(delivered(b"x"))["outcome"] is None


@given(st.binary())
def test_a_body_comes_back_exactly(body):
    record = json.loads(json_line(whole_delivery_record(delivered(body))))
    if record["body"] is None:
        assert b64decode(record["body_base64"]) == body
    else:
        assert (record["body"].encode(), record["body_base64"]) == (body, None)


def test_a_secret_of_any_webhook_has_no_id():
    assert secret_record(None, None) == {"webhook_id": None, "added_at": None}


def test_nothing_kept_has_no_oldest_and_no_newest():
    nothing = Totals(
        events=0, deliveries=0, rejected=0, rejected_kept=0, waiting=0, oldest=None, newest=None, bytes=0
    )
    assert totals_record(nothing) == {"bytes": 0, "events": 0, "oldest": None, "newest": None}
