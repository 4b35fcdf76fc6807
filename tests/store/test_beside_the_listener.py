"""What else writes in the listener's process must not take its locks away."""

import sqlite3
import subprocess
import sys

from sa_monitor.model.health import Checks
from sa_monitor.store.health import keep_checks
from tests.store.conftest import arrival, project_all

LOOK = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM state'); c.close()"


def test_a_process_that_comes_and_goes_leaves_the_log_to_the_listener(path, keeper):
    """SQLite's last connection removes the log: others must see that the listener is there."""
    keeper.append([arrival()])
    project_all(keeper)
    for _ in range(2):
        keep_checks(path, Checks(every=1))
        subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True)
        keeper.append([arrival(org="org-2")])
        project_all(keeper)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM deliveries").fetchone() == (3,)
    connection.close()
