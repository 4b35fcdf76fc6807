"""What else Service Apps and organizations are known as."""

import pytest

from sa_monitor.model.former import Former
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import parse_query
from sa_monitor.store.org_names import call_org, keep_org_name
from sa_monitor.store.reader import Reader
from tests.cli.laying import NOON, delivery, lay
from tests.ui.stage import places_in


@pytest.fixture
def places(tmp_path):
    return places_in(tmp_path)


def test_former_names_of_an_app_are_all_but_the_one_it_has_and_each_finds_it(places):
    names = ["billing", "billing 2", "reporting"]
    lay(
        places,
        [
            delivery(minutes=at, friendlyId=name, authorizationDate=f"2026-11-14T11:0{at}:00.000Z")
            for at, name in enumerate(names)
        ],
    )
    with Reader.open(places.database) as reader:
        assert reader.former_of_app("app-1") == Former(names=("billing", "billing 2"))
        for name in names:
            assert len(reader.page(parse_query(f'app:"{name}"', Clock(NOON)))) == 3


def test_former_names_of_an_organization_are_those_webex_gave_before_and_each_finds_it(places):
    lay(places, [delivery()])
    for name in ("Acme Inc", "Acme Corp"):
        keep_org_name(places.database, "org-1", name, NOON)
    with Reader.open(places.database) as reader:
        assert reader.former_of_org("org-1") == Former(names=("Acme Inc",))
        for name in ("Acme Inc", "Acme Corp"):
            assert len(reader.page(parse_query(f'org:"{name}"', Clock(NOON)))) == 1


def test_the_name_that_webex_gives_is_told_beside_the_one_that_people_give(places):
    lay(places, [delivery()])
    for name in ("Acme Inc", "Acme Corp"):
        keep_org_name(places.database, "org-1", name, NOON)
    call_org(places.database, "org-1", "our best customer")
    with Reader.open(places.database) as reader:
        assert reader.former_of_org("org-1") == Former(names=("Acme Inc",), given="Acme Corp")


def test_however_often_an_app_is_renamed_a_few_names_are_told_and_the_rest_counted(places):
    lay(places, [delivery(minutes=at, friendlyId=f"name {at:02}") for at in range(30)])
    with Reader.open(places.database) as reader:
        former = reader.former_of_app("app-1")
    assert len(former.names) + former.more == 29
    assert len(former.names) == 8


def test_who_was_never_called_otherwise_has_none(places):
    lay(places, [delivery()])
    with Reader.open(places.database) as reader:
        assert reader.former_of_app("app-1") == reader.former_of_org("org-1") == Former()
