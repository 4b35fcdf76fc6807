"""A line to type in, with what history knows to choose from by Down."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

Suggestion = tuple[str, str]
"""A value, and how it is shown in the list."""


class SuggestingInput(Input):
    """Says by `Offered` which values stand to choose from; Enter takes the one chosen, typing goes on without."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "browse(1)", show=False),
        Binding("up", "browse(-1)", show=False),
        Binding("escape", "close", show=False),
    ]

    class Offered(Message):
        """These can be chosen; `at` is the one under the cursor. None of them any more: the list is closed."""

        def __init__(self, field: "SuggestingInput", offered: Sequence[Suggestion], at: int) -> None:
            super().__init__()
            self.field = field
            self.offered = offered
            self.at = at

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        self.suggestions: Sequence[Suggestion] = ()
        self._at: int | None = None
        super().__init__(value, placeholder=placeholder, compact=True, id=id)

    @property
    def browsing(self) -> bool:
        """Whether the list is open."""
        return self._at is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the form where there is nothing to choose."""
        if action == "browse":
            return self.browsing or (parameters == (1,) and bool(self._matches()))
        if action == "close":
            return self.browsing
        return super().check_action(action, parameters)

    def action_browse(self, by: int) -> None:
        """Open the list, and move in it; above its first line it closes."""
        matches = self._matches()
        at = 0 if self._at is None else self._at + by
        self._offer(None if at < 0 or not matches else min(at, len(matches) - 1))

    def action_close(self) -> None:
        """Close the list."""
        self._offer(None)

    async def action_submit(self) -> None:
        """Take the one under the cursor; without a list, go on."""
        if self._at is None:
            await super().action_submit()
            return
        self.value = self._matches()[self._at][0]
        self.cursor_position = len(self.value)
        self._offer(None)

    def watch_value(self) -> None:
        """Offer what still matches while a list is open."""
        if self._at is not None:
            self._offer(0 if self._matches() else None)

    def _on_blur(self) -> None:  # type: ignore[override]  # the event isn't needed
        """Close the list: the reader has gone elsewhere."""
        self._offer(None)

    def _offer(self, at: int | None) -> None:
        if at is None and self._at is None:
            return
        self._at = at
        self.post_message(self.Offered(self, () if at is None else self._matches(), at or 0))

    def _matches(self) -> Sequence[Suggestion]:
        """Give what holds the text that is typed; everything where that is a value already."""
        typed = self.value.strip().casefold()
        if any(value.casefold() == typed for value, _shown in self.suggestions):
            return self.suggestions
        return [one for one in self.suggestions if typed in f"{one[0]} {one[1]}".casefold()]
