"""What the status line says of the webhooks and of the way in."""

from datetime import timedelta, timezone

import pytest
from msgspec.structs import replace

from sa_monitor.model.health import Checks, Health, Ours, Trouble, Unlisted
from sa_monitor.model.instants import DAY, HOUR, MINUTE, SECOND, parse_instant
from sa_monitor.model.reach import Elsewhere, Obstacle, Probe, Reached, Tunnel, Unreached, WrongPath
from sa_monitor.model.webhook import Webhook
from sa_monitor.present.health_items import health_items
from sa_monitor.present.reach_words import outcome_words

NOW = parse_instant("2026-11-14T13:24:00Z") or 0
ZONE = timezone(timedelta(hours=1), "CET")
HERE, FORMER = "https://abc.example.net/webhook", "https://old.example.net/webhook"
ONE = Webhook(id="one", name="lost", target_url=HERE, resource="serviceApp", event="deauthorized")
TWO = replace(ONE, id="two", event="authorized")
OURS = Ours(frozenset({HERE, FORMER}))


def health(*webhooks, heard=None, **checks):
    fields = {
        "listed_at": NOW - 20 * SECOND,
        "target": HERE,
        "probe": Probe(HERE, NOW - 2 * MINUTE, Reached(84)),
        "reached_at": NOW - 2 * MINUTE,
    }
    return Health(
        checks=Checks(**{**fields, **checks}),
        webhooks=webhooks or (ONE, TWO),
        ours=OURS,
        heard_at=heard,
        known=True,
    )


def said(looked_at, detail=1):
    return [
        f"{item.sign} {item.words[min(detail, len(item.words) - 1)]}"
        for item in health_items(looked_at, NOW, ZONE)
    ]


def test_before_anybody_looked_nothing_is_said():
    assert said(Health()) == []


def test_all_in_order_with_when_that_was_true():
    assert said(health(), 0) == [
        "✓ 2 webhooks, checked 20 s ago",
        "✓ reachable at https://abc.example.net, 2 min ago",
    ]
    assert said(health(), 1) == ["✓ 2 webhooks, 20 s ago", "✓ reachable, 2 min ago"]
    assert said(health(), 2) == ["✓ 2 webhooks", "✓ reachable"]


@pytest.mark.parametrize(
    ("unlisted", "words"),
    [
        (Unlisted(Trouble.UNREACHABLE, NOW), ["? webhooks as of 13:58"]),
        (Unlisted(Trouble.TOKEN_ENDED, NOW), ["? webhooks as of 13:58", " T token"]),
        (Unlisted(Trouble.NO_TOKEN, NOW), ["? no token", "? webhooks as of 13:58"]),
        (None, ["? webhooks as of 13:58"]),
    ],
)
def test_an_old_list_is_said_to_be_old_whatever_the_reason(unlisted, words):
    assert said(health(listed_at=NOW - 26 * MINUTE, unlisted=unlisted))[:-1] == words


def test_a_list_of_another_day_is_dated():
    assert said(health(listed_at=NOW - 3 * DAY))[0] == "? webhooks as of 11 Nov 2026"


def test_without_any_list_it_isnt_known():
    assert (
        said(health(listed_at=None, unlisted=Unlisted(Trouble.UNREACHABLE, NOW)))[0] == "? webhooks not known"
    )
    assert said(health(listed_at=None, unlisted=Unlisted(Trouble.NO_TOKEN, NOW)))[0] == "? no token"


def test_an_inactive_webhook_of_ours_is_broken_also_in_an_old_list():
    given_up = replace(ONE, status="inactive")
    assert said(health(given_up, TWO))[0] == "✗ 1 of 2 webhooks inactive"
    assert said(health(given_up, TWO, listed_at=NOW - HOUR))[:2] == [
        "✗ 1 of 2 webhooks inactive",
        "? webhooks as of 13:24",
    ]


def test_anothers_webhook_is_none_of_ours():
    other = replace(ONE, target_url="https://elsewhere.example/x", status="inactive")
    assert said(health(other), 0)[0] == "! no webhook points here"


def test_webhooks_at_a_former_url_are_broken():
    assert said(health(replace(ONE, target_url=FORMER), TWO))[1] == "✗ URL changed"


def test_a_tunnel_that_moved_is_a_changed_url():
    moved = health(
        probe=Probe(HERE, NOW, Elsewhere(404)), found=(Tunnel("ngrok", "https://def.example.net/webhook"),)
    )
    assert "✗ URL changed" in said(moved)


@pytest.mark.parametrize("outcome", [Unreached(Obstacle.REFUSED), Elsewhere(502), WrongPath()])
def test_a_real_delivery_proves_the_way_in_whatever_a_probe_found_before(outcome):
    looked_at = health(probe=Probe(HERE, NOW - 4 * MINUTE, outcome), heard=NOW - MINUTE)
    assert said(looked_at)[-1] == "✓ reachable, 1 min ago"


def test_half_of_a_pair_says_what_isnt_watched():
    assert said(health(TWO), 0)[0] == "! half of a pair: losses aren't watched"
    assert said(health(TWO))[0] == "! losses not watched"
    assert said(health(ONE))[0] == "! authorizations not watched"
    narrow = replace(TWO, filter="id=app-1")
    assert said(health(ONE, narrow))[0] == "! authorizations not watched"
    assert said(health(ONE, TWO, narrow))[0] == "✓ 3 webhooks, 20 s ago"


def test_not_reachable_from_here_is_not_known_never_broken():
    looked_at = health(probe=Probe(HERE, NOW, Unreached(Obstacle.TIMED_OUT)))
    assert said(looked_at)[-1] == "? not reachable from here"


def test_something_else_at_the_url_is_broken_unless_real_deliveries_came():
    elsewhere = Probe(HERE, NOW, Elsewhere(200, "router"))
    assert said(health(probe=elsewhere))[-1] == "✗ URL reaches something else"
    assert said(health(probe=elsewhere, heard=NOW - HOUR))[-1] == "? not reachable from here"
    assert said(health(probe=Probe(HERE, NOW, WrongPath())))[-1] == "✗ URL leads to another path"


def test_a_probe_of_long_ago_says_nothing_about_now():
    old = health(probe=Probe(HERE, NOW - HOUR, Reached(9)), reached_at=NOW - HOUR)
    assert said(old)[-1] == "? reachable as of 13:24"


def test_without_a_public_url_only_real_deliveries_say_that_we_are_reached():
    assert said(health(target=None, probe=None, reached_at=None))[-1] == "? no public URL"
    assert (
        said(health(target=None, probe=None, reached_at=None, heard=NOW - MINUTE))[-1]
        == "✓ reachable, 1 min ago"
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Reached(84), "https://abc.example.net/webhook reached this program in 84 ms."),
        (
            Elsewhere(404, "nginx\x1b[2J"),
            "Reached something else at that URL (nginx[2J). Forward it to 127.0.0.1:8787.",
        ),
        (Elsewhere(502), "Reached something else at that URL (HTTP 502). Forward it to 127.0.0.1:8787."),
        (
            Elsewhere(405, None, another=True),
            "Reached another sa-monitor at that URL. Forward it to 127.0.0.1:8787.",
        ),
        (WrongPath(), "Reached this program at another path. Forward it to 127.0.0.1:8787/webhook."),
        (
            Unreached(Obstacle.NAME),
            "Not reachable from here (name not found). Webex may still reach it: a real delivery came 3 min ago.",
        ),
    ],
)
def test_where_a_url_leads_is_said_with_what_to_do(outcome, words):
    address = "http://127.0.0.1:8787/webhook"
    assert outcome_words(HERE, outcome, address, heard_at=NOW - 3 * MINUTE, now=NOW) == words


def test_without_a_real_delivery_webex_may_still_reach_it():
    words = outcome_words(HERE, Unreached(Obstacle.TLS, "self-signed"), None, heard_at=None, now=NOW)
    assert (
        words == "Not reachable from here (certificate not trusted: self-signed). Webex may still reach it."
    )
