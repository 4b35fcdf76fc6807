"""Hostile text from everywhere to every surface, checked as the bytes that a real terminal gets (issue 7, 6)."""

import json
import os
import signal

import pytest

from sa_monitor.settings.credentials import CredentialsFile
from tests.cli.terminal import Terminal, plain
from tests.reliability.emitted import findings
from tests.reliability.hostile_stage import NAME, SECRET, configured, entered, hear
from tests.reliability.hostile_webex import SOME, HostileWebex
from tests.reliability.recording import only, places_in

TARGET = "https://hooks.example.com/webhook"
SEVERAL = """
import json, sys
from sa_monitor.cli.main import run
for words in json.loads(sys.argv[1]):
    print("\\n====", ascii(words), flush=True)
    run(words)
"""


class Stage:
    """A data folder full of hostile text, and a Webex that tells more of it."""

    def __init__(self, places, environ):
        self.places = places
        self.environ = environ

    def terminal(self, *words, size=(24, 80), code=None, **variables):
        """Run the program on a terminal of its own."""
        kept = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        return Terminal(words, self.environ | kept | variables, size=size, code=code)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    places = places_in(tmp_path_factory.mktemp("hostile"))
    with HostileWebex(TARGET) as webex:
        configured(places, TARGET)
        CredentialsFile(places.credentials, lambda: 0).add_secret(NAME, SECRET)
        known = {"WEBEX_ACCESS_TOKEN": "token", "SA_MONITOR_SECRET": SECRET}
        stage = Stage(places, only(places, SA_MONITOR_API_URL=webex.api_url, **known))
        stage.listen = stage.terminal("listen", "--port", "0", "--json", "--verbose", size=(24, 200))
        stage.listen.until('"listening"')
        try:
            url = json.loads(stage.listen.seen.split("\r\n")[0])["listening"]
            hear(places, url)
        finally:
            os.kill(stage.listen.pid, signal.SIGTERM)
        assert stage.listen.end() == 0
        entered(places)
        yield stage


def test_what_listen_tells_acts_on_no_terminal(stage):
    assert findings(stage.listen.written) == []


def test_no_command_writes_anything_that_acts(stage):
    numbers = [str(number) for number in range(1, 46)]
    commands = [
        ["events", "--limit", "0"],
        ["events", "--limit", "0", "--json"],
        ["apps"],
        ["apps", "--json"],
        ["deliveries", "--limit", "0"],
        ["deliveries", "--limit", "0", "--json"],
        *(["show", number] for number in numbers),
        *(["show", number, "--json"] for number in numbers[:8]),
        ["gaps"],
        ["export", "--format", "csv"],
        ["export", "--format", "jsonl"],
        ["alerts", "list"],
        ["alerts", "list", "--json"],
        ["alerts", "channels", "--test"],
        ["alerts", "channels", "--json"],
        ["expect", "list"],
        ["expect", "list", "--json"],
        ["secrets", "list"],
        ["token", "show"],
        ["token", "show", "--json"],
        ["webhooks", "list"],
        ["webhooks", "list", "--json"],
        ["webhooks", "show", NAME],
        *(["webhooks", "show", f"{piece[:200]}hook{number}"] for number, piece in [*enumerate(SOME)][1::6]),
        ["webhooks", "create", "--yes", "--name", NAME, "--filter-friendly-name", NAME],
        ["webhooks", "create", "--dry-run", "--name", NAME, "--target-url", f"https://{NAME}"],
        ["webhooks", "delete", "--yes", NAME],
        ["apps", "set", NAME, "--note", NAME],
        ["apps", "set", NAME, "--new", "--note", NAME, "--owner", NAME],
        ["trigger", "authorized", "--url", "http://127.0.0.1:9/x", "--name", NAME],
        ["import", NAME],
        ["events", NAME],
        ["events", f"app:{NAME}"],
        [NAME],
        ["--data-dir", NAME, "info"],
        ["--config", NAME, "info"],
        ["--port", NAME],
        ["show", NAME],
        ["doctor"],
        ["doctor", "--json"],
        ["info"],
        ["info", "--json"],
        ["prune", "--keep-days", "1", "--dry-run"],
        ["rebuild"],
    ]
    program = stage.terminal(json.dumps(commands), size=(24, 80), code=SEVERAL)
    assert program.end() == 0
    assert "Traceback" not in program.seen
    for piece in program.written.split(b"\n==== "):
        exact = b"--json" in piece[:200] or piece.startswith(b"['export")
        assert findings(piece, controls="\r\n\t", exact=exact) == [], piece[:200]


ESCAPE, DOWN = "\x1b[27u", "\x1b[B"
WALK = (
    ("1", "Events"),
    ("jjjjjkkd", ""),
    ("\r", "is no longer"),
    ("Gb", "laid out"),
    ("C", "Copy as"),
    ("\r", "Sent"),
    ("1o", "Owner"),
    (ESCAPE, "Events"),
    ("hjjo", "as Webex"),
    (ESCAPE, "Events"),
    ("\r", "known"),
    ("1s", "Organizations"),
    ("/app:", "app:"),
    (DOWN * 3, ""),
    (ESCAPE * 3, "Events"),
    ("fc", "matching"),
    ("2", "Webhooks of"),
    ("jjj", "for"),
    ("\r", "resource"),
    ("q", "Webhooks of"),
    ("E", "Edit"),
    (ESCAPE, "Webhooks of"),
    ("x", "Delete"),
    (ESCAPE, "Webhooks of"),
    ("N", "New webhook"),
    (ESCAPE, "Webhooks of"),
    ("n", "New webhook"),
    (ESCAPE, "Webhooks of"),
    ("3", "Alerts"),
    ("jjja", "I am on it"),
    (ESCAPE, "Alerts"),
    ("w", "Planned window"),
    (ESCAPE, "Alerts"),
    ("c", "Sent"),
    ("4", "Activity"),
    ("5", "Deliveries"),
    ("jj\r", "Headers that are kept"),
    ("GbC", "Copy as"),
    (ESCAPE, "esc back"),
    ("6", "Doctor"),
    ("jjjj\tG", ""),
    (":", "Search"),
    (ESCAPE, "newest first"),
    ("S", "Signing secret"),
    ("\t" + DOWN * 4, "Webhook id"),
    (ESCAPE, "Doctor"),
    ("1", "Events"),
    ("e", "Export"),
    (ESCAPE, "Events"),
)
"""Keys, and words that come then, through everything that shows foreign text."""

SHORT = (
    ("jjj", ""),
    ("3", "Alerts"),
    ("5", "Deliveries"),
    ("jj\r", "Headers that are kept"),
)


def past_the_news(program):
    """Go to the page of webhooks, past the page of what came meanwhile, which may open at any moment."""
    for _ in range(100):
        if "Webhooks of" in plain(program.seen):
            return
        program.press(ESCAPE + "2")
        program.quiet()
    raise AssertionError(plain(program.seen[-8000:]))


@pytest.mark.parametrize(("options", "walk"), [((), WALK), (("--ascii",), SHORT)], ids=["utf-8", "ascii"])
def test_the_screens_let_nothing_act_on_the_terminal(stage, options, walk):
    program = stage.terminal("--port", "0", *options, size=(24, 80))
    program.until("all alerts")
    program.until("webhooks inactive")
    past_the_news(program)
    for keys, words in walk:
        at = len(program.seen)
        program.press(keys)
        program.until(words, at)
        program.quiet()
    os.kill(program.pid, signal.SIGTERM)
    assert program.end() == 0
    assert findings(program.written) == []
    if options:
        assert program.written.isascii()
