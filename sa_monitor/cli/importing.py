"""`sa-monitor import`: events of elsewhere, each once."""

from pathlib import Path

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.progress import Progress
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import SaMonitorError
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.quantities import counted, grouped

_TOLD = 20
"""Lines about what was skipped; their number is told in any case."""


@click.command("import", cls=Command)
@click.argument("source", metavar="FILE|DIR")
def import_events(source: str) -> None:
    """Take in exported events (JSON Lines), or a folder of raw bodies. What is known already is taken once.

    Raw bodies are received now and count as unsigned; exported events keep their times and what was known of their
    signatures. Nothing of it raises an alert.
    """
    from sa_monitor.monitor.importing import import_from

    session = open_session()
    told = _Told()
    with Progress("read") as progress:
        taken = import_from(
            session.places.database,
            Path(source).expanduser(),
            wall_clock(),
            skipped=told.skipped,
            told=lambda so_far: progress.tell(so_far.read, 0),
        )
    if session.as_json:
        write_records(
            [
                {
                    "read": taken.read,
                    "recorded": taken.recorded,
                    "repeated": taken.repeated,
                    "skipped": taken.skipped,
                }
            ]
        )
    told.rest()
    if taken.skipped and not taken.recorded and not taken.repeated:
        raise SaMonitorError(
            f"There is no event in {source}.", "It takes exported JSON Lines, or a folder of raw bodies."
        )
    narrate(
        f"{counted(taken.recorded, 'event')} recorded, {grouped(taken.repeated)} known already, "
        f"{grouped(taken.skipped)} skipped, of {grouped(taken.read)} read."
    )


class _Told:
    def __init__(self) -> None:
        self._count = 0

    def skipped(self, words: str) -> None:
        """Say why something was skipped, for the first few."""
        self._count += 1
        if self._count <= _TOLD:
            narrate(f"Skipped {words}")

    def rest(self) -> None:
        """Say how many more there were."""
        if self._count > _TOLD:
            narrate(f"Skipped {grouped(self._count - _TOLD)} more.")
