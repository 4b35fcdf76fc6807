"""The rows and findings of the page of webhooks, and the remarks of the form."""

from datetime import UTC

import pytest

from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.model.matching import Heard, Suggestions
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft, Field
from sa_monitor.model.webhook_request import BOTH, create_requests
from sa_monitor.present.draft_words import draft_remarks, send_label
from sa_monitor.present.request_preview import folded, preview_lines
from sa_monitor.present.tone import line_width, plain
from sa_monitor.present.webhook_details import webhook_details
from sa_monitor.present.webhook_findings import finding_lines
from sa_monitor.present.webhook_row import WebhookView, webhook_columns, webhook_row

NOW = 1_800_000_000_000
HERE = "https://abc.example.net/webhook"
WEBHOOK = Webhook(id="one", name="gains", target_url=HERE, resource="serviceApp", event="authorized")
HOSTILE = Webhook(
    id="\x1b[2J",
    name="[bold]\x1b[31m\u202e名前名前名前名前名前名前名前",
    target_url="https://x/\u200b\x07" + "y" * 300,
    resource="serviceApp",
    event="\x1b]0;z\x07",
    filter="id=\x1b[0m",
    status="in\nactive",
)


def view(webhook=WEBHOOK, *findings, ours=True, heard=None, here=HERE):
    return WebhookView(
        webhook=webhook,
        is_ours=ours,
        condition=Filter(),
        app_name=None,
        findings=findings,
        heard=heard or Heard(),
        here=here,
    )


def written(shown, cells=120):
    return plain(webhook_row(shown, webhook_columns(cells), NOW, UTC))


def test_a_webhook_that_points_here_is_said_to_point_to_this_monitor():
    assert "this monitor  " in written(view(heard=Heard(deliveries=14, last_at=NOW - 3 * MINUTE)))
    assert written(view(heard=Heard(deliveries=14, last_at=NOW - 3 * MINUTE))).endswith("14")


def test_an_old_url_of_ours_is_told_from_anothers_address():
    moved = Webhook(
        **{**{f: getattr(WEBHOOK, f) for f in WEBHOOK.__struct_fields__}, "target_url": "https://o/x"}
    )
    finding = Finding(flaw=Flaw.OTHER_TARGET, here=HERE, was_ours=True)
    assert "this monitor, old URL" in written(view(moved, finding))
    assert "https://o/x" in written(view(moved, ours=False))


def test_what_is_not_ours_has_no_sign():
    assert written(view(ours=False)).startswith("   gains")
    assert "not ours" in written(view(ours=False))


@pytest.mark.parametrize("cells", [80, 110, 120, 200])
def test_no_foreign_text_leaves_its_row(cells):
    row = webhook_row(
        view(HOSTILE, heard=Heard(deliveries=10**6, last_at=NOW - DAY)), webhook_columns(cells), NOW, UTC
    )
    assert line_width(row) <= cells
    assert "\x1b" not in plain(row)
    assert "\n" not in plain(row)


@pytest.mark.parametrize("cells", [80, 120])
def test_a_finding_has_its_key_on_its_last_line_within_the_room(cells):
    findings = [Finding(flaw=Flaw.OTHER_TARGET, here=HERE, was_ours=True), Finding(flaw=Flaw.INACTIVE)]
    rows = finding_lines(view(HOSTILE, *findings), NOW, secret_known=False, cells=cells, zone=UTC)
    assert all(line_width(row) <= cells for row in rows)
    assert sum("m points it here" in plain(row) for row in rows) == 1
    assert plain(rows[-1]).rstrip().endswith("R proves the target first")


def test_the_details_of_a_hostile_webhook_stay_text():
    rows = webhook_details(view(HOSTILE), 80)
    assert all(line_width(row.spans) <= 80 for row in rows)
    assert not any("\x1b" in plain(row.spans) for row in rows)


def test_copying_a_field_gives_it_whole_though_it_takes_several_lines():
    long = "https://abc.example.net/" + "x" * 200
    rows = webhook_details(view(Webhook(id="i", name="n", target_url=long, resource="r", event="e")), 80)
    assert [row.copied for row in rows].count(long) > 1


def test_the_preview_cuts_nothing_and_its_fold_stays_on_one_line():
    requests = create_requests(name="n" * 90, target_url=HERE, events=BOTH, condition=Filter(app_id="a" * 80))
    whole = "".join(plain(row).strip() for row in preview_lines(requests, 40))
    assert whole.count("n" * 90) == 2
    assert f"id={'a' * 80}" in whole
    assert line_width(folded(requests, 80)) <= 80


def test_what_keeps_a_draft_from_being_sent_is_told_once_the_reader_paused():
    draft = Draft(target_url="http://10.0.0.1/x")
    typing = draft_remarks(draft, Suggestions(), reached=False, complete=False)
    assert Field.NAME not in typing.under
    assert "private network" in typing.under[Field.TARGET].text
    paused = draft_remarks(draft, Suggestions(), reached=False, complete=True)
    assert paused.under[Field.NAME].text.startswith("✗")


def test_the_button_says_what_it_does():
    assert send_label(Draft(), None) == "Create 2 webhooks"
    assert send_label(Draft(events=BOTH[:1]), None) == "Create 1 webhook"
    assert send_label(Draft(events=BOTH[:1]), WEBHOOK) == "Save the change"
    assert send_label(Draft(events=BOTH[1:]), WEBHOOK) == "Create, then delete the old one"
