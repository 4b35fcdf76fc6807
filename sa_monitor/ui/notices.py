"""What the reader has to know on every page, by what is so."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.monitor.status import Role, Status
from sa_monitor.present.health_notices import health_notices
from sa_monitor.present.notices import (
    Notice,
    gap_notice,
    nobody_listens,
    not_listening,
    not_projecting,
    not_readable,
    not_storing,
    secrets_unreadable,
    too_much_comes,
)
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.facts import Facts


def notices_of(facts: Facts, now: int, zone: tzinfo) -> list[Notice]:
    """Give the notices, the most serious first."""
    found = [*_recording(facts.status, now, zone)]
    if (
        facts.unreadable is not None and facts.status.fault is None
    ):  # else it is the same that keeps it from storing
        found.append(not_readable(facts.unreadable))
    found += health_notices(facts.health, zone, has_page=bool(ACTIONS["webhooks"].places))
    if gaps := facts.unseen_gaps:
        found.append(gap_notice(gaps, now, zone))
    return found


def begun(before: Facts, after: Facts, now: int, zone: tzinfo) -> Iterator[str]:
    """Give the words of the notices that stand now and didn't before."""
    stood = {notice.words for notice in notices_of(before, now, zone)}
    for notice in notices_of(after, now, zone):
        if notice.words not in stood:
            yield notice.words.replace("`", "")


def _recording(status: Status, now: int, zone: tzinfo) -> Iterator[Notice]:
    if status.role is Role.NOBODY:
        yield nobody_listens(status.since, now, zone, can_listen=status.can_listen)
    elif status.failure is not None:
        yield not_listening(status.failure)
    if status.fault is not None and not status.failure:
        yield not_projecting(status.advice) if status.behind else not_storing(status.fault, status.advice)
    if status.sheds_since is not None and status.fault is None:
        yield too_much_comes(status.sheds_since, now, zone)
    if status.credentials is not None:
        yield secrets_unreadable(status.credentials)
