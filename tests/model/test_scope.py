"""What reaches furthest comes first: compliance and organization-wide write, then what reads, then the user's own."""

import pytest

from sa_monitor.model.scope import weight


@pytest.mark.parametrize(
    ("ahead", "behind"),
    [
        ("spark-compliance:messages_read", "spark-admin:people_read"),
        ("spark-admin:people_write", "spark-admin:licenses_read"),
        ("meeting:admin_schedule_write", "meeting:schedules_write"),
        ("spark-admin:calling_cdr_read", "spark:messages_write"),
        ("analytics:read_all", "spark:all"),
        ("spark:all", "spark:rooms_read"),
        ("spark:messages_write", "spark:kms"),
        ("application:webhooks_write", "application:webhooks_read"),
    ],
)
def test_what_reaches_further_is_ahead(ahead, behind):
    assert sorted([behind, ahead], key=weight) == [ahead, behind]


def test_an_unknown_scope_comes_last_and_scopes_of_a_kind_by_name():
    assert sorted(["", "z", "b:c", "spark:all"], key=weight) == ["spark:all", "", "b:c", "z"]
