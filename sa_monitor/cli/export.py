"""`sa-monitor export`: stored events in a file, whole or not at all."""

import sys
from pathlib import Path

import click

from sa_monitor.cli.commands import QueryCommand
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.progress import Progress
from sa_monitor.cli.questions import read_query, reading
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate, silence
from sa_monitor.cli.tidying import tidied
from sa_monitor.errors import SaMonitorError
from sa_monitor.present.exports import Format
from sa_monitor.present.quantities import counted

_STANDARD_OUTPUT = "-"


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.JSONL.value,
    help="One JSON object a line (jsonl, as it comes), or a table (csv).",
)
@click.option(
    "--output", metavar="FILE", default=_STANDARD_OUTPUT, help="Where to; - is standard output, as it comes."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def export(query: tuple[str, ...], form: str, output: str, *, force: bool) -> None:
    """Write every stored event that QUERY asks for, oldest first: what it is, without a limit.

    A file appears when all of it is on the disk, or not at all.
    """
    from sa_monitor.monitor.exportable import EventsOf
    from sa_monitor.monitor.exporting import export_into, export_to

    session = open_session()
    asked = EventsOf(read_query(session, query))
    with reading(session) as reader:
        if output == _STANDARD_OUTPUT:
            if reader is not None:
                sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
                try:
                    export_into(sys.stdout, reader, asked, Format(form))
                    sys.stdout.flush()
                except BrokenPipeError:
                    raise
                except OSError as error:
                    silence(sys.stdout)
                    raise SaMonitorError(f"Standard output can't be written ({error.strerror}).") from error
            return
        if reader is None:
            narrate(f"Nothing was recorded yet in {session.places.data}. Nothing was exported.")
            return
        path = Path(output).expanduser().absolute()
        with tidied(), Progress("events") as progress:
            count = export_to(path, reader, asked, Format(form), replace=force, told=progress.tell)
    if session.as_json:
        write_records([{"events": count, "path": str(path)}])
    narrate(f"{counted(count, 'event')} in {path}.")
