"""A field for what nobody may see: it shows how many characters it holds, and nothing else ever does."""

from textual.events import Key, Paste
from textual.message import Message

from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Line, Span, Tone, line_width
from sa_monitor.ui.widgets.tone_view import ToneView

_STARS = 40
_LONGEST = 64 * 1024


class SecretField(ToneView, can_focus=True):
    """Takes keys and pastes. What it holds is in no message, no copy and no picture; `secret` alone gives it."""

    class Entered(Message):
        """The reader has finished typing."""

    class Changed(Message):
        """It holds something else now; what, the message doesn't tell."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._typed = ""

    @property
    def secret(self) -> str:
        """What was typed, without blanks around it."""
        return self._typed.strip()

    def clear(self) -> None:
        """Forget what was typed."""
        self._hold("")

    def on_mount(self) -> None:
        """Show that it is empty."""
        self._hold("")

    def on_resize(self) -> None:
        """Use the room there is."""
        self._hold(self._typed)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 (Textual's)
        """Show the cursor, or hide it."""
        super().watch_has_focus(has_focus)
        self._hold(self._typed)

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 (Textual's)
        """Tell that it takes what can be typed."""
        return character is not None and character.isprintable()

    async def _on_key(self, event: Key) -> None:
        """Take a character, or take one back."""
        match event.key:
            case "enter":
                self.post_message(self.Entered())
            case "backspace":
                self._hold(self._typed[:-1])
            case "ctrl+u":
                self._hold("")
            case _ if event.is_printable and event.character:
                self._hold(self._typed + event.character)
            case _:
                return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Take the first line that isn't empty."""
        event.stop()
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if lines:
            self._hold(self._typed + lines[0])

    def _hold(self, typed: str) -> None:
        before, self._typed = self._typed, typed[:_LONGEST]
        if before != self._typed:
            self.post_message(self.Changed())
        cursor = (Span(" ", Tone.BADGE),) if self.has_focus else ()
        count = self._count()
        room = min(_STARS, self.size.width - line_width(count) - 1) if self.size.width else _STARS
        stars = (Span("*" * max(1, min(len(self._typed), room))),) if self._typed else ()
        self.show([(*stars, *cursor, *count)])

    def _count(self) -> Line:
        words = counted(len(self._typed), "character") if self._typed else "paste or type it, it isn't shown"
        return (Span(f" {words}", Tone.QUIET),)
