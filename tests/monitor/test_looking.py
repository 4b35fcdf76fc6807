"""Who looks, and how far they have."""

from sa_monitor.model.look import Look
from sa_monitor.monitor.backfill import backfill
from sa_monitor.monitor.history import History
from sa_monitor.monitor.looking import Looking, person_of
from sa_monitor.settings.places import find_places
from tests.store.conftest import arrival


def test_behind_sudo_it_is_who_called_it():
    assert person_of({"SUDO_USER": "jane"}) == "jane"
    assert person_of({}) != "jane"


async def test_a_look_is_kept_in_the_store(tmp_path):
    places = find_places(tmp_path / "data", tmp_path / "config.toml", {})
    history = History(places.database)
    looking = Looking(places, history, "jane")
    assert not await looking.keep(Look(at=1))
    assert not places.database.exists()
    backfill(places, [arrival()])
    assert await looking.keep(Look(at=5, event=1))
    assert await looking.last() == Look(at=5, event=1)
    await history.close()
