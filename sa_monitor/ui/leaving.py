"""What a screen still does while it is being left."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.css.query import NoMatches
from textual.screen import Screen


async def while_here(screen: Screen[Any], work: Callable[[], Awaitable[None]]) -> None:
    """Do work of a screen, until that is left.

    Textual takes the parts of a screen away before it ends its work, which may want to write an answer to one of them
    just then. An error would end the program, and with it the recording.
    """
    try:
        await work()
    except NoMatches:
        if screen.display:
            raise
