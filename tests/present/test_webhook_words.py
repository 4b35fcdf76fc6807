"""Webhooks, findings and changes in words."""

import pytest

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.matching import Heard, Matched
from sa_monitor.model.target import Doubt
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Field, Remark, Slip
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import (
    BOTH,
    create_requests,
    delete_request,
    mend_requests,
    update_request,
)
from sa_monitor.present.change_words import body_text, request_words, step_line, summary_words
from sa_monitor.present.webhook_lines import WEBHOOK_HEADING, webhook_cells, webhook_sign
from sa_monitor.present.webhook_words import (
    doubt_words,
    filter_words,
    finding_name,
    finding_words,
    matched_words,
    remark_words,
    webhook_label,
)

HERE, OLD = "https://def.example.net/webhook", "https://abc.example.net/webhook"
HOOK = Webhook(id="hook-1", name="old pair", target_url=OLD, resource="serviceApp", event="deauthorized")
FORBIDDEN = Refused("This token can't change webhooks: it lacks application:webhooks_write.", status=403)
FIRST, SECOND = create_requests(name="reporting", target_url=HERE, events=BOTH, condition=Filter(app_id="x"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Filter(), "every Service App"),
        (Filter(app_id="0123456789"), "app 23456789"),
        (Filter(friendly_name="call-reporting"), "app named call-reporting"),
        (Filter(app_id="x", site="s", admin_site="a"), "app x, site s, admin site a"),
        (None, "roomId=x"),
        (Filter(site="\x1b[2Js"), "site [2Js"),
    ],
    ids=str,
)
def test_a_filter_is_told_in_words(condition, words):
    assert filter_words(condition, "roomId=x") == words


def test_an_app_is_told_by_its_name_where_it_is_known():
    assert filter_words(Filter(app_id="x"), None, "call-reporting") == "app call-reporting"


@pytest.mark.parametrize(
    ("finding", "name", "words"),
    [
        (
            Finding(flaw=Flaw.INACTIVE),
            "inactive",
            "Webex stopped it. It stays so until reactivated.",
        ),
        (
            Finding(flaw=Flaw.OTHER_TARGET, here=HERE, was_ours=True),
            "old URL",
            f"It points to {OLD}; we are at {HERE}.",
        ),
        (Finding(flaw=Flaw.OTHER_TARGET, here=HERE), "other URL", f"It points to {OLD}; we are at {HERE}."),
        (
            Finding(flaw=Flaw.HALF, missing=Kind.AUTHORIZED),
            "half of a pair",
            "Nothing watches authorized for every Service App.",
        ),
        (
            Finding(flaw=Flaw.TWICE, twin=HOOK),
            "same filter twice",
            '"old pair" does the same already: each event comes twice.',
        ),
        (
            Finding(flaw=Flaw.UNSIGNED),
            "unsigned",
            "Its secret isn't known here: its deliveries can't be verified.",
        ),
    ],
    ids=lambda value: value.flaw if isinstance(value, Finding) else "",
)
def test_a_finding_says_what_is_so(finding, name, words):
    assert finding_name(finding) == name
    assert finding_words(finding, HOOK, "every Service App") == words


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_has_words(doubt):
    assert doubt_words(doubt).endswith(".")


@pytest.mark.parametrize(
    ("matched", "words"),
    [
        (
            Matched(events=14, looked_at=96, apps=1, organizations=12),
            "would have matched 14 of 96 stored events: 1 app, 12 organizations",
        ),
        (Matched(looked_at=96), "would have matched 0 of 96 stored events"),
        (
            Matched(events=1, looked_at=100_000, apps=1, organizations=1, bounded=True),
            "would have matched 1 of the newest 100,000 stored events: 1 app, 1 organization",
        ),
    ],
)
def test_what_a_filter_would_have_matched_is_told(matched, words):
    assert matched_words(matched) == words


def test_a_webhook_without_a_name_goes_by_its_id():
    assert webhook_label(HOOK) == "old pair"
    assert webhook_label(Webhook(id="0123456789", name="\u202e", target_url="", resource="r", event="e")) == (
        "webhook 23456789"
    )


@pytest.mark.parametrize(
    ("flaws", "ours", "sign"),
    [
        ((), True, "✓"),
        ((Flaw.HALF,), True, "!"),
        ((Flaw.UNSIGNED, Flaw.INACTIVE), True, "✗"),
        ((), False, " "),
    ],
)
def test_a_sign_says_how_bad_it_is(flaws, ours, sign):
    assert webhook_sign([Finding(flaw=flaw) for flaw in flaws], is_ours=ours) == sign


def test_a_row_has_a_cell_for_every_column():
    cells = webhook_cells(HOOK, Filter(), None, Heard(), (), is_ours=False)
    assert len(cells) == len(WEBHOOK_HEADING)
    assert "not ours" in cells


def test_a_body_is_shown_without_the_secret():
    assert '"secret": "(not shown)"' in body_text(FIRST)
    assert body_text(delete_request(HOOK)) == ""


def test_a_request_says_what_it_would_do():
    findings = [
        Finding(flaw=Flaw.INACTIVE),
        Finding(flaw=Flaw.OTHER_TARGET, here=HERE),
        Finding(flaw=Flaw.UNSIGNED),
        Finding(flaw=Flaw.HALF, missing=Kind.AUTHORIZED),
    ]
    assert [request_words(request) for request in mend_requests(HOOK, findings, HERE)] == [
        f'change "old pair": reactivate it, point it to {HERE}, set a new secret',
        'create "old pair" for authorized',
    ]
    assert request_words(delete_request(HOOK)) == 'delete "old pair"'
    assert request_words(update_request(HOOK, name="m")) == 'change "old pair": name it "m"'


def ended(request, stage, **more):
    return Outcome(number=0, request=request, stage=stage, **more)


@pytest.mark.parametrize(
    ("outcome", "line"),
    [
        (ended(FIRST, Stage.SENDING), "? authorized sent, waiting for Webex"),
        (
            ended(FIRST, Stage.WAITING, seconds=34.2, asked=True),
            "? authorized not answered yet. Webex asks to wait 34 s (429). Trying again by itself.",
        ),
        (ended(FIRST, Stage.DONE, webhook=HOOK), "✓ authorized created"),
        (ended(FIRST, Stage.DONE, found=True), "✓ authorized created, though its answer was lost"),
        (
            ended(FIRST, Stage.DONE, admin_site_key="adminTrainSiteNames"),
            "✓ authorized created; Webex takes the admin site as adminTrainSiteNames",
        ),
        (
            ended(FIRST, Stage.DONE, reason="disk full"),
            "✓ authorized created; not kept here: disk full",
        ),
        (ended(FIRST, Stage.EXISTS, webhook=HOOK), '✓ authorized exists already as "old pair"'),
        (
            ended(SECOND, Stage.REFUSED, error=FORBIDDEN),
            "✗ deauthorized refused: This token can't change webhooks: it lacks application:webhooks_write.",
        ),
        (
            ended(SECOND, Stage.REFUSED, error=Unreachable("x can't be reached (reset).")),
            "✗ deauthorized not done: x can't be reached (reset).",
        ),
        (
            ended(SECOND, Stage.UNKNOWN, error=Unreachable("x can't be reached (reset).")),
            "? deauthorized may be done or not: x can't be reached (reset).",
        ),
        (ended(SECOND, Stage.NOT_SENT), "- deauthorized not sent"),
        (ended(delete_request(HOOK), Stage.DONE), '✓ "old pair" deleted'),
        (ended(update_request(HOOK), Stage.DONE), '✓ "old pair" changed'),
        (ended(update_request(HOOK, reactivates=True), Stage.DONE), '✓ "old pair" reactivated'),
        (
            ended(update_request(HOOK, reactivates=True), Stage.PROVING),
            '? "old pair" tried: a signed delivery goes to its target',
        ),
        (
            ended(update_request(HOOK, reactivates=True), Stage.UNPROVEN, reason="It answered 502."),
            '✗ "old pair" not reactivated: It answered 502.',
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_step_has_a_line(outcome, line):
    assert step_line(outcome) == line


def summary(*outcomes):
    return summary_words(outcomes, until="14:31")


def test_a_whole_creation_is_summed_up():
    done = ended(FIRST, Stage.DONE, webhook=HOOK)
    assert summary(done, done) == "Created 2 webhooks. Both secrets are known here."
    assert summary(done) == "Created 1 webhook. Its secret is known here."


def test_half_a_creation_says_what_is_not_watched():
    done = ended(FIRST, Stage.DONE, webhook=HOOK)
    refused = ended(SECOND, Stage.REFUSED, error=Refused("", status=500))
    assert summary(done, refused) == (
        'Created "authorized"; "deauthorized" was refused (500). Losses aren\'t watched yet.'
    )
    assert summary(ended(FIRST, Stage.EXISTS, webhook=HOOK), refused).startswith('There is "authorized";')
    unknown = ended(SECOND, Stage.UNKNOWN, error=Unreachable("x"))
    assert '"deauthorized" may exist: nobody answered.' in summary(done, unknown)


def test_nothing_created_leaves_the_word_to_the_steps():
    assert summary(ended(FIRST, Stage.REFUSED, error=FORBIDDEN), ended(SECOND, Stage.NOT_SENT)) == ""


def test_what_exists_is_told_once():
    exists = ended(FIRST, Stage.EXISTS, webhook=HOOK)
    told = '"old pair" has this event, filter and target already. Nothing was created.'
    assert summary(exists, exists) == told
    inactive = Webhook(id="2", name="old pair", target_url="", resource="r", event="e", status="inactive")
    assert summary(ended(FIRST, Stage.EXISTS, webhook=inactive)) == f"{told} It is inactive."


def test_a_reactivated_webhook_is_on_probation():
    done = ended(update_request(HOOK, reactivates=True), Stage.DONE, webhook=HOOK)
    assert summary(done) == '"old pair" is active. One failure before 14:31 disables it again.'


def test_nothing_to_change_is_said():
    assert summary() == "Nothing is to be changed."


@pytest.mark.parametrize("what", [*Slip, *Doubt], ids=str)
def test_every_remark_has_words(what):
    assert remark_words(Remark(Field.NAME, what))
