"""Memory of a headless listener after many events."""

from collections.abc import Iterator

from tests.benchmarks.ingest import _catch_up
from tests.benchmarks.load import send
from tests.benchmarks.report import Figure, at_most
from tests.benchmarks.seed import store_of
from tests.benchmarks.servers import listening, resident

FIRST, LAST = 10_000, 1_000_000
_MEGABYTE = 1_000_000


def run(scale: float) -> Iterator[Figure]:
    """Compare the resident memory after ten thousand events with that after a million."""
    with store_of(0) as data, listening(data) as server:
        sent = 0
        while sent < FIRST:
            sent += send(server.url, seconds=0.5).requests
        _catch_up(data)
        before = resident(server.pid)
        while sent < LAST * scale:
            sent += send(server.url, seconds=10 * scale).requests
        _catch_up(data)
        after = resident(server.pid)
    notes = {
        "after ten thousand, MB": before / _MEGABYTE,
        "after the last, MB": after / _MEGABYTE,
        "events": sent,
    }
    figure = Figure("memory of the listener, growth", (after - before) / _MEGABYTE, "MB", notes=notes)
    yield at_most(figure, 20)
