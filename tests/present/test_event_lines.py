"""Lines of exported events are put together from pieces, and say the same as a record does."""

from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.delivery import Verdict
from sa_monitor.model.event import Event, Kind
from sa_monitor.model.instants import parse_instant, rfc3339
from sa_monitor.present import event_lines
from sa_monitor.present.event_lines import event_line
from sa_monitor.present.records import event_record, json_line

TEXTS = st.text(max_size=8)
MAYBE = st.none() | TEXTS
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
INSTANTS = st.integers(parse_instant("0001-01-01T00:00Z"), parse_instant("9999-12-31T23:59:59.999Z"))
EVENTS = st.builds(
    Event,
    id=st.integers(0, 2**62),
    kind=st.sampled_from(Kind),
    app_id=TEXTS,
    app_name=MAYBE,
    org_id=TEXTS,
    org_name=MAYBE,
    authorizer_id=MAYBE,
    actor_id=MAYBE,
    date=INSTANTS,
    dated=st.booleans(),
    received_at=INSTANTS,
    scopes=LISTS,
    sites=LISTS,
    admin_sites=LISTS,
    signature=st.sampled_from([Verdict.VERIFIED, Verdict.UNSIGNED]),
    deliveries=st.integers(1, 99),
    webhook_ids=LISTS,
    synthetic=st.booleans(),
    expected=st.booleans(),
    problem=MAYBE,
)


@given(EVENTS)
def test_a_line_of_pieces_is_the_line_of_the_record(event):
    assert event_line(event) == json_line(event_record(event))


@given(INSTANTS)
def test_every_instant_is_written_as_it_is_read(instant):
    assert parse_instant(rfc3339(instant)) == instant


def test_no_long_piece_is_kept_nor_more_pieces_than_so_many(monkeypatch):
    pieces = event_lines._Pieces()
    monkeypatch.setattr(event_lines, "_KEPT", 3)
    for number in range(10):
        assert pieces["x" * 2000 + str(number)].startswith('"xxx')
        assert pieces[str(number)] == f'"{number}"'
        assert len(pieces) <= 3
    assert max(map(len, pieces)) == 1
