"""Leaving a screen, once and in its turn, and what it still does meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.screen import Screen


class Leaving:
    """A screen that is dismissed once, whatever stands above it.

    Textual takes away the topmost screen, whichever was dismissed: a key that comes late, or work that ends while a
    question stands above its screen, would take another's place, and the second time an error would end the program.
    """

    _leaves_with: tuple[Any] | None = None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave it, as soon as nothing stands above it; a second time does nothing."""
        screen: Screen[Any] = self  # type: ignore[assignment]  # it is mixed in with one
        if screen.is_active:
            left: AwaitComplete = super().dismiss(result)  # type: ignore[misc]
            return left
        if screen in screen.app.screen_stack and self._leaves_with is None:
            self._leaves_with = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Leave it now, if that was asked for meanwhile."""
        if self._leaves_with is not None:
            (result,) = self._leaves_with
            self.dismiss(result)


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
