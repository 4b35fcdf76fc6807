"""Who looks at the screens, and how far they have looked."""

import asyncio
import getpass
from collections.abc import Mapping

from sa_monitor.errors import StoreError
from sa_monitor.model.look import Look
from sa_monitor.monitor.history import History
from sa_monitor.settings.places import Places
from sa_monitor.store.looks import keep_look


def person_of(environ: Mapping[str, str]) -> str:
    """Name who uses this program: who called sudo, else the login name."""
    if environ.get("SUDO_USER"):
        return environ["SUDO_USER"]
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user of whom the system knows no name
        return "somebody"


class Looking:
    """How far one person has looked in one store."""

    def __init__(self, places: Places, history: History, person: str) -> None:
        self._database = places.database
        self._history = history
        self.person = person

    async def last(self) -> Look | None:
        """Give how far they have looked; None where they never did. Raises StoreError."""
        return await self._history.look(self.person)

    async def keep(self, look: Look) -> bool:
        """Keep how far they have looked by now; False where that can't be kept now."""
        if not self._database.exists():  # looking at nothing makes no store
            return False
        try:
            await asyncio.to_thread(keep_look, self._database, self.person, look)
        except StoreError:
            return False
        return True
