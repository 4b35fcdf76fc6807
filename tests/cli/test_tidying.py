"""A signal ends long work as tidily as ctrl+c."""

import signal

import click
import pytest

from sa_monitor.cli.tidying import tidied
from sa_monitor.model.query import EVERYTHING
from sa_monitor.monitor.exportable import EventsOf
from sa_monitor.monitor.exporting import export_to
from sa_monitor.present.exports import Format
from sa_monitor.store.reader import Reader
from tests.cli.laying import several


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_export_that_a_signal_ends_leaves_nothing_and_tells_by_its_code(number, store, places, tmp_path):
    store(*several(1500))
    target = tmp_path / "folder" / "out.jsonl"
    target.parent.mkdir()
    before = signal.getsignal(number)
    with Reader.open(places.database) as reader, pytest.raises(click.exceptions.Exit) as ended, tidied():
        export_to(
            target,
            reader,
            EventsOf(EVERYTHING),
            Format.JSONL,
            told=lambda _done, _total: signal.raise_signal(number),
        )
    assert ended.value.exit_code == 128 + number
    assert list(target.parent.iterdir()) == []
    assert signal.getsignal(number) is before


def test_a_signal_that_is_ignored_stays_so():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with tidied():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
