"""Keys that come in one burst, from a paste or a slow line, go where they would have gone one by one."""

from typing import TYPE_CHECKING

from textual.app import App, ReturnType
from textual.events import Event, Key

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


class KeyOrder(App[ReturnType]):
    """Hands a key on when the focus has moved since it was read.

    Textual gives each key to what has the focus at that moment, and only afterwards finds that a key before it opened
    a field. A key that nobody took comes back here; it then goes to the field.
    """

    async def on_event(self, event: Event) -> None:
        """Give a key to what has the focus when its turn comes."""
        if not isinstance(event, Key):
            await super().on_event(event)
            return
        target: MessagePump = self.focused or self.screen
        if event.is_forwarded and getattr(event, "given_to", target) is not target:
            event = Key(event.key, event.character)
            event.given_to = target  # type: ignore[attr-defined]
            target._forward_event(event)  # type: ignore[attr-defined]  # noqa: SLF001 (as App itself does)
            return
        if not event.is_forwarded:
            event.given_to = target  # type: ignore[attr-defined]
        await super().on_event(event)
