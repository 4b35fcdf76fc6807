"""Copying, and saying what was copied and whereby, never more than is known."""

from collections.abc import Callable

from sa_monitor.monitor.clipboard import Clipboard, Reached
from sa_monitor.present.clean import clean, pasteable
from sa_monitor.present.copies import Copy

Tell = Callable[[str], None]


class Copying:
    """Sends copies to the terminal by `send`, and beside that by a clipboard; `tell` and `warn` say what came of it."""

    def __init__(self, clipboard: Clipboard, send: Tell, tell: Tell, warn: Tell) -> None:
        self._clipboard = clipboard
        self._send = send
        self._tell = tell
        self._warn = warn

    async def copy(self, copy: Copy) -> None:
        """Copy it."""
        if not self._clipboard.fits(copy.text):
            self._warn(f"The {copy.what} is too long to copy. C and w writes it to a file.")
            return
        text = pasteable(copy.text)
        self._send(text)
        reached = await self._clipboard.copy(text)
        if reached is Reached.UNKNOWN:
            self._tell(f"Sent {copy.what} to the terminal's clipboard.")
        else:
            self._tell(f"Copied {copy.what} ({reached}).")

    async def save(self, copy: Copy) -> None:
        """Write it to a file, and say which."""
        name = "sa-monitor-" + "-".join(copy.what.replace(",", "").lower().split())
        try:
            path = await self._clipboard.save(copy.text, name, copy.ending)
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or "there is no home folder"
            self._warn(f"The {copy.what} can't be written: {reason}.")
            return
        self._tell(f"Wrote {copy.what} to ~/{clean(path.name)}")
