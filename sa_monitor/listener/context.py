"""What all parts of one listener share."""

from asyncio import AbstractEventLoop
from collections.abc import Callable

from msgspec import Struct

from sa_monitor.listener.health import Vitals
from sa_monitor.listener.keeper import Keeper
from sa_monitor.listener.limits import Limits


class Context(Struct, frozen=True):
    """The loop that everything runs in, the keeper that it writes with, and how it goes.

    `clock` gives milliseconds of UTC. `on_change` tells whoever watches that there is something new to read.
    """

    loop: AbstractEventLoop
    keeper: Keeper
    vitals: Vitals
    limits: Limits
    clock: Callable[[], int]
    on_change: Callable[[], None]
