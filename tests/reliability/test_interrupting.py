"""What goes through a whole store is killed in the middle of it: it is whole, or goes on, and nothing is lost."""

import pytest

from tests.reliability.dying import Moment
from tests.reliability.interrupting import WORKS, Wreck, make_sound

MOMENTS = {
    "migration": [Moment(number=1), Moment(number=1, after=True), Moment(number=2, after=True)],
    "rebuild": [Moment(number=1, after=True), Moment(number=3), Moment(seconds=0.05)],
    "prune": [Moment(number=2), Moment(number=5, after=True), Moment(seconds=0.05)],
    "export": [Moment("SELECT", 8), Moment(seconds=0.05)],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return make_sound(tmp_path_factory.mktemp("sound") / "events.db")


@pytest.mark.parametrize("name", WORKS)
def test_a_kill_in_the_middle_leaves_it_whole_or_to_go_on(name, sound, tmp_path):
    wreck = Wreck(tmp_path / name, sound, WORKS[name])
    assert sum([wreck.kill(moment) for moment in MOMENTS[name]]) >= 2
    wreck.finish()
