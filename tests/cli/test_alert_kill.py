"""An alert that was recorded is sent, also when the process is killed while it is being sent."""

import json
from signal import SIGKILL

from tests.cli.laying import body
from tests.cli.test_listen import SECRET, post
from tests.listener.wire import until

HANGS_ONCE = """
if [ -e "$1.begun" ]; then cat >> "$1"; else touch "$1.begun"; sleep 600; fi
"""


def test_what_was_recorded_is_sent_after_a_kill_in_the_middle_of_sending(start, places, tmp_path, sa):
    told = tmp_path / "told"
    places.config.parent.mkdir(parents=True)
    command = json.dumps(["/bin/sh", "-c", HANGS_ONCE, "pager", str(told)])
    places.config.write_text(f'[[channels]]\nname = "pager"\ncommand = {command}\ntimeout = 600\n')
    program = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
    address = json.loads(program.out.next())["listening"]
    assert post(address, body("deauthorized")).status_code == 200
    until((tmp_path / "told.begun").exists, "the channel's process")
    assert program.stop(SIGKILL) == -SIGKILL
    assert not told.exists()
    program = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
    until(lambda: told.exists() and told.read_text().endswith("}"), "the second try")
    assert json.loads(told.read_text())["about"] == "raised"
    assert program.stop() == 0
    (alert,) = [json.loads(line) for line in sa("alerts", "list", "--json")[1].splitlines()]
    assert [(one["name"], one["outcome"]) for one in alert["channels"]] == [("pager", "sent")]
