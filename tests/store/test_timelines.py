"""The histories of pairs, as they are read."""

from sa_monitor.model.instants import DAY, rfc3339
from sa_monitor.model.timeline import Notice, State
from sa_monitor.store.timelines import timelines
from tests.store.conftest import NOON, arrival, body_of

PAIR = ("app-1", "org-1")


def test_a_timeline_is_the_same_in_whatever_order_its_events_came(keep, reader):
    keep(
        arrival(body_of("deauthorized", authorizationDate=rfc3339(NOON - DAY)), NOON),
        arrival(body_of("authorized", authorizationDate=rfc3339(NOON - DAY)), NOON + 1),
    )
    (told,) = reader.timelines([PAIR], [], NOON + DAY)
    assert [(span.start, span.end, span.state) for span in told.spans] == [
        (NOON - DAY, NOON, State.AUTHORIZED),
        (NOON, NOON + DAY, State.NOT),
    ]
    assert [one.notice for one in told.steps] == [None, None]


def test_only_so_many_of_the_newest_events_are_read_and_it_says_so(keep, reader):
    keep(*(arrival(body_of(authorizationDate=rfc3339(NOON + n)), NOON + n) for n in range(6)))
    (told,) = timelines(reader._connection, reader._rows, [PAIR], [], NOON + DAY, most=4)
    assert not told.whole
    assert [one.at for one in told.steps] == [NOON + n for n in (2, 3, 4, 5)]
    assert {one.notice for one in told.steps[1:]} == {Notice.MISSED}


def test_of_a_pair_never_heard_of_nothing_is_told(reader):
    assert reader.timelines([PAIR], [], NOON)[0].spans == ()
