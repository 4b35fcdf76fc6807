"""Durable ingest of distinct events on a store of a million, beside other programs that take the same POST."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from sa_monitor.errors import StoreBusy
from sa_monitor.listener.limits import Limits
from sa_monitor.model.delivery import Arrival, Verdict
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.model.signature import GENERAL
from sa_monitor.store.keeper import Keeper
from tests.benchmarks import peers
from tests.benchmarks.catching_up import backlog, catch_up
from tests.benchmarks.load import Load, send
from tests.benchmarks.report import Figure, at_least, ratio
from tests.benchmarks.servers import Server, answering_only, listening
from tests.benchmarks.setting import MILLION, PAIRS, Setting

OURS, NO_OP, STORE = "sa-monitor listen", "the same server doing nothing", "the store alone"
ROUNDS, PIECE = 5, 2
_FEW = 2
_SUSTAINED = 60
_WANTED = {peers.NOTHING: 1.0, peers.MITMDUMP: 15, NO_OP: 0.25}
_BODY = 1_000

Turn = tuple[dict[str, Load], dict[str, float]]
"""What one turn found of each: what was sent, and how many a second."""


def run(setting: Setting) -> Iterator[Figure]:
    """Measure all in turn, with few and with many connections; then for a longer time."""
    with (
        setting.store_of(MILLION) as data,
        listening(data) as ours,
        answering_only() as nothing,
        peers.peers(setting) as others,
    ):
        contenders = {OURS: ours, NO_OP: nothing, **others}
        for connections, rounds, seconds in ((1, _FEW, 1), (16, _FEW, 1), (64, ROUNDS, PIECE)):
            turns = [_turn(data, contenders, connections, seconds) for _ in range(setting.rounds(rounds))]
            yield from _compared(turns, connections)
        if peers.STORING in others:
            yield _sustained(setting, data, ours, others[peers.STORING])


def _turn(data: Path, contenders: dict[str, Server], connections: int, seconds: int) -> Turn:
    loads = {}
    for name, server in contenders.items():
        loads[name] = send(server.url, seconds=seconds, connections=connections, pairs=data / PAIRS)
        if name == OURS:
            catch_up(data)
    alone = _append_alone(data.parent / f"{data.name}-alone", connections, seconds)
    return loads, {name: load.rate for name, load in loads.items()} | {STORE: alone}


def _compared(turns: list[Turn], connections: int) -> Iterator[Figure]:
    ours = [rates[OURS] for _, rates in turns]
    loads = [loads[OURS] for loads, _ in turns]
    for name in turns[0][1]:
        theirs = [rates[name] for _, rates in turns]
        if name == OURS or not min(theirs):
            continue
        notes: dict[str, float | str] = {"deliveries/s": median(ours), "of the other/s": median(theirs)}
        if name == NO_OP:
            notes |= {
                "p99 ms": median(load.p99 for load in loads),
                "failed": sum(load.failed for load in loads),
            }
        elif name != STORE and (failed := sum(turn[name].failed for turn, _ in turns)):
            notes["failed of the other"] = failed
        figure = ratio(f"at {connections}, of {name}", ours, theirs, notes=notes)
        wanted = _WANTED.get(name) if connections == 64 else None
        yield figure if wanted is None else at_least(figure, wanted)


def _append_alone(folder: Path, batch: int, seconds: float) -> float:
    """Append batches of what such a load holds, in a store of its own, and nothing else."""
    folder.mkdir(exist_ok=True)
    keeper = Keeper(folder / "events.db", partial(Beat, 0, 0, 0))
    keeper.open()
    headers = {"content-type": "application/json", "x-spark-signature": "0" * 40}
    arrivals = [
        Arrival(0, Verdict.VERIFIED, GENERAL, "127.0.0.1", headers, os.urandom(_BODY)) for _ in range(batch)
    ]

    def append() -> None:
        try:
            keeper.append(arrivals)
        except StoreBusy:  # its log is started over
            time.sleep(Limits().busy_retry)
            append()

    try:
        return _per_second(append, batch, seconds)
    finally:
        keeper.close(Ending.STOPPED)
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def _per_second(work: Callable[[], object], size: int, seconds: float) -> float:
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        work()
        done += size
    return done / (time.perf_counter() - began)


def _sustained(setting: Setting, data: Path, ours: Server, storing: Server) -> Figure:
    """Send for a minute and count the time until all is projected; the peer before and after."""
    seconds = setting.seconds(_SUSTAINED)
    theirs = [send(storing.url, seconds=setting.seconds(4)).rate]
    with backlog(data) as waited:
        load = send(ours.url, seconds=seconds, pairs=data / PAIRS)
        late = catch_up(data)
    theirs.append(send(storing.url, seconds=setting.seconds(4)).rate)
    rate = load.requests / (load.seconds + late)
    notes: dict[str, float | str] = {
        "deliveries/s": rate,
        "of the other/s": max(theirs),
        "largest backlog": float(max(waited)),
        "seconds to catch up": late,
        "p99 ms": load.p99,
        "failed": load.failed,
    }
    name = f"at 64 over {seconds:.0f} s, projection caught up and counted, of {peers.STORING}"
    return at_least(ratio(name, [rate] * len(theirs), theirs, notes=notes), 3)
