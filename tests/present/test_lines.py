from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.listening import Ending, Gap
from sa_monitor.present.lines import (
    delivery_cells,
    event_line,
    gap_cells,
    gap_line,
    rejection_line,
    secret_cells,
)

NOON = 1_794_657_600_000


def event(kind=Kind.AUTHORIZED, **changes):
    fields = {
        "id": 1,
        "kind": kind,
        "app_id": "app",
        "app_name": "call-reporting",
        "org_id": "org",
        "org_name": "Acme Corp",
        "authorizer_id": None,
        "actor_id": None,
        "date": NOON,
        "dated": True,
        "received_at": NOON,
        "signature": Verdict.VERIFIED,
    }
    return Event(**fields | changes)


def rejected(**changes):
    fields = {
        "id": 1,
        "received_at": NOON,
        "verdict": Verdict.REJECTED,
        "outcome": Outcome.REJECTED,
        "secret": None,
        "webhook_id": None,
        "webhook_name": None,
        "remote": "203.0.113.7",
        "headers": {},
        "body": b"",
        "problem": "wrong signature",
        "event_id": None,
    }
    return Delivery(**fields | changes)


def test_an_event_says_when_what_and_where_in_utc():
    line = event_line(Step(event(Kind.DEAUTHORIZED, received_at=NOON + 60_000)))
    assert line == (
        "2026-11-14 12:01:00Z  ✗ DEAUTHORIZED  call-reporting            Acme Corp                 after 1 min"
    )


def test_a_normal_event_has_no_remark():
    assert event_line(Step(event(), event(date=NOON - 1))).endswith("Acme Corp")


def test_a_rejected_delivery_says_why_from_where_and_whose_it_claims_to_be():
    assert rejection_line(rejected(webhook_id="x", webhook_name="My Auth")) == (
        '2026-11-14 12:00:00Z  ! rejected  wrong signature  from 203.0.113.7  claims webhook "My Auth"'
    )
    assert rejection_line(rejected()).endswith("from 203.0.113.7")


def test_foreign_text_is_clean_wherever_it_stands():
    hostile = "a\x1b[2Jb\u202e\n"
    for text in (
        event_line(Step(event(app_name=hostile, org_name=hostile))),
        rejection_line(rejected(webhook_id=hostile, webhook_name=hostile, remote=hostile, problem=hostile)),
        *delivery_cells(rejected(webhook_id=hostile, remote=hostile, problem=hostile)),
        *secret_cells(hostile, NOON),
    ):
        assert text.isprintable()


def test_a_gap_says_how_long_nobody_listened_and_why():
    gap = Gap(NOON, NOON + 148 * 60_000, Ending.SLEPT)
    assert gap_line(gap, 0) == (
        "2026-11-14 12:00:00Z to 2026-11-14 14:28:00Z  ! nobody listened for 2 h 28 min (slept)"
    )
    assert gap_cells(Gap(NOON, None, Ending.KILLED), NOON + 5_000) == (
        "2026-11-14 12:00:00Z",
        "now",
        "5 s",
        "killed",
    )


def test_a_delivery_that_was_not_read_yet_waits():
    assert delivery_cells(rejected(outcome=None, verdict=Verdict.VERIFIED))[3] == "waiting"
