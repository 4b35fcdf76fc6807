"""Keys that the reader changed in config.toml."""

import pytest

from sa_monitor.errors import SettingsError
from sa_monitor.settings.document import read_document
from sa_monitor.ui.actions import ACTIONS, STACKS, Place, actions_at
from sa_monitor.ui.keys import Keys, written
from tests.ui.stage import Posed, seen, shown, text

CHANGED = Keys({"utc": "U", "older_loss": "x,f5", "query": "ctrl+f"})


def test_what_isnt_changed_stays():
    assert CHANGED.of("pause") == ("p",)
    assert CHANGED.of("older_loss") == ("x", "f5")


@pytest.mark.parametrize(
    ("key", "shown_as"),
    [
        ("question_mark", "?"),
        ("ctrl+f", "ctrl+f"),
        ("f5", "F5"),
        ("space", "space"),
        ("less_than_sign", "<"),
        ("pagedown", "PgDn"),
        ("X", "X"),
    ],
)
def test_a_key_is_written_as_people_know_it(key, shown_as):
    assert written(key) == shown_as


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pauze": "x"}, "'pauze' is no action. Did you mean pause ?"),
        ({"pause": ""}, "pause must be keys"),
        ({"pause": 1}, "pause must be keys"),
        ({"pause": "xx"}, "'xx', given to pause, is no key."),
        ({"pause": "ctrl+q"}, "ctrl+q can't be given to pause."),
        ({"pause": "u"}, "u can't mean both pause and utc."),
        ({"utc": "slash"}, "/ can't mean both utc and query."),
        ({"older": "j"}, "j can't mean both older and down."),
        ({"utc": "y", "pause": "y"}, "y can't mean both utc and pause."),
        ({"colours": "x"}, "'colours' is no action."),
    ],
)
def test_a_wrong_key_or_a_clash_is_refused(changed, words):
    with pytest.raises(SettingsError) as refused:
        Keys(changed)
    assert words in str(refused.value)


def test_two_actions_can_swap_their_keys():
    assert Keys({"older_loss": "D", "newer_loss": "d"}).of("older_loss") == ("D",)


def test_the_keys_that_come_with_it_mean_one_thing_in_every_widget():
    for stack in STACKS:
        for place in stack:
            keys = [key for action in actions_at(place) if action.keys for key in action.keys.split(",")]
            assert len(keys) == len(set(keys)), place


def test_every_place_is_heard_somewhere():
    assert {place for stack in STACKS for place in stack} == set(Place)
    for action in ACTIONS.values():
        assert set(action.places) <= set(Place)


def test_a_wrong_key_is_named_with_its_file_and_line(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text("port = 1\n\n[keys]\nutc = 'x'\npause = 'xx'\n")
    with pytest.raises(SettingsError) as refused:
        Keys(read_document(config).entries["keys"])
    assert str(read_document(config).placed(refused.value, "keys")).startswith(f"{config}, line 5: 'xx'")


async def test_a_changed_key_works_and_the_former_one_doesnt(seeded):
    async with shown(Posed(seeded), keys=CHANGED) as (_app, pilot):
        await seen(pilot, "14:21:00")
        await pilot.press("u")
        assert "14:21:00" in text(pilot)
        await pilot.press("U")
        await seen(pilot, "13:21:00Z")


async def test_footer_help_and_palette_name_the_changed_key(seeded):
    async with shown(Posed(seeded), (120, 36), keys=CHANGED) as (_app, pilot):
        assert "ctrl+f query" in text(pilot).splitlines()[-1]
        await pilot.press("question_mark")
        await seen(pilot, "ctrl+f")
        assert "x F5" in text(pilot)
        await pilot.press("escape", "colon", *"local")
        await seen(pilot, "Show local time, or UTC  (U)")
