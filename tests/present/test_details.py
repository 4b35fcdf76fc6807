import json

from sa_monitor.model.delivery import Delivery, Outcome, Verdict
from sa_monitor.model.event import Step
from sa_monitor.model.former import Former
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.present.body_lines import MOST, exact, pretty
from sa_monitor.present.clean import escaped
from sa_monitor.present.detail_facts import About
from sa_monitor.present.detail_line import Page
from sa_monitor.present.details import details
from sa_monitor.present.tone import line_width, plain
from tests.present.made import CET, HEARD, NOW, event

BODY = b'{"data":{"id":"app-1"}}'
ORG = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8wNWE3MDVkNy0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDA"
BEFORE = event(received_at=HEARD - 885 * DAY)


def delivery(number: int = 1, **changes: object) -> Delivery:
    fields: dict[str, object] = {
        "id": number,
        "received_at": HEARD,
        "verdict": Verdict.VERIFIED,
        "outcome": Outcome.RECORDED,
        "secret": "hook-1",
        "webhook_id": "hook-1",
        "webhook_name": "reporting lost",
        "remote": "203.0.113.7",
        "headers": {"x-spark-signature": "0" * 40},
        "body": BODY,
        "problem": None,
        "event_id": 48812,
    }
    return Delivery(**{**fields, **changes})  # type: ignore[arg-type]


def page(step: Step, *deliveries: Delivery, cells: int = 80, laid_out: bool = False) -> list[str]:
    lines = details(step, deliveries, Page(cells, NOW, CET, laid_out))
    return [plain(line.spans) for line in lines]


def test_a_loss_is_told_as_far_as_it_is_known():
    lost = event("deauthorized", date=BEFORE.date, org_id=ORG)
    again = delivery(2, received_at=HEARD + 224, webhook_name="every app", body=b"{}")
    shown = page(Step(lost, BEFORE), delivery(), again)
    assert shown[:6] == [
        " ✗ call-reporting is no longer authorized by Acme Corp",
        " heard         Sat 14 Nov 2026 14:21:03.120 CET   2 min ago",
        " happened      not told by Webex for a deauthorization",
        " authorized    12 Jun 2024 14:21:03 CET, for 885 d",
        " by            person person-1   (the same who had authorized it)",
        "─ Change against 12 Jun 2024 ───────────────────────────────────────────────────",
    ]
    assert " − spark:kms" in shown
    assert " organization  05a705d7-0000-4000-8000-000000000000  (Control Hub)" in shown
    at = next(number for number, line in enumerate(shown) if line.startswith("─ Deliveries (2) ─"))
    assert shown[at + 1 : at + 3] == [
        ' 14:21:03.120  ✓ verified by "reporting lost", X-Spark-Signature, 23 bytes',
        ' 14:21:03.344  ✓ verified by "every app", same event, 224 ms later',
    ]
    assert shown[at + 3].startswith("─ Body of the first, exact (b lays it out) ─")
    assert shown[at + 4] == f" {BODY.decode()}"


def test_other_names_are_told_with_whose_they_are():
    about = About(
        app=Former(names=("billing", "bi\x1b[2Jlls"), more=3),
        org=Former(names=("Acme Inc",), given="ACME CORPORATION"),
    )
    lines = details(Step(event(org_id=ORG), BEFORE), [delivery()], Page(80, NOW, CET), about)
    shown = [plain(line.spans) for line in lines]
    assert " formerly      billing, bi[2Jlls and 3 more (the Service App)" in shown
    assert " formerly      Acme Inc (the organization)" in shown
    assert " at Webex      ACME CORPORATION (the organization)" in shown


def test_an_ordinary_page_fits_an_ordinary_screen():
    lines = details(Step(event(org_id=ORG), BEFORE), [delivery(), delivery(2)], Page(80, NOW, CET))
    assert all(line_width(line.spans) <= 80 for line in lines)


def test_every_line_can_be_copied_as_what_it_is():
    lines = details(Step(event(org_id=ORG), BEFORE), [delivery()], Page(80, NOW, CET))
    copies = [line.copied for line in lines if line.copied is not None]
    assert ORG in copies
    assert "05a705d7-0000-4000-8000-000000000000" in copies
    assert "spark:kms" in copies


def test_an_id_is_written_whole_over_as_many_lines_as_it_takes():
    shown = page(Step(event(org_id=ORG), BEFORE), delivery(), cells=60)
    at = next(number for number, line in enumerate(shown) if "(Control Hub)" in line)
    assert "".join(line.strip() for line in shown[at + 1 : at + 3]) == ORG


def test_a_late_and_a_returned_authorization_say_so():
    lost = event("deauthorized", received_at=HEARD - 28 * MINUTE)
    shown = page(Step(event(date=HEARD - 4 * MINUTE), lost), delivery())
    assert " happened      Sat 14 Nov 2026 14:17:03.120 CET, heard 4 min late" in shown
    assert " before        deauthorized, heard 14 Nov 2026 13:53:03 CET, back after 24 min" in shown


def test_what_is_doubtful_is_told_in_words():
    doubtful = event(signature=Verdict.UNSIGNED, synthetic=True, problem="scopes isn't a list", dated=False)
    shown = page(Step(doubtful), delivery(verdict=Verdict.UNSIGNED, headers={}, secret=None))
    assert " signature     none, so anyone who knows the URL can have sent it" in shown
    assert " synthetic     a test of this monitor: it changed no standing" in shown
    assert " problem       scopes isn't a list" in shown
    assert any('? unsigned from "reporting lost", 23 bytes' in line for line in shown)


def test_secrets_of_no_webhook_are_named():
    for label, words in (("local", "the local secret"), ("environment", "SA_MONITOR_SECRET")):
        shown = page(Step(event()), delivery(secret=label))
        assert any(f'verified by {words}, from "reporting lost"' in line for line in shown)


def test_ten_thousand_scopes_are_listed_as_far_as_anyone_reads():
    many = event(scopes=tuple(f"scope:{number}" for number in range(10_000)))
    shown = page(Step(many), delivery())
    assert "   9,002 more" in shown  # of ten thousand scopes and two sites
    assert len(shown) < 1_100


# Bodies


def test_an_exact_body_is_the_whole_body():
    body = json.dumps({"a": "ü" * 300, "b": [1, 2]}, ensure_ascii=False).encode()
    assert "".join(exact(body, 40)).encode() == body


def test_what_cannot_be_shown_is_written_as_an_escape():
    assert exact(b"a\x1b[2Jb\xff\r\nc", 40) == ["a\\x1b[2Jb\\xff", "c"]
    assert escaped("\u202e\u200b\U000e0101\t") == "\\u202e\\u200b\\U000e0101\\t"
    assert escaped("कि é") == "कि é"


def test_a_body_laid_out_is_indented_json_and_else_as_it_came():
    assert pretty(b'{"a":1}', 40) == ["{", '  "a": 1', "}"]
    assert pretty(b"no json", 40) == ["no json"]
    assert pretty(b"[" * 5_000, 5_000) == ["[" * 5_000]


def test_a_huge_body_is_shown_in_part_and_says_so():
    lines = exact(b"x" * (MOST + 1_000), 100)
    assert lines[-1] == "1,000 more bytes"
