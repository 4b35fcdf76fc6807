"""Values that hold secrets."""

from typing import ClassVar

import pytest
from rich.pretty import pretty_repr

from sa_monitor.model.discreet import Discreet


class Known(Discreet, frozen=True):
    """Has a name that may be told, and a value that may not."""

    KEPT: ClassVar[frozenset[str]] = frozenset({"value"})

    name: str
    value: str


@pytest.mark.parametrize("shown", [repr, str, pretty_repr])
def test_what_is_kept_to_itself_is_shown_by_nothing(shown):
    assert shown(Known("general", "sEcReT")) == "Known(name='general')"


def test_what_is_kept_to_itself_tells_values_apart_all_the_same():
    assert Known("general", "one") != Known("general", "another")
