"""A field with suggestions: `↓` and `↑` go through them, whatever is typed counts."""

from collections.abc import Sequence

from textual.events import Key, Paste
from textual.widgets import Input


class SuggestInput(Input):
    """An input on one line. What was typed comes back above the first suggestion."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 (Textual's name)
        value: str = "",
        placeholder: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(value, id=id, placeholder=placeholder, compact=True, select_on_focus=False)
        self._suggestions = suggestions
        self._at = -1
        self._typed = ""

    @property
    def text(self) -> str:
        """What stands in it, without blanks around it."""
        return self.value.strip()

    @property
    def has_suggestions(self) -> bool:
        """Whether there are any."""
        return bool(self._suggestions)

    def suggest(self, suggestions: Sequence[str]) -> None:
        """Suggest these from now on."""
        self._suggestions, self._at = suggestions, -1

    def on_key(self, event: Key) -> None:
        """Go through the suggestions; without any the keys go through the fields."""
        if event.key not in ("down", "up") or not self._suggestions:
            return
        event.stop()
        event.prevent_default()
        if self._at < 0 or self.value != self._suggestions[self._at]:
            self._typed, self._at = self.value, -1
        last = len(self._suggestions) - 1
        self._at = min(self._at + 1, last) if event.key == "down" else max(self._at - 1, -1)
        self.value = self._typed if self._at < 0 else self._suggestions[self._at]
        self.cursor_position = len(self.value)

    def _on_paste(self, event: Paste) -> None:
        """Take what was pasted without the blanks and line breaks around it."""
        event.prevent_default()
        event.stop()
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if lines:
            self.insert_text_at_cursor(lines[0])
