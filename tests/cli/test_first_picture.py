"""What the first picture of the screen waits for."""

import os
import signal

from tests.cli.terminal import Terminal

_LISTS_WHAT_IS_IMPORTED = """
import sys
from pathlib import Path
from textual.drivers.linux_driver import LinuxDriver
from sa_monitor.__main__ import main

write, listed = LinuxDriver.write, Path(sys.argv.pop(1))

def write_and_list(driver, drawn):
    write(driver, drawn)
    if "Service Apps" in drawn and not listed.exists():
        listed.write_text(" ".join(sys.modules))

LinuxDriver.write = write_and_list
sys.argv[0] = "sa-monitor"
sys.exit(main())
"""

_EARLIER = {"sa_monitor.listener.server", "sa_monitor.store.keeper"}
"""Who can't listen or store is told so before anything is drawn."""

_LATER = {
    "sa_monitor.store.reader",
    "sa_monitor.store.log",
    "sa_monitor.store.pruning",
    "sa_monitor.monitor.alert_watches",
    "sa_monitor.monitor.alert_sender",
    "sa_monitor.monitor.condition_watch",
    "sa_monitor.monitor.retention",
    "sa_monitor.monitor.health_check",
    "sa_monitor.webex.client",
    "sa_monitor.ui.screens.ready",
    "sa_monitor.ui.screens.since",
    "sa_monitor.ui.widgets.query_bar",
    "httpx",
    "email",
    "encodings.idna",
    "http",
    "json",
    "sqlite_utils",
}
"""What only that needs which comes after it."""


def test_the_first_picture_waits_for_nothing_that_is_needed_later(environ, store, tmp_path):
    store()
    listed = tmp_path / "modules"
    environ = environ | {"TERM": "xterm-256color"}
    program = Terminal([str(listed), "--port", "0"], environ, size=(24, 80), code=_LISTS_WHAT_IS_IMPORTED)
    program.until("Getting ready")
    os.kill(program.pid, signal.SIGTERM)
    program.end()
    imported = set(listed.read_text().split())
    assert imported >= _EARLIER
    assert imported & _LATER == set()
