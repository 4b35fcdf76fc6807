"""Keys that are the same everywhere, dialogs, and the one list of actions."""

import pytest
from textual.binding import Binding

from sa_monitor.present.cells import width
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.keys import Keys
from sa_monitor.ui.layout import LEAST
from sa_monitor.ui.monitor_app import MonitorApp
from sa_monitor.ui.screens.details import DetailsScreen
from sa_monitor.ui.screens.help import SIGNS, HelpScreen
from sa_monitor.ui.screens.monitor import MonitorScreen
from sa_monitor.ui.screens.quit import QuitScreen
from sa_monitor.ui.widgets.event_log import EventLog
from sa_monitor.ui.widgets.lines_view import LinesView
from sa_monitor.ui.widgets.list_pane import ListPane
from sa_monitor.ui.widgets.whole_view import WholeView
from tests.ui.stage import Posed, seen, shown, text, until

PLACES = {
    "log": (EventLog, MonitorScreen, MonitorApp),
    "pane": (ListPane, MonitorScreen, MonitorApp),
    "scopes": (LinesView, MonitorScreen, MonitorApp),
    "beside": (WholeView, LinesView, MonitorScreen, MonitorApp),
    "details": (WholeView, LinesView, DetailsScreen, MonitorApp),
    "help": (LinesView, HelpScreen),
}
OWNERS = list(dict.fromkeys(owner for chain in PLACES.values() for owner in chain))


def keys_of(owner: type) -> set[str]:
    found = [binding for binding in owner.__dict__["BINDINGS"] if isinstance(binding, Binding)]  # type: ignore[attr-defined]
    return {key for binding in found for key in binding.key.split(",")}


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_no_key_means_two_things_to_one_widget(owner):
    keys = [key for binding in owner.__dict__["BINDINGS"] for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_no_printable_key_goes_before_what_a_field_does_with_it(owner):
    before = {binding.key for binding in owner.__dict__["BINDINGS"] if binding.priority}
    assert before <= {"ctrl+q"}


def test_no_key_of_the_log_hides_one_of_its_screen():
    screens = keys_of(MonitorScreen) | keys_of(MonitorApp)
    assert not keys_of(EventLog) & screens
    assert not keys_of(ListPane) & screens


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_every_action_that_a_key_has_is_there(owner):
    for binding in owner.__dict__["BINDINGS"]:
        name = binding.action.partition("(")[0]
        does = MonitorApp if name.startswith("app.") else owner
        assert hasattr(does, f"action_{name.removeprefix('app.')}"), name


async def test_q_asks_once_and_only_y_quits(seeded):
    async with shown(Posed(seeded), asks=True) as (app, pilot):
        await pilot.press("q", "q", "q", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        assert app.focused is not None
        assert app.focused.id == "stay"
        await pilot.press("enter")
        assert len(app.screen_stack) == 1
        await pilot.press("q", "y")
        await until(pilot, lambda: not app.is_running)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_where_quitting_ends_no_recording_it_is_done_at_once(seeded, key):
    async with shown(Posed(seeded), asks=False) as (app, pilot):
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)


async def test_ctrl_c_doesnt_quit_and_says_what_does(seeded):
    async with shown(Posed(seeded), asks=False) as (app, pilot):
        await pilot.press("ctrl+c", "ctrl+c", "ctrl+z")
        await seen(pilot, "ctrl+c doesn't quit. q does.")
        assert app.is_running


async def test_ctrl_q_leaves_a_field_as_q_leaves_a_page(seeded):
    async with shown(Posed(seeded), asks=True) as (app, pilot):
        await pilot.press("slash", "x", "ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        await pilot.press("escape", "escape")
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("key", ["question_mark", "f1"])
@pytest.mark.parametrize("back", ["escape", "q", "ctrl+q", "question_mark"])
async def test_help_lists_every_key_of_where_one_is(seeded, key, back):
    async with shown(Posed(seeded), (100, 46)) as (app, pilot):
        await pilot.press(key)
        await seen(pilot, "Go to the next older deauthorization")
        for name in ("query", "pause", "older_loss", "utc", "help", "command_palette", "leave"):
            assert ACTIONS[name].help in text(pilot)
        await pilot.press(back)
        assert isinstance(app.screen, MonitorScreen)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_does_what_the_keys_do(seeded, key):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press(key)
        await seen(pilot, "Show only what matches a query  (/)")
        assert "Move down" not in text(pilot)
        await pilot.press(*"utc")
        await seen(pilot, "Show local time, or UTC  (u)")
        await until(pilot, lambda: "(u)" in text(pilot) and "(d)" not in text(pilot))
        await pilot.press("enter")
        await seen(pilot, "13:21:00Z")
        assert isinstance(app.screen, MonitorScreen)


async def test_every_key_of_the_footer_is_named_by_its_action(seeded):
    async with shown(Posed(seeded), (120, 36)) as (_app, pilot):
        footer = text(pilot).splitlines()[-1]
        for name in ("query", "pause", "older_loss", "open", "utc", "leave", "help"):
            assert f"{Keys().shown(name)} {ACTIONS[name].label}" in footer


async def test_a_mistake_of_ours_ends_it_without_telling_any_value(seeded, capsys):
    secret = "hunter2-in-a-variable"
    with pytest.raises(RuntimeError):  # noqa: PT012 (it is raised when the screens close)
        async with shown(Posed(seeded)) as (app, pilot):

            def fail() -> None:
                local = secret
                raise RuntimeError(f"{len(local)} \x1b[2J cells")

            app.call_later(fail)
            await until(pilot, lambda: not app.is_running)
    told = "".join(str(renderable) for renderable in app._exit_renderables) + "".join(capsys.readouterr())
    assert secret not in told
    assert "\x1b[2J cells" not in told


def test_what_help_says_of_the_signs_fits_the_narrowest_screen():
    assert all(width(words) <= LEAST[0] - 1 for words in SIGNS)
