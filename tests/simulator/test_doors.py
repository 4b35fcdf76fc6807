"""The doors beside `/v1`: what is given stands, the rest is made up, and nonsense is named."""

import pytest

from sa_monitor.model.instants import DAY, parse_instant
from sa_monitor.simulator.past import tell_past
from tests.simulator.conftest import NOON, create, happen

GIVEN = {
    "id": "app",
    "friendlyId": "my-app",
    "authorizerId": "person",
    "authorizerOrgId": "org",
    "authorizationDate": "2026-01-02T03:04:05Z",
    "scopes": ["spark:all"],
    "trainSiteNames": [],
    "adminTrainSiteNames": ["x.webex.com"],
}


@pytest.fixture
def hooks(api, receiver):
    create(api, receiver.url)
    create(api, receiver.url, "deauthorized")
    return receiver


def tell(api, hooks, event="authorized", **data):
    """Let it happen, and give the data that was delivered."""
    assert happen(api, event, **data) == {"deliveries": 1, "accepted": 1}
    return hooks.arrived[-1].data


@pytest.mark.parametrize("event", ["authorized", "deauthorized"])
def test_given_data_is_delivered_as_it_is(api, hooks, event):
    assert tell(api, hooks, event, **GIVEN) == GIVEN


def test_fields_that_webex_has_not_yet_are_passed_on(api, hooks):
    assert tell(api, hooks, region="eu", nested={"a": [1, None]})["nested"] == {"a": [1, None]}


def test_no_token_is_needed(simulator, connect, receiver):
    create(connect(simulator), receiver.url)
    assert happen(connect(simulator, None)) == {"deliveries": 1, "accepted": 1}


def test_without_data_all_of_it_is_made_up_from_the_cast(api, hooks, simulator):
    assert api.post("/simulator/events", json={"event": "authorized"}).status_code == 200
    data = hooks.arrived[0].data
    app = {app.id: app for app in simulator.cast.apps}[data["id"]]
    organization = {one.id: one for one in simulator.cast.organizations}[data["authorizerOrgId"]]
    assert data["friendlyId"] == app.name
    assert set(app.always) <= set(data["scopes"]) <= {*app.always, *app.sometimes}
    assert set(data["trainSiteNames"]) <= set(organization.sites)
    assert data["authorizerId"] in {admin.id for admin in organization.admins}
    assert parse_instant(data["authorizationDate"]) == NOON


def test_an_app_of_the_cast_is_known_by_id_and_by_name(api, hooks, simulator):
    app = simulator.cast.apps[0]
    assert tell(api, hooks, friendlyId=app.name)["id"] == app.id
    assert tell(api, hooks, id=app.id)["friendlyId"] == app.name


@pytest.mark.parametrize("key", ["id", "friendlyId"])
def test_a_stranger_is_the_same_whenever_it_appears(api, hooks, key):
    first, second = (tell(api, hooks, **{key: "new-one"}) for _ in range(2))
    assert (first["id"], first["friendlyId"]) == (second["id"], second["friendlyId"])


def test_a_stranger_keeps_the_name_that_was_given_once(api, hooks):
    tell(api, hooks, id="app", friendlyId="my-app")
    assert tell(api, hooks, id="app")["friendlyId"] == "my-app"
    assert tell(api, hooks, friendlyId="my-app")["id"] == "app"


def test_an_unknown_organization_has_sites_and_an_admin_of_its_own(api, hooks):
    first, second = (tell(api, hooks, authorizerOrgId="strange") for _ in range(2))
    assert first["trainSiteNames"] == second["trainSiteNames"]
    assert first["trainSiteNames"][0].endswith(".webex.com")
    assert first["authorizerId"] == second["authorizerId"]


def test_a_deauthorization_repeats_the_authorization_that_it_ends(api, hooks):
    begun = tell(api, hooks, id="app", authorizerOrgId="org", scopes=["spark:kms"])
    assert tell(api, hooks, "deauthorized", id="app", authorizerOrgId="org") == begun


def test_a_deauthorization_by_app_ends_one_of_its_authorizations(api, hooks):
    begun = tell(api, hooks, id="app")
    assert tell(api, hooks, "deauthorized", id="app") == begun


def test_a_deauthorization_of_nothing_in_particular_ends_an_active_one(api, hooks, simulator):
    ledger = tell_past(7, simulator.began).ledger
    data = tell(api, hooks, "deauthorized")
    assert data in [grant.data for grant in ledger.grants() if grant.active]


def test_what_was_never_authorized_has_a_believable_date(api, hooks):
    data = tell(api, hooks, "deauthorized", id="app", authorizerOrgId="org")
    assert 30 <= (NOON - parse_instant(data["authorizationDate"])) / DAY <= 801


def test_authorizing_again_is_a_later_date_even_when_the_clock_stands(api, hooks):
    dates = [tell(api, hooks, id="app", authorizerOrgId="org")["authorizationDate"] for _ in range(3)]
    assert dates == sorted(set(dates))


def test_dates_that_can_not_be_read_are_passed_on(api, hooks):
    for date in ("tomorrow", "9999-12-31T00:00:00Z", "2026-11-14T12:00:00"):
        assert tell(api, hooks, id="app", authorizationDate=date)["authorizationDate"] == date
    assert tell(api, hooks, "deauthorized", id="app")["authorizationDate"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "event is missing"),
        ({"event": "all"}, 'event can\'t be "all"'),
        ({"event": 5}, "event can't be 5"),
        ({"event": ["authorized"]}, "event can't be"),
        ({"event": "authorized", "data": None}, "data is no object"),
        ({"event": "authorized", "data": []}, "data is no object"),
        ({"event": "authorized", "data": {"id": 5}}, "data.id is no text"),
        ({"event": "authorized", "data": {"authorizerOrgId": " "}}, "data.authorizerOrgId is no text"),
        ({"event": "authorized", "data": {"scopes": None}}, "data.scopes is no list of texts"),
        ({"event": "authorized", "data": {"trainSiteNames": ["a", 1]}}, "data.trainSiteNames"),
        ({"evnt": "authorized"}, '"evnt" is unknown'),
        ([], "no JSON object"),
        ("authorized", "no JSON object"),
    ],
)
def test_a_wrong_event_is_refused_with_its_mistake(quiet_api, body, named):
    answer = quiet_api.post("/simulator/events", json=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "fault is missing"),
        ({"fault": "404"}, 'fault can\'t be "404"'),
        ({"fault": 429}, "fault can't be 429"),
        ({"fault": "429", "count": 0}, "count"),
        ({"fault": "429", "count": -1}, "count"),
        ({"fault": "429", "count": "2"}, "count"),
        ({"fault": "429", "count": True}, "count"),
        ({"fault": "429", "count": 10**9}, "count"),
        ({"fault": "429", "cuont": 2}, '"cuont" is unknown'),
    ],
)
def test_a_wrong_fault_is_refused_with_its_mistake(quiet_api, body, named):
    answer = quiet_api.post("/simulator/faults", json=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert quiet_api.get("/v1/people/me").status_code == 200


@pytest.mark.parametrize("door", ["events", "faults"])
def test_a_door_takes_posts_of_json_only(api, door):
    assert api.get(f"/simulator/{door}").status_code == 405
    assert api.post(f"/simulator/{door}", content=b"{").status_code == 400


def test_a_fault_without_a_count_happens_once(api):
    assert api.post("/simulator/faults", json={"fault": "500"}).json() == {"fault": "500", "count": 1}
    assert [api.get("/v1/people/me").status_code for _ in range(2)] == [500, 200]
