from hypothesis import given
from hypothesis import strategies as st

from sa_monitor.model.event import Kind, Step
from sa_monitor.model.instants import DAY, MINUTE
from sa_monitor.present.member_row import member_columns, member_row
from sa_monitor.present.overview import counted_states, members_of, summaries_of
from sa_monitor.present.scopes_pane import counterparts_lines, scopes_lines, unconfirmed_line
from sa_monitor.present.summary_row import summary_columns, summary_row
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Tone, line_width, plain
from tests.present.made import CET, HEARD, NOW, event, standing

ACME_LOST = standing("deauthorized", org_id="acme", since=NOW - 3 * MINUTE, heard=NOW - 3 * MINUTE)
OLD = standing(org_id="initech", org_name="Initech", since=NOW - 885 * DAY, heard=NOW - 885 * DAY)
YOUNG = standing(org_id="hooli", org_name="Hooli", since=NOW - 5 * DAY, heard=NOW - 5 * DAY)
ENDED = standing("deauthorized", org_id="globex", org_name="Globex", expected=True, since=NOW - DAY)
OTHER = standing(app_id="app-2", app_name="a first by name", org_id="acme")
ALL = [ENDED, OLD, ACME_LOST, YOUNG, OTHER]


def test_lost_ended_and_in_order_are_counted_apart():
    counts = counted_states(ALL)
    assert (counts.lost, counts.ok, counts.ended) == (1, 3, 1)


def test_apps_with_losses_come_first_then_by_name():
    assert [app.label for app in summaries_of(ALL, Thing.APP)] == ["call-reporting", "a first by name"]


def test_organizations_come_lost_then_by_latest_change_then_ended():
    assert [org.label for org in members_of(ALL, Thing.ORG, "app-1")] == [
        "Acme Corp",
        "Hooli",
        "Initech",
        "Globex",
    ]


def test_of_all_apps_an_organization_is_as_its_worst_authorization():
    acme = members_of(ALL, Thing.ORG, None)[0]
    assert acme.worst is ACME_LOST
    assert (
        plain(member_row(acme, Thing.ORG, member_columns(45), NOW, CET))
        == " ✗ Acme Corp           1 of 2 lost 3 min ago"
    )


def test_a_name_that_is_not_known_is_the_start_of_the_uuid():
    long_id = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8wNWE3MDVkNy0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDA"
    nameless = members_of([standing(org_id=long_id, org_name=None)], Thing.ORG, None)[0]
    assert nameless.label == "org 05a705d7"


def rows(cells: int) -> list[str]:
    columns = member_columns(cells)
    return [
        plain(member_row(org, Thing.ORG, columns, NOW, CET)) for org in members_of(ALL, Thing.ORG, "app-1")
    ]


def test_rows_of_organizations_are_to_the_column():
    assert rows(45) == [
        " ✗ Acme Corp           lost, heard 3 min ago",
        " ✓ Hooli               for 5 d",
        " ✓ Initech             since 12 Jun 2024",
        " - Globex              ended 1 d ago",
    ]
    assert rows(71)[0] == " ✗ Acme Corp         lost, heard 3 min ago  acme                     1"


def test_rows_of_apps_are_to_the_column():
    apps = summaries_of([*ALL, standing(app_id="app-1", org_id="x", critical=True, heard=NOW)], Thing.APP)
    columns = summary_columns(34, apps)
    assert plain(summary_row(apps[0], columns)) == " call-reporting     *      1   3"
    assert columns.named() == [("lost", 28), ("ok", 32)]
    roomy = summary_columns(44, apps)
    assert roomy.named() == [("lost", 29), ("ok", 34), ("ended", 42)]
    assert plain(summary_row(apps[0], roomy)) == " call-reporting      *      1    3       1"


def test_zeros_are_left_out():
    apps = summaries_of([OTHER], Thing.APP)
    assert plain(summary_row(apps[0], summary_columns(34, apps))) == " a first by name               1"


@given(st.text(), st.integers(34, 60), st.integers(31, 90), st.integers(0, 10**6))
def test_rows_are_never_wider_than_their_pane(name, apps_cells, orgs_cells, more):
    standings = [standing(app_name=name, org_name=name, org_id=str(number)) for number in range(3)]
    apps = summaries_of(standings, Thing.APP)
    assert line_width(summary_row(apps[0], summary_columns(apps_cells, apps))) <= apps_cells
    org = members_of(standings, Thing.ORG, None)[0]
    assert line_width(member_row(org, Thing.ORG, member_columns(orgs_cells), NOW + more, CET)) <= orgs_cells


# Scopes and sites

BEFORE = event(received_at=HEARD - DAY)


def scopes(step: Step) -> list[str]:
    return [plain(line) for line in scopes_lines(step)]


def test_what_was_added_and_removed_comes_before_what_stayed():
    changed = event(scopes=("spark:kms", "spark-admin:people_write"), sites=("new.webex.com",))
    assert scopes(Step(changed, BEFORE)) == [
        " + spark-admin:people_write",
        " − meeting:admin_schedule_write",
        "   spark:kms",
        " + site   new.webex.com",
        " − site   acme.webex.com",
        "   admin  acme.webex.com",
    ]


def test_after_a_loss_everything_is_removed_furthest_reaching_first():
    lost = event("deauthorized")
    assert scopes(Step(lost, BEFORE)) == [
        " − meeting:admin_schedule_write",
        " − spark:kms",
        " − site   acme.webex.com",
    ]
    assert {span.tone for line in scopes_lines(Step(lost, BEFORE)) for span in line if "−" in span.text} == {
        Tone.ERROR
    }


def test_a_loss_that_tells_no_scopes_goes_by_what_was_there_before():
    bare = event("deauthorized", scopes=(), sites=(), admin_sites=())
    assert " − spark:kms" in scopes(Step(bare, BEFORE))


def test_the_first_authorization_and_one_after_a_loss_have_nothing_to_compare():
    assert "   spark:kms" in scopes(Step(event()))
    assert "   spark:kms" in scopes(Step(event(), event("deauthorized", scopes=())))


def test_nothing_told_is_said():
    assert scopes(Step(event(scopes=(), sites=(), admin_sites=()))) == ["   no scopes and sites were told"]


def test_an_organization_lists_its_apps():
    acme = members_of(ALL, Thing.ORG, None)[0]
    assert [plain(line) for line in counterparts_lines(acme, Thing.APP, 31, NOW, CET)] == [
        " ✗ call-reporting",
        " ✓ a first by name",
    ]
    roomy = [plain(line) for line in counterparts_lines(acme, Thing.APP, 75, NOW, CET)]
    assert roomy[0].endswith("lost, heard 3 min ago")


def test_a_standing_unheard_since_a_gap_says_so():
    doubtful = standing(unconfirmed_since=NOW - 3 * MINUTE)
    assert [plain(line) for line in unconfirmed_line(doubtful, NOW, CET)] == [
        " ? unheard since a gap, 3 min ago"
    ]
    assert unconfirmed_line(standing(), NOW, CET) == []


def test_an_assumed_standing_is_marked():
    assumed = members_of(
        [standing(assumed=True, state=Kind.AUTHORIZED, heard=None, since=NOW - DAY)], Thing.ORG
    )[0]
    assert plain(member_row(assumed, Thing.ORG, member_columns(45), NOW, CET)).startswith(" ~ Acme Corp")


def test_a_critical_app_is_marked_in_the_second_pane_too():
    marked = [standing(critical=True), standing(app_id="app-2", app_name="other")]
    columns = member_columns(45, critical=True)
    shown = [
        plain(member_row(app, Thing.APP, columns, NOW, CET)) for app in members_of(marked, Thing.APP, "org-1")
    ]
    assert shown == [" ✓ call-reporting    * for 2 min", " ✓ other               for 2 min"]
