"""The queries that were asked on the screens, kept in the data folder so that they can be asked again."""

import os
from contextlib import suppress
from pathlib import Path

_NAME = "queries"
_MOST = 100
_LONGEST = 2000
"""Characters of a query that is kept."""


class PastQueries:
    """Queries, oldest first, each once. Where they can't be kept they last as long as the program."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _NAME
        self._texts: list[str] | None = None

    def all(self) -> list[str]:
        """Give them."""
        if self._texts is None:
            self._texts = self._read()
        return list(self._texts)

    def add(self, text: str) -> None:
        """Keep one more as the newest; an empty one isn't kept."""
        text = " ".join(text.split())
        if not text or len(text) > _LONGEST:
            return
        self._texts = [*(known for known in self.all() if known != text), text][-_MOST:]
        self._write(self._texts)

    def _read(self) -> list[str]:
        try:
            with self._file.open("rb") as file:
                lines = file.read(4 * _MOST * _LONGEST).decode("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if line.strip()][-_MOST:]

    def _write(self, texts: list[str]) -> None:
        written = self._file.with_name(f"{_NAME}.{os.getpid()}")
        try:
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write("".join(f"{text}\n" for text in texts).encode("utf-8", "replace"))
            written.replace(self._file)
        except OSError:
            with suppress(OSError):
                written.unlink(missing_ok=True)
