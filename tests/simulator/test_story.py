"""The cast, the past and the live traffic: believable, consistent with itself, and the same for a seed."""

import hashlib
import hmac
from collections import Counter

import pytest

from sa_monitor.model.authorization import fold, standing_of
from sa_monitor.model.event import Kind
from sa_monitor.model.instants import DAY, HOUR, MINUTE, parse_instant, to_datetime
from sa_monitor.model.payload import read_payload
from sa_monitor.model.webex_id import uuid_of, webex_id
from sa_monitor.model.webhook import Webhook
from sa_monitor.simulator.cast import make_cast
from sa_monitor.simulator.occurrence import pair_of
from sa_monitor.simulator.past import past, tell_past
from sa_monitor.simulator.payloads import signed_body
from tests.simulator.conftest import NOON, create, happen

SEEDS = range(1, 13)


def standings(told):
    """Fold what was told as a receiver would."""
    known = {}
    for occurrence in told:
        pair, date = pair_of(occurrence.data), parse_instant(occurrence.data["authorizationDate"])
        known[pair] = fold(known.get(pair), standing_of(occurrence.kind, date))
    return known


def identity(occurrence):
    return *pair_of(occurrence.data), occurrence.kind, occurrence.data["authorizationDate"]


def test_the_cast_is_a_dozen_apps_and_forty_organizations():
    cast = make_cast(7)
    assert len({app.id for app in cast.apps}) == len({app.name for app in cast.apps}) == 12
    assert len({one.id for one in cast.organizations}) == len({one.name for one in cast.organizations}) == 40
    assert {"call-reporting", "compliance-export", "room-analytics"} <= {app.name for app in cast.apps}
    assert {organization.id for _, organization in cast.pairs} == {one.id for one in cast.organizations}
    assert len(set(cast.pairs)) == len(cast.pairs)


def test_ids_have_the_usual_long_form():
    cast = make_cast(7)
    for app in cast.apps:
        assert webex_id("APPLICATION", uuid_of(app.id)) == app.id
    for organization in cast.organizations:
        assert webex_id("ORGANIZATION", uuid_of(organization.id)) == organization.id
        assert all(site.endswith(".webex.com") for site in organization.sites)


def test_the_cast_goes_by_the_seed():
    assert make_cast(7) == make_cast(7)
    assert make_cast(7).apps[0].id != make_cast(8).apps[0].id


@pytest.mark.parametrize("seed", SEEDS)
def test_the_past_is_of_a_believable_size_and_in_order(seed):
    told = list(past(seed, NOON))
    assert 400 <= len(told) <= 1_500
    assert [occurrence.at for occurrence in told] == sorted(occurrence.at for occurrence in told)
    assert all(NOON - 120 * DAY <= occurrence.at < NOON for occurrence in told)
    assert {occurrence.kind for occurrence in told} == set(Kind)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_past_ends_with_a_handful_deauthorized_and_most_authorized(seed):
    known = standings(past(seed, NOON))
    ended = sum(standing.ended for standing in known.values())
    assert 3 <= ended <= 7
    assert len(known) > 80


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_past_tells_folds_to_the_truth_that_the_live_traffic_goes_on_from(seed):
    story = tell_past(seed, NOON)
    for pair, standing in standings(story.told).items():
        assert story.ledger.get(pair).standing == standing


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deauthorization_repeats_the_data_of_the_authorization_that_it_ends(seed):
    begun = {}
    for occurrence in sorted(past(seed, NOON), key=lambda o: o.data["authorizationDate"]):
        key = identity(occurrence)[:2], occurrence.data["authorizationDate"]
        assert begun.setdefault(key, occurrence.data) == occurrence.data


@pytest.mark.parametrize("seed", SEEDS)
def test_some_deliveries_are_late_and_some_come_twice(seed):
    told = list(past(seed, NOON))
    counts = Counter(map(identity, told))
    assert 5 <= sum(count > 1 for count in counts.values()) <= 0.15 * len(told)
    late = [
        occurrence
        for occurrence in told
        if occurrence.kind is Kind.AUTHORIZED
        and occurrence.at - parse_instant(occurrence.data["authorizationDate"]) > 2 * MINUTE
    ]
    assert 3 <= len(late) <= 0.15 * len(told)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_authorization_is_repeated_after_its_end(seed):
    ended, revived = set(), 0
    for occurrence in past(seed, NOON):
        key = identity(occurrence)[:2], occurrence.data["authorizationDate"]
        if occurrence.kind is Kind.DEAUTHORIZED:
            ended.add(key)
        revived += occurrence.kind is Kind.AUTHORIZED and key in ended
    assert revived >= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_one_wave_takes_three_organizations_of_an_app_and_they_come_back(seed):
    told = [o for o in past(seed, NOON) if o.data["friendlyId"] == "call-reporting"]
    lost = [o for o in told if o.kind is Kind.DEAUTHORIZED]
    waves = [
        three
        for three in zip(lost, lost[1:], lost[2:], strict=False)
        if three[2].at - three[0].at < 4 * MINUTE
    ]
    assert any(
        all(
            any(
                o.kind is Kind.AUTHORIZED
                and pair_of(o.data) == pair_of(one.data)
                and 0 < o.at - one.at < 2 * HOUR
                for o in told
            )
            for one in wave
        )
        for wave in waves
    )


def test_working_days_are_busy_and_weekends_are_quiet():
    days = Counter(to_datetime(o.at).weekday() >= 5 for seed in SEEDS for o in past(seed, NOON))
    assert days[False] > 10 * days[True]


def test_the_story_is_the_same_whenever_it_is_told():
    def story(now):
        return Counter(
            (pair_of(o.data), o.kind, *o.data["scopes"], *o.data["trainSiteNames"], o.actor_id)
            for o in past(7, now)
        )

    assert list(past(7, NOON)) == list(past(7, NOON))
    assert story(NOON) == story(NOON + 100 * DAY + 5 * HOUR)
    assert story(NOON) != Counter(pair_of(o.data) for o in past(8, NOON))


def test_fewer_days_are_the_end_of_the_same_story():
    whole = list(past(7, NOON))
    assert list(past(7, NOON, days=30)) == [o for o in whole if o.at >= NOON - 30 * DAY]


def test_the_past_becomes_deliveries_of_a_webhook():
    webhook = Webhook(
        id="hook", name="watch", target_url="http://127.0.0.1/", resource="serviceApp", event="authorized"
    )
    for occurrence in past(7, NOON):
        body, signature = signed_body(occurrence, webhook, "s3cret")
        reading = read_payload(body)
        assert signature == hmac.new(b"s3cret", body, hashlib.sha1).hexdigest()
        assert (reading.problem, reading.webhook_id) == (None, "hook")
        assert reading.happening.kind is occurrence.kind
    assert signed_body(occurrence, webhook, None)[1] is None


def live(simulator, api, receiver, count):
    """Let the simulator go on by itself until that much was heard, and give it."""
    create(api, receiver.url)
    create(api, receiver.url, "deauthorized")
    simulator.pace(400)
    receiver.wait_for(count)
    simulator.pace(0)
    return receiver.arrived[:count]


def test_live_traffic_goes_on_from_the_past_and_agrees_with_itself(simulator, api, receiver):
    """Deliveries may overtake each other, so what is checked doesn't depend on their order."""
    known = standings(simulator.past())
    heard = live(simulator, api, receiver, 300)
    begun = {pair: {standing.date} for pair, standing in known.items()}
    for arrived in heard:
        if arrived.payload["event"] == "authorized":
            begun.setdefault(pair_of(arrived.data), set()).add(
                parse_instant(arrived.data["authorizationDate"])
            )
    ended = [arrived.data for arrived in heard if arrived.payload["event"] == "deauthorized"]
    assert ended
    unknown = [
        data
        for data in ended
        if pair_of(data) in known and parse_instant(data["authorizationDate"]) not in begun[pair_of(data)]
    ]
    # The very last ones may end what was authorized after the part that is looked at.
    assert len(unknown) <= 3


def test_live_traffic_is_mostly_authorizations_that_change_something(simulator, api, receiver):
    kinds = Counter(arrived.payload["event"] for arrived in live(simulator, api, receiver, 300))
    assert 0 < kinds["deauthorized"] < 0.2 * kinds["authorized"]


def test_no_event_of_the_live_traffic_repeats_another_even_when_the_clock_stands(simulator, api, receiver):
    heard = live(simulator, api, receiver, 300)
    seen = {(a.payload["event"], *pair_of(a.data), a.data["authorizationDate"]) for a in heard}
    assert len(seen) == len(heard)


def test_at_rate_zero_nothing_happens_by_itself(simulator, api, receiver):
    create(api, receiver.url)
    for _ in range(20):
        happen(api)
    assert len(receiver.arrived) == 20


def test_nothing_happens_while_nobody_would_hear_of_it(start, connect, receiver):
    """Else what a receiver knows and what is true would part before it has registered."""
    simulator = start(rate=1_000)
    api = connect(simulator)
    webhook = create(api, receiver.url, "created", resource="messages")
    for _ in range(50):
        assert api.get(f"/v1/webhooks/{webhook['id']}").status_code == 200
    known = standings(simulator.past())
    create(api, receiver.url)
    first = receiver.wait_for(1)[0].data
    assert (
        pair_of(first) not in known or parse_instant(first["authorizationDate"]) > known[pair_of(first)].date
    )


def test_the_same_seed_and_calls_give_the_same_ids_and_the_same_story(start, connect, receiver):
    def play():
        api = connect(start())
        before = len(receiver.arrived)
        create(api, receiver.url)
        create(api, receiver.url, "deauthorized")
        for event in ("authorized", "deauthorized", "authorized", "deauthorized"):
            happen(api, event)
        happen(api, friendlyId="stranger")
        return [(a.body, a.headers["trackingid"]) for a in receiver.arrived[before:]]

    assert play() == play()


def test_another_seed_gives_other_ids(start, connect):
    first, second = (create(connect(start(seed=seed)), "http://127.0.0.1:9/")["id"] for seed in (7, 8))
    assert first != second
