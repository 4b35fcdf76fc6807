from pathlib import Path

import pytest

from sa_monitor.settings.places import Places
from tests.ui.stage import fill, places_in, story


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Name places in which nothing was ever recorded."""
    return places_in(tmp_path)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Give a store with the whole story; nobody writes to it."""
    places = places_in(tmp_path_factory.mktemp("seeded"))
    fill(places, story())
    return places
