"""What is repainted: no more than what changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.widgets import Input

from sa_monitor.model.instants import DAY, MINUTE, SECOND
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.widgets.tone_view import ToneView
from tests.store.conftest import arrival, body_of
from tests.ui.stage import NOW, Posed, fill, seen, shown, text, until

Painted = list[tuple[str, int]]


@contextmanager
def painted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    """Note the lines that are asked to be painted, by the names of their widgets."""
    lines: Painted = []
    refresh = ToneView.refresh

    def noted(self: ToneView, *regions, **options):
        name = self.id or type(self).__name__
        lines.extend((name, region.y) for region in regions)
        if not regions:
            lines.append((name, -1))
        return refresh(self, *regions, **options)

    with monkeypatch.context() as patch:
        patch.setattr(ToneView, "refresh", noted)
        yield lines


class Moving(Posed):
    """A watch whose clock is moved by hand."""

    def __init__(self, places) -> None:
        super().__init__(places)
        self.moment = NOW
        self.clock = lambda: self.moment


def old_events(count: int = 40) -> list:
    """Tell of events that are so old that no age of theirs changes within minutes."""
    start = NOW - 40 * DAY - 12 * 60 * MINUTE
    return [arrival(body_of(org=f"org-{n}"), at=start + n * SECOND) for n in range(count)]


def page(app) -> PageScreen:
    assert isinstance(app.screen, PageScreen)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_while_nothing_happens_only_the_clock_is_repainted(places, size, monkeypatch):
    fill(places, old_events(), ())
    watch = Moving(places)
    async with shown(watch, size) as (app, pilot):
        await until(
            pilot, lambda: app.screen.query("#details").first().step is not None if size[0] > 160 else True
        )
        with painted(monkeypatch) as lines:
            page(app)._tick()
            await pilot.pause()
            assert lines == []
            watch.moment += MINUTE
            page(app)._tick()
            await pilot.pause()
        assert lines == [("StatusBar", 0)]


async def test_reading_again_what_has_not_changed_repaints_nothing(places, monkeypatch):
    fill(places, old_events(), ())
    async with shown(Moving(places), (120, 36)) as (app, pilot):
        with painted(monkeypatch) as lines:
            app.facts_due.set()
            page(app).store_changed()
            await until(
                pilot, lambda: not app.facts_due.is_set() and not app.screen.query_one("#log")._window._stale
            )
            await pilot.pause(0.1)
        assert lines == []


async def test_while_paused_a_new_event_repaints_only_what_it_changes(places, monkeypatch):
    fill(places, old_events(), ())
    async with shown(Moving(places), (120, 36)) as (_app, pilot):
        await pilot.press("p")
        await pilot.pause()
        with painted(monkeypatch) as lines:
            fill(places, [arrival(body_of(org="org-3"), at=NOW)], ())
            await seen(pilot, "1 new above")
            await seen(pilot, "event now")
        by_widget = {name: {y for widget, y in lines if widget == name} for name, _ in lines}
        assert by_widget["StatusBar"] == {0}
        assert by_widget["log-rule"] == {0}
        assert "log" not in by_widget
        assert set(by_widget) <= {"StatusBar", "log-rule", "losses", "orgs", "panes-rule", "scopes", "apps"}
        assert by_widget.get("apps", set()) <= {0, 1}


async def test_while_following_a_new_event_repaints_no_more_than_the_log_and_its_standing(
    places, monkeypatch
):
    fill(places, old_events(), ())
    async with shown(Moving(places), (120, 36)) as (_app, pilot):
        with painted(monkeypatch) as lines:
            fill(places, [arrival(body_of("deauthorized", org="org-39"), at=NOW)], ())
            await seen(pilot, "DEAUTHORIZED")
            await seen(pilot, "1 lost")
        assert "DEAUTHORIZED" in text(pilot)
        names = {name for name, _ in lines}
        assert names <= {"StatusBar", "log", "losses", "apps", "orgs", "scopes", "panes-rule", "log-rule"}
        assert {y for name, y in lines if name == "apps"} <= {0, 1}
        assert len({y for name, y in lines if name == "log"}) <= 22
        assert not any(y < 0 for _, y in lines), "a whole widget"


async def test_no_cursor_blinks(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await until(pilot, lambda: not app.focused.cursor_blink and app.focused._cursor_visible)
