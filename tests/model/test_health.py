"""Which webhooks are ours, and what became of them between two lists."""

import pytest
from msgspec.structs import replace

from sa_monitor.model.health import Checks, Happened, Health, Ours, Trouble, Unlisted, changes
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.reach import Elsewhere, Probe, Reached, Tunnel, plain_url
from sa_monitor.model.webhook import Webhook

HERE, FORMER = "https://def.example.net/webhook", "https://abc.example.net/webhook"
OURS = Ours(frozenset({HERE, FORMER}), frozenset({"made here"}))


def hook(ident: str = "one", target: str = HERE, **more: object) -> Webhook:
    fields = {"id": ident, "name": f"name of {ident}", "resource": "serviceApp", "event": "authorized"}
    return Webhook(**{**fields, "target_url": target, **more})  # type: ignore[arg-type]


def told(before: list[Webhook] | None, after: list[Webhook]) -> list[tuple[Happened, str | None]]:
    return [(record.what, record.webhook_id) for record in changes(before, after, OURS, 1)]


def test_a_webhook_is_ours_by_its_target_or_because_it_was_created_here():
    assert OURS.has(hook(target=FORMER))
    assert OURS.has(hook("made here", "https://elsewhere.example/x"))
    assert not OURS.has(hook("other", "https://elsewhere.example/x"))


@pytest.mark.parametrize(
    "same", ["HTTPS://Def.Example.NET/webhook", f"{HERE}/", "https://def.example.net:443/webhook"]
)
def test_the_same_place_written_otherwise_is_the_same_target(same):
    assert plain_url(same) == HERE
    assert OURS.has(hook(target=same))


def test_another_path_port_or_scheme_is_another_target():
    for other in (f"{HERE}2", "https://def.example.net:8443/webhook", "http://def.example.net/webhook"):
        assert plain_url(other) != HERE


def test_a_target_that_is_no_url_is_left_as_it_is():
    assert plain_url("https://x:port/") == "https://x:port/"


def test_without_a_list_before_only_those_that_are_inactive_are_told():
    assert told(None, [hook(), hook("two", status="inactive")]) == [(Happened.INACTIVE, "two")]


def test_what_became_of_ours_is_told_once():
    before = [hook("a"), hook("b"), hook("c"), hook("d", status="inactive")]
    after = [hook("a", status="inactive"), hook("c", "https://elsewhere.example/x"), hook("d")]
    assert told(before, after) == [
        (Happened.VANISHED, "b"),
        (Happened.INACTIVE, "a"),
        (Happened.MOVED, "c"),
        (Happened.ACTIVE, "d"),
    ]
    assert told(after, after) == []


def test_a_new_webhook_of_ours_is_told_only_when_it_is_inactive():
    assert told([], [hook(), hook("two", status="inactive")]) == [(Happened.INACTIVE, "two")]


def test_of_anothers_webhook_nothing_is_told():
    other = hook("other", "https://elsewhere.example/x")
    assert told([other], [replace(other, status="inactive")]) == []
    assert told([other], []) == []


def health(**more: object) -> Health:
    checks = {"target": HERE, "probe": Probe(HERE, 1, Reached(5)), "listed_at": 1_000}
    webhooks = (hook(), hook("two", FORMER), hook("other", "https://elsewhere.example/x"))
    return Health(checks=Checks(**{**checks, **more}), webhooks=webhooks, ours=OURS, known=True)


def test_ours_that_point_to_a_former_target_are_misdirected():
    assert [webhook.id for webhook in health().misdirected] == ["two"]


def test_a_tunnel_that_has_another_url_now_takes_the_place_of_one_where_something_else_answers():
    moved = health(target=FORMER, probe=Probe(FORMER, 1, Elsewhere(404)), found=(Tunnel("ngrok", HERE),))
    assert moved.moved_to == HERE
    assert [webhook.id for webhook in moved.misdirected] == ["two"]


def test_a_tunnel_beside_a_target_that_reaches_us_changes_nothing():
    beside = health(found=(Tunnel("ngrok", "https://new.example.net/webhook"),))
    assert beside.moved_to == HERE


def test_webhooks_of_another_resource_are_none_of_those_that_are_judged():
    assert Health(webhooks=(hook(resource="messages"),), ours=OURS).own == []


def test_the_newer_of_a_real_delivery_and_a_probe_says_when_we_were_reachable():
    assert Health(checks=Checks(reached_at=5), heard_at=3).reachable_at == 5
    assert Health(checks=Checks(reached_at=5), heard_at=7).reachable_at == 7
    assert Health().reachable_at is None


def test_a_list_is_stale_when_webex_gives_none_or_nobody_asks_any_more():
    assert not health().is_stale(MINUTE)
    assert health().is_stale(5 * MINUTE)
    assert health(unlisted=Unlisted(Trouble.UNREACHABLE, 1)).is_stale(MINUTE)


def test_only_active_webhooks_of_ours_that_point_to_the_target_count_on_this_monitor():
    assert health().active == 1
    assert (
        Health(checks=Checks(listed_at=1), webhooks=(hook(status="inactive"), hook("two")), ours=OURS).active
        == 1
    )
    assert Health(webhooks=(hook(),), ours=OURS).active is None
