"""Drawing on a terminal that has gone away."""

import os
import pty

from textual.drivers._writer_thread import WriterThread

from sa_monitor.ui.enduring import Enduring
from tests.ui.stage import PATIENCE


def test_what_is_drawn_on_a_terminal_that_is_gone_holds_nobody_up():
    ours, theirs = pty.openpty()
    terminal = os.fdopen(theirs, "w", closefd=False)
    writer = WriterThread(Enduring(terminal))
    writer.start()
    writer.write("drawn")
    os.close(ours)
    for _ in range(1000):  # far more than Textual lets wait before it blocks
        writer.write("nobody sees this\n")
    writer._queue.put(None, timeout=PATIENCE)
    writer.join(PATIENCE)
    assert not writer.is_alive()
    os.close(theirs)
