"""Copying to where the reader can paste from: the terminal's clipboard, and tmux, which keeps it from programs."""

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from sa_monitor.model.child_environment import child_environment

_PATIENCE = 2.0
"""Seconds that tmux may take."""

_MOST = 1024 * 1024
"""Characters that are copied at most: more would fill a terminal's memory rather than a clipboard."""


class Reached(StrEnum):
    """Where a copy came to, as far as is known."""

    UNKNOWN = "terminal"
    """It was sent to the terminal, which doesn't say whether it took it."""
    BUFFER = "tmux buffer"
    BOTH = "tmux buffer and clipboard"


class Clipboard:
    """Copies beside what the screen sends to the terminal, and writes copies to files."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    @staticmethod
    def fits(text: str) -> bool:
        """Tell whether it is short enough to be copied."""
        return len(text) <= _MOST

    async def copy(self, text: str) -> Reached:
        """Give the text to tmux, where the program runs inside one that takes it; tells what is known then."""
        if not self._environ.get("TMUX"):
            return Reached.UNKNOWN
        if await self._tmux("load-buffer", "-w", "-", given=text) is not None:
            passes = await self._tmux("show-options", "-sv", "set-clipboard")
            return Reached.BUFFER if passes is None or passes.strip() == "off" else Reached.BOTH
        if await self._tmux("load-buffer", "-", given=text) is not None:  # before 3.2 it has no -w
            return Reached.BUFFER
        return Reached.UNKNOWN

    async def save(self, text: str, name: str, ending: str) -> Path:
        """Write the text to a new file of the home folder, for its owner alone. Raises OSError."""
        return await asyncio.to_thread(_save, text, name, ending)

    async def _tmux(self, *words: str, given: str = "") -> str | None:
        """Run tmux; gives what it prints, None where it fails, or isn't there, or doesn't answer."""
        try:
            process = await asyncio.create_subprocess_exec(
                "tmux",
                *words,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=child_environment(os.environ),
            )
        except OSError:
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                printed, _ = await process.communicate(given.encode())
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            return None
        return printed.decode(errors="replace") if process.returncode == 0 else None


def _save(text: str, name: str, ending: str) -> Path:
    number = 0
    while True:
        number += 1
        path = Path.home() / f"{name}{f'-{number}' if number > 1 else ''}.{ending}"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
        return path
