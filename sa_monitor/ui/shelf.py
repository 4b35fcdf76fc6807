"""The requests that were kept, in the order of their page: rejected ones first, each part newest first."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Protocol

from sa_monitor.model.delivery import Delivery, Outcome

_AHEAD = 3
_KEPT = 9
"""Screens that are read at once, and that are held at most."""


class Kept(Protocol):
    """Reads a page; see `store.kept`."""

    def __call__(
        self, *, rejected: bool, older_than: int | None = None, newer_than: int | None = None, limit: int
    ) -> Awaitable[Sequence[Delivery]]:
        """Give it."""


class Shelf:
    """A stretch of them around the cursor. `at` is the row of the cursor, `top` the first in sight.

    With the cursor on the first of all it follows: what comes is seen at once. Anywhere else nothing moves.
    """

    def __init__(self, read: Kept) -> None:
        self._read = read
        self.height = 1
        self.rows: list[Delivery] = []
        self.at = self.top = 0
        self._from_first = False
        self._to_last = False
        self._lock = asyncio.Lock()

    @property
    def following(self) -> bool:
        """Whether the cursor is on the first of all."""
        return self._from_first and self.at == 0

    @property
    def in_sight(self) -> list[Delivery]:
        """The rows in sight."""
        return self.rows[self.top : self.top + self.height]

    @property
    def current(self) -> Delivery | None:
        """What the cursor is on."""
        return self.rows[self.at] if self.rows else None

    def resize(self, height: int) -> None:
        """Have another number of rows in sight."""
        self.height = max(1, height)
        self._settle()

    async def first(self) -> None:
        """Go to the first of all, and follow."""
        async with self._lock:
            await self._begin()

    async def last(self) -> None:
        """Go to the last of all."""
        async with self._lock:
            page = self._page
            rows = await self._above(None, page)
            self._hold(rows, len(rows) - 1, from_first=len(rows) < page, to_last=True)

    async def move(self, by: int) -> None:
        """Move the cursor, as far as there are rows; 0 only reads what is missing in sight."""
        async with self._lock:
            if not self.rows:
                return
            if by >= 0 and not self._to_last and self.at + by + self.height >= len(self.rows):
                page = self._page
                more = await self._below(self.rows[-1], page)
                self.rows += more
                self._to_last = len(more) < page
            if by < 0 and not self._from_first and self.at + by < self.height:
                page = self._page
                more = await self._above(self.rows[0], page)
                self.rows[:0] = more
                self.at, self.top = self.at + len(more), self.top + len(more)
                self._from_first = len(more) < page
            self.at += by
            self._settle()
            self._trim()

    async def renew(self) -> None:
        """Look for what came; only where it follows."""
        async with self._lock:
            if self.following or not self.rows:
                await self._begin()

    async def _begin(self) -> None:
        page = self._page
        rows = await self._below(None, page)
        self._hold(rows, 0, from_first=True, to_last=len(rows) < page)

    @property
    def _page(self) -> int:
        return _AHEAD * self.height

    def _hold(self, rows: list[Delivery], at: int, *, from_first: bool, to_last: bool) -> None:
        self.rows, self.at = rows, max(0, at)
        self._from_first, self._to_last = from_first, to_last
        self._settle()

    def _settle(self) -> None:
        """Keep the cursor on a row, and in sight."""
        self.at = min(max(0, self.at), max(0, len(self.rows) - 1))
        lowest = max(0, len(self.rows) - self.height)
        self.top = min(max(min(self.top, self.at), self.at - self.height + 1), lowest)

    def _trim(self) -> None:
        most = _KEPT * self.height
        before = max(0, self.top - most)
        if before:
            del self.rows[:before]
            self.at, self.top, self._from_first = self.at - before, self.top - before, False
        if len(self.rows) > self.top + most:
            del self.rows[self.top + most :]
            self._to_last = False

    async def _below(self, row: Delivery | None, limit: int) -> list[Delivery]:
        found: list[Delivery] = []
        of_rejected = row is None or row.outcome is Outcome.REJECTED
        if of_rejected:
            found += await self._read(rejected=True, older_than=row.id if row else None, limit=limit)
        if len(found) < limit:
            older = None if of_rejected or row is None else row.id
            found += await self._read(rejected=False, older_than=older, limit=limit - len(found))
        return found

    async def _above(self, row: Delivery | None, limit: int) -> list[Delivery]:
        found: list[Delivery] = []
        of_taken = row is None or row.outcome is not Outcome.REJECTED
        if of_taken:
            found += await self._read(rejected=False, newer_than=row.id if row else 0, limit=limit)
        if len(found) < limit:
            newer = 0 if of_taken or row is None else row.id
            above = await self._read(rejected=True, newer_than=newer, limit=limit - len(found))
            found[:0] = above
        return found
