"""Stores to show, and stylesheets that are parsed once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from sa_monitor.settings.places import Places
from tests.ui.stage import fill, lay_story, places_in, story


@pytest.fixture(scope="session", autouse=True)
def _stylesheets_parsed_once() -> Iterator[None]:
    """Let every app of the process share the rules of a stylesheet under the same theme: rules never change."""
    parse, parsed = Stylesheet._parse_rules, {}

    def once(self: Stylesheet, css: str, *where: object, **more: object) -> list[RuleSet]:
        key = css, where, *more.items(), *self._variables.items()
        if key not in parsed:
            parsed[key] = parse(self, css, *where, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Name places in which nothing was ever recorded."""
    return places_in(tmp_path)


@pytest.fixture(scope="session")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Give a store with the whole story, laid once in each process: tests get copies."""
    places = places_in(tmp_path_factory.mktemp("told"))
    fill(places, story())
    return places


@pytest.fixture
def seeded(_told: Places, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Give a store of the test's own with the whole story."""
    places = places_in(tmp_path_factory.mktemp("seeded"))
    lay_story(_told, places)
    return places
