"""Trying again: only what is safe to repeat, and as late as Webex asks for."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from msgspec import Struct

from sa_monitor.errors import Refused, SaMonitorError, Unreachable

_TOO_MANY = 429
_BROKEN = 500

T = TypeVar("T")


class Waiting(Struct, frozen=True):
    """The client waits `seconds` before it tries again; `asked` where Webex asked for it (429)."""

    seconds: float
    asked: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and how long. `chance` gives a number from 0 to 1, `clock` seconds.

    A request is tried `tries` times in all, and not again once `longest` seconds have passed. Where Webex asks to
    wait it is waited for, up to `longest_wait` seconds in all.
    """

    tries: int = 3
    pause: float = 0.5
    longest: float = 20.0
    longest_wait: float = 120.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


NONE = Patience(tries=1, longest_wait=-1)
"""Try once and tell."""


async def patiently(
    ask: Callable[[], Awaitable[T]],
    *,
    repeatable: bool,
    patience: Patience,
    told: Callable[[Waiting], None],
) -> T:
    """Ask until it is answered. What isn't `repeatable` is asked again only where it surely wasn't done."""
    began, waited, tries = patience.clock(), 0.0, 0
    while True:
        try:
            return await ask()
        except (Refused, Unreachable) as error:
            if isinstance(error, Refused) and error.status == _TOO_MANY:
                pause = (patience.pause * 10 if error.wait is None else error.wait) + patience.chance()
                waited += pause
                if waited > patience.longest_wait:
                    raise
            else:
                tries += 1
                pause = patience.pause * 2 ** (tries - 1) * (0.5 + patience.chance())
                late = patience.clock() + pause - began > patience.longest
                if tries >= patience.tries or late or not _may_repeat(error, repeatable=repeatable):
                    raise
            told(Waiting(pause, asked=isinstance(error, Refused) and error.status == _TOO_MANY))
        await patience.sleep(pause)


def surely_not_done(error: SaMonitorError) -> bool:
    """Tell whether a request that ended so changed nothing at Webex; else nobody knows."""
    match error:
        case Refused():
            return error.status < _BROKEN
        case Unreachable():
            return not error.sent
        case _:
            return True


def _may_repeat(error: Refused | Unreachable, *, repeatable: bool) -> bool:
    passing = error.status >= _BROKEN if isinstance(error, Refused) else error.passing
    return passing and (repeatable or surely_not_done(error))
