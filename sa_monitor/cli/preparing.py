"""Bringing events.db up to this version before a command works with it, in sight of whoever waits."""

import time
from collections.abc import Callable
from pathlib import Path

from sa_monitor.cli.progress import Progress
from sa_monitor.store.connection import prepare

_SILENT = 0.5
"""Seconds of which nobody has to hear."""


class Ended(Exception):
    """It was ended before it was ready; what is done is kept."""


def prepare_in_sight(database: Path, asked: Callable[[], bool] = lambda: False) -> None:
    """Bring the file up to this version, if an older one wrote it, showing the step on a terminal.

    Raises StoreError; Ended once `asked`; KeyboardInterrupt. The next time goes on where it came to.
    """
    began = time.monotonic()
    with Progress("steps") as progress:

        def told(step: int, steps: int) -> None:
            if asked():
                raise Ended
            if (seconds := time.monotonic() - began) >= _SILENT:
                progress.say(
                    f"Preparing events.db for this version: step {step} of {steps}, {seconds:.0f} s "
                    "(ctrl+c stops it, the next start goes on)"
                )

        prepare(database, told)
