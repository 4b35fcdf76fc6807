"""What is said of webhooks that bring nothing, and of a Webex that can't be asked."""

from datetime import timedelta, timezone

from msgspec.structs import replace

from sa_monitor.model.event import Kind
from sa_monitor.model.health import Checks, Health, Ours, Trouble, Unlisted
from sa_monitor.model.instants import parse_instant
from sa_monitor.model.webhook import Webhook
from sa_monitor.present.health_notices import health_notices, trouble_words

CET = timezone(timedelta(hours=1), "CET")
AT = parse_instant("2026-11-14T13:20:00Z")
HERE, BEFORE = "https://def.example.net/webhook", "https://abc.example.net/webhook"


def webhook(name: str, target: str = HERE, *, status: str = "active") -> Webhook:
    return Webhook(
        id=name, name=name, target_url=target, resource="serviceApp", event=Kind.DEAUTHORIZED, status=status
    )


def health(*webhooks: Webhook) -> Health:
    return Health(
        checks=Checks(listed_at=AT, target=HERE, owner="Jane Doe"),
        webhooks=webhooks,
        ours=Ours(targets=frozenset({HERE, BEFORE})),
        known=True,
    )


def said(own: Health, *, has_page: bool = True) -> list[str]:
    return [notice.words for notice in health_notices(own, CET, has_page=has_page)]


def test_a_webhook_that_webex_gave_up_is_told_with_what_it_means():
    assert said(health(webhook("reporting lost", status="inactive"))) == [
        'Webex gave up on "reporting lost" (seen 14:20). Its events are lost until it is reactivated. `2` shows it'
    ]


def test_webhooks_that_point_to_a_former_url_are_told():
    assert said(health(webhook("a", BEFORE), webhook("b", BEFORE))) == [
        f"The tunnel is now {HERE}; 2 of our webhooks point to {BEFORE}. `2`, then `m` updates them"
    ]


def test_where_there_is_no_page_of_webhooks_a_command_helps():
    words = said(health(webhook("a", status="inactive"), webhook("b", BEFORE)), has_page=False)
    assert ["sa-monitor webhooks" in notice and "`" not in notice for notice in words] == [True, True]


def test_in_order_nothing_is_said():
    own = health(webhook("a"))
    assert (said(own), trouble_words(own, CET)) == ([], None)


def test_a_backtick_of_a_name_marks_no_key():
    assert "`" not in said(health(webhook("a`b", status="inactive")), has_page=False)[0]


def test_an_unreachable_webex_and_an_ended_token_are_told():
    own = health(webhook("a"))
    away = replace(own.checks, unlisted=Unlisted(Trouble.UNREACHABLE, AT, "connection timed out"))
    assert trouble_words(replace(own, checks=away), CET) == (
        "Webex can't be reached since 14:20 (connection timed out). Receiving isn't affected."
    )
    ended = replace(own.checks, unlisted=Unlisted(Trouble.TOKEN_ENDED, AT))
    assert trouble_words(replace(own, checks=ended), CET) == (
        "The token of Jane Doe has ended. Webhooks go on delivering; nobody checks them."
    )
