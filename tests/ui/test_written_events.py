"""Rows that are kept: what would be written now, and nothing that isn't true any more."""

from datetime import UTC, tzinfo

import pytest
from msgspec.structs import replace

from sa_monitor.model.event import Step
from sa_monitor.present.event_row import event_columns, event_row
from sa_monitor.present.labels import NOTHING_KNOWN
from sa_monitor.present.tone import Line
from sa_monitor.present.zone import LOCAL
from sa_monitor.ui.written_events import WrittenEvents
from tests.present.made import HEARD, event

STEP = Step(event())


def _written(written: WrittenEvents, step: Step, now: int, *, cells: int = 120, zone: tzinfo = UTC) -> Line:
    written.begin(event_columns(cells, zone), zone, NOTHING_KNOWN, actor=False)
    return written.line(step, now)


def test_a_row_that_says_the_same_is_not_written_again() -> None:
    written = WrittenEvents()

    first = _written(written, STEP, HEARD + 60_000)

    assert _written(written, Step(replace(STEP.event)), HEARD + 61_000) is first


@pytest.mark.parametrize(
    ("step", "now", "cells", "zone"),
    [
        (Step(replace(STEP.event, deliveries=3)), HEARD + 60_000, 120, UTC),
        (STEP, HEARD + 120_000, 120, UTC),
        (STEP, HEARD + 60_000, 90, UTC),
        (STEP, HEARD + 60_000, 120, LOCAL),
    ],
    ids=["another delivery", "another age", "another width", "another zone"],
)
def test_a_row_that_says_something_else_is_written_anew(
    step: Step, now: int, cells: int, zone: tzinfo
) -> None:
    written = WrittenEvents()
    _written(written, STEP, HEARD + 60_000)

    assert _written(written, step, now, cells=cells, zone=zone) == event_row(
        step, event_columns(cells, zone), now, zone
    )
