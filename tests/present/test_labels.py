import pytest
from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.webex_id import webex_id
from sa_monitor.present.cells import width
from sa_monitor.present.labels import Labels, Naming
from sa_monitor.present.names import org_label
from sa_monitor.present.things import Thing
from tests.present.made import HEARD, standing


def org(uuid: str) -> str:
    return webex_id("ORGANIZATION", uuid)


ONE = org("05a705d7-61ca-41a4-924e-45e166c0ee93")
OTHER = org("05a705d7-61ca-41a4-924e-45e166c0ee13")
THIRD = org("8e0a9234-61ca-41a4-924e-45e166c0ee93")


def labels(**named: str) -> Labels:
    return Labels(named)


def unnamed(*ids: str) -> Labels:
    return Labels({one: org_label(one, None) for one in ids})


def within(of: Labels, cells: int) -> list[str]:
    return [of.within(one, own, cells) for one, own in of.own.items()]


def test_what_differs_anyway_is_called_what_it_is():
    assert within(labels(a="call-reporting", b="compliance-export"), 21) == [
        "call-reporting",
        "compliance-export",
    ]
    assert within(unnamed(ONE, THIRD), 17) == ["org 05a705d7", "org 8e0a9234"]


def test_ids_that_begin_alike_are_told_apart_by_their_end():
    assert within(unnamed(ONE, OTHER, THIRD), 17) == ["org 05a705d7..93", "org 05a705d7..13", "org 8e0a9234"]


def test_ids_that_end_alike_are_told_apart_by_more_of_their_end():
    assert within(unnamed("plain-1-identity", "plain-2-identity"), 17) == [
        "org 1-identity",
        "org 2-identity",
    ]


def test_one_name_of_two_things_is_followed_by_their_ids():
    of = Labels({ONE: "Acme Corp", THIRD: "Acme Corp"})
    assert of.whole(ONE, "") == "Acme Corp 05a705d7"
    assert within(of, 21) == ["Acme Corp 05a705d7", "Acme Corp 8e0a9234"]
    assert within(of, 15) == ["Acme.. 05a705d7", "Acme.. 8e0a9234"]


def test_names_that_would_be_cut_alike_are_cut_in_the_middle():
    of = labels(a="calendar-analytics-106", b="calendar-analytics-120", c="call-reporting")
    assert within(of, 18) == ["calendar-anal..106", "calendar-anal..120", "call-reporting"]


def test_a_name_that_is_cut_like_no_other_is_cut_at_its_end():
    assert within(labels(a="contact-center-insights", b="calendar-analytics-120"), 18) == [
        "contact-center-i..",
        "calendar-analyti..",
    ]


def test_what_is_not_known_yet_is_called_what_the_event_says():
    assert Labels().within("x", "call-reporting", 21) == "call-reporting"


def test_the_name_heard_last_counts_and_labels_are_kept_while_nothing_is_new():
    older = standing(app_name="old-name", org_id="org-2", heard=HEARD - 1)
    naming = Naming([older, standing(app_name="new-name")])
    assert naming.of(Thing.APP).whole("app-1", "") == "new-name"
    assert Naming([older, standing(app_name="new-name")], naming).of(Thing.APP) is naming.of(Thing.APP)


NAMES = st.dictionaries(st.text(min_size=1, max_size=6), st.text("ab é日\u0301-", max_size=30), max_size=8)


@given(NAMES, st.integers(-5, 30))
def test_a_label_is_never_wider_than_its_column(own, cells):
    assert all(width(shown) <= max(0, cells) for shown in within(Labels(own), cells))


@pytest.mark.parametrize("cells", [17, 21, 30])
@given(st.sets(st.integers(0, 2**32 - 1), min_size=2, max_size=40))
def test_hundreds_of_ids_that_begin_alike_all_differ(cells, numbers):
    ids = [org(f"05a705d7-61ca-41a4-924e-0000{number:08x}") for number in numbers]
    shown = within(unnamed(*ids), cells)
    assert len(set(shown)) == len(ids)
