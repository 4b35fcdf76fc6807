"""Reading a long history: the query set against hand-written SQL, pages at ten million events, bytes on the disk."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from sa_monitor.model.event import Mark
from sa_monitor.model.instants import rfc3339
from sa_monitor.model.moments import Clock
from sa_monitor.model.query import EVERYTHING, Query, parse_query
from sa_monitor.store.log import _Plan
from sa_monitor.store.reader import Reader
from tests.benchmarks.report import Figure, at_most, percentile, ratio
from tests.benchmarks.setting import Setting

SMALL, LARGE, LARGEST = 1_000, 1_000_000, 10_000_000
ROUNDS = 5
PAGE = 100
_PLACES = (None, 0.5, 0.1)
_RARE = 10_000
_NEW = 2_000
"""Of so many events the reader has one not seen yet."""

_PATIENCE = 0.1


def run(setting: Setting) -> Iterator[Figure]:
    """Measure at each size; the stores are made once and kept."""
    small, large, largest = (setting.seeded(n) for n in (SMALL, LARGE, LARGEST))
    for folder, events in ((large, LARGE), (largest, LARGEST)):
        yield from _queries(folder, f"{events:,}")
    yield from _compared(small, largest)
    yield _bytes(large)


def _queries(folder: Path, size: str) -> Iterator[Figure]:
    """Read every query's first page and deep ones; those with too few matches only have to say how far they came."""
    with Reader.open(folder / "events.db") as reader:
        asked = queries_for(reader)
        rarely = [query for query in asked if _is_rare(reader, query)]
        often = [query for query in asked if query not in rarely]
        marks = [None if place is None else _mark(reader, place) for place in _PLACES]
        times = [
            _milliseconds(partial(reader.page, query, older_than=mark, limit=PAGE))
            for _ in range(ROUNDS)
            for query in often
            for mark in marks
        ]
        notes = {"queries": len(often), "p99 ms": percentile(times, 99), "slowest ms": max(times)}
        yield at_most(
            Figure(f"a page of the query set at {size} events", median(times), "ms", notes=notes), 5
        )
        yield at_most(Figure(f"the same, p99, at {size} events", percentile(times, 99), "ms"), 50)
        yield _against_sql(reader, often, size)
        first = [_milliseconds(partial(reader.search, query, patience=_PATIENCE / 2)) for query in rarely]
        name = f"first rows, or how far it came, of {len(rarely)} rarer queries at {size} events, slowest"
        yield at_most(Figure(name, max(first, default=0.0), "ms"), 1000 * _PATIENCE)


def _against_sql(reader: Reader, often: list[Query], size: str) -> Figure:
    """Compare with SQL that knows its numbers and its way already, and yields the same rows with those before them."""
    ours, theirs = [], []
    for query in often:
        plan = reader._log._plan(query, PAGE)
        if len(plan.way.arms) != 1:
            continue
        sql, values = _hand_written(plan)
        for _ in range(ROUNDS):
            ours.append(_milliseconds(partial(reader.page, query, limit=PAGE)))
            theirs.append(_milliseconds(partial(_rows, reader._connection, sql, values)))
    return at_most(ratio(f"a page, of the same rows by hand-written SQL, at {size} events", ours, theirs), 3)


_COLUMNS = (
    "{0}.id, {0}.kind, {0}.date, {0}.received_at, {0}.verdict, {0}.deliveries, {0}.synthetic, {0}.problem"
)


def _rows(connection: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> list[object]:
    return connection.execute(sql, values).fetchall()


def _hand_written(plan: _Plan) -> tuple[str, tuple[object, ...]]:
    """Write the SQL of one way: an event with its names, its lists and people, and all that of the one before it."""
    before = (
        "(SELECT b.id FROM events b WHERE b.app = e.app AND b.org = e.org AND b.synthetic = 0 AND e.synthetic = 0 AND "
        "(b.date, b.kind) < (e.date, e.kind) ORDER BY b.date DESC, b.kind DESC LIMIT 1)"
    )
    joins = (
        "".join(
            f" JOIN lists s{n} ON s{n}.id = {n}.scopes JOIN lists t{n} ON t{n}.id = {n}.sites "
            f"JOIN lists u{n} ON u{n}.id = {n}.admin_sites LEFT JOIN people p{n} ON p{n}.id = {n}.authorizer "
            f"LEFT JOIN people q{n} ON q{n}.id = {n}.actor LEFT JOIN webhooks w{n} ON w{n}.id = {n}.webhook"
            for n in ("e", "f")
        )
        .replace(" JOIN", " LEFT JOIN")
        .replace("LEFT LEFT", "LEFT")
    )
    texts = ", ".join(
        f"s{n}.members, t{n}.members, u{n}.members, p{n}.ident, q{n}.ident, w{n}.ident" for n in ("e", "f")
    )
    sql = (
        f"SELECT {_COLUMNS.format('e')}, a.ident, a.name, o.ident, o.name, {_COLUMNS.format('f')}, {texts} "
        f"FROM {plan.way.source} JOIN apps a ON a.id = e.app JOIN orgs o ON o.id = e.org "
        f"LEFT JOIN events f ON f.id = {before}{joins} WHERE {plan.way.where} AND {plan.condition.sql} "
        f"ORDER BY e.received_at DESC, e.id DESC LIMIT {PAGE}"
    )
    return sql, (*plan.way.arms[0], *plan.condition.values)


def _compared(small: Path, largest: Path) -> Iterator[Figure]:
    """Turn pages, and read what the main screen opens with, at both sizes in turn."""
    with Reader.open(small / "events.db") as few, Reader.open(largest / "events.db") as many:
        for name, work, bound in (
            ("page-down, of the same at 1,000", _page_down, 1.5),
            ("what the main screen opens with, of the same at 1,000", _open, None),
        ):
            ours, theirs = [], []
            for _ in range(ROUNDS * 10):
                theirs.append(_milliseconds(partial(work, few)))
                ours.append(_milliseconds(partial(work, many)))
            notes = {"ms": median(ours), "at 1,000 ms": median(theirs)}
            figure = ratio(f"at ten million events: {name}", ours, theirs, notes=notes)
            yield figure if bound is None else at_most(figure, bound)


def _page_down(reader: Reader) -> None:
    mark = _mark(reader, 0.9)
    for _ in range(3):
        mark = reader.page(older_than=mark, limit=PAGE)[-1].event.mark


def _open(reader: Reader) -> None:
    reader.page(limit=PAGE)
    reader.totals()
    reader.gaps(0)


def _bytes(folder: Path) -> Figure:
    path = folder / "events.db"
    with sqlite3.connect(path) as connection:
        sql = "SELECT sum(length(body) + length(headers)) FROM deliveries"
        kept = connection.execute(sql).fetchone()[0]
    connection.close()
    name = "bytes on disk, of the bodies and kept headers"
    return at_most(Figure(name, path.stat().st_size / kept, notes={"body and headers": kept}), 1.4)


def queries_for(reader: Reader) -> list[Query]:
    """Read the query set for one store."""
    totals = reader.totals()
    oldest, newest = totals.oldest or 0, totals.newest or 0
    actor = reader._connection.execute("SELECT ident FROM people WHERE id = 14").fetchone()[0]
    text = Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").replace("{actor 14}", actor)
    for share in (10, 50, 90):
        text = text.replace(f"{{{share}%}}", rfc3339(oldest + (newest - oldest) * share // 100))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    clock = Clock(newest, seen=totals.events - totals.events // _NEW)
    return [parse_query(line, clock) for line in lines]


def _is_rare(reader: Reader, query: Query) -> bool:
    """Tell whether fewer than one event in ten thousand matches."""
    return reader.count(query) * _RARE < reader.count(EVERYTHING)


def _mark(reader: Reader, place: float) -> Mark:
    totals = reader.totals()
    oldest, newest = totals.oldest or 0, totals.newest or 0
    return Mark(int(oldest + (newest - oldest) * place), 0)


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
