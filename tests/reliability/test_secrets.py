"""Canaries in place of all secrets, and everything that the program produces searched for them (issue 7, "Secrets")."""

import json
import logging
import os
import signal
import stat
from pathlib import Path

import pytest

from sa_monitor.errors import Refused, SettingsError
from sa_monitor.model.signature import sign
from sa_monitor.monitor.clipboard import Clipboard
from sa_monitor.settings.loading import load_settings
from sa_monitor.simulator.server import Simulator
from sa_monitor.store.reader import Reader
from sa_monitor.webex.patience import Patience
from sa_monitor.webex.renewal import renew
from tests.cli.program import Program
from tests.cli.terminal import Terminal
from tests.listener.wire import until
from tests.monitor.webhook_stage import instantly
from tests.reliability.canaries import (
    CANARY,
    CHANNEL,
    IN_ENVIRONMENT,
    INTEGRATION,
    OF_WEBHOOK,
    TOKEN,
    files,
    planted,
)
from tests.reliability.recording import Sender, only, places_in, run
from tests.store.conftest import body_of
from tests.ui.stage import Posed, gone, seen, shown
from tests.webex.hostile import Hostile, http


@pytest.fixture
def places(tmp_path):
    return places_in(tmp_path)


@pytest.fixture
def webex():
    with Simulator(seed=1, token=TOKEN, rate=0) as simulator:
        yield simulator


def command_lines(pid):
    """Give the command lines of a process and of all that it started."""
    every = [Path(f"/proc/{pid}/cmdline"), *Path("/proc").glob("[0-9]*/cmdline")]
    lines = b""
    for path in every:
        try:
            if path.parent.name == str(pid) or f"\nPPid:\t{pid}\n" in (path.parent / "status").read_text():
                lines += path.read_bytes()
        except OSError:
            continue
    return lines


def test_no_secret_is_in_anything_that_is_said_or_kept(places, webex, tmp_path):
    planted(places)
    known = {"WEBEX_ACCESS_TOKEN": TOKEN, "SA_MONITOR_SECRET": IN_ENVIRONMENT}
    told = only(places, SA_MONITOR_API_URL=webex.api_url, **known)
    said = []
    listen = Program(["listen", "--port", "0", "--json", "--verbose"], told)
    try:
        url = json.loads(listen.out.next())["listening"]
        sender = Sender(url)
        assert sender.signed(body_of("authorized"), OF_WEBHOOK) == 200
        assert sender.signed(body_of("deauthorized", webhook="other"), IN_ENVIRONMENT) == 200
        assert (
            sender(body_of(), [("X-Spark-Signature", "0" * 40), ("Authorization", f"Bearer {TOKEN}")]) == 401
        )
        assert sender(body_of(), [("Cookie", TOKEN)]) == 401
        sender.close()
        listen.err.until("rejected")
        if Path("/proc").is_dir():
            said.append(command_lines(listen.process.pid))
        for words in (
            ("info", "--json"),
            ("doctor", "--json", "--verbose"),
            ("token", "show", "--json"),
            ("secrets", "list", "--json"),
            ("webhooks", "create", "--dry-run", "--json", "--target-url", "https://x.example/webhook"),
            ("deliveries", "--json"),
            ("show", "1", "--json"),
            ("export", "--output", str(tmp_path / "events.jsonl")),
        ):
            ended = run(places, *words, SA_MONITOR_API_URL=webex.api_url, **known)
            assert ended.returncode in (0, 1), (words, ended.stderr)
            said += [ended.stdout, ended.stderr]
    finally:
        listen.kill()
    assert listen.out.seen
    said += [listen.out.text.encode(), listen.err.text.encode()]
    said += [path.read_bytes() for path in files(tmp_path) if path != places.credentials]
    assert len(said) > 20
    assert [piece for piece in said if CANARY.encode() in piece] == []


def test_no_channel_and_no_heartbeat_that_fails_tells_its_url(places, tmp_path):
    planted(places)
    nobody = "http://127.0.0.1:9/canary-nobody"
    written = places.credentials.read_text()
    places.credentials.write_text(f'siem = "{nobody}"\nkey = "canary-key"\n{written}')
    places.config.write_text(
        f'heartbeat_url = "{nobody}"\n[[channels]]\nname = "siem"\nurl = "credentials:siem"\n'
        'secret = "credentials:key"\n[[channels]]\nname = "chatops"\napprise = "credentials:chatops"\ntimeout = 1\n'
    )
    told = only(places)
    said = []
    listen = Program(["listen", "--port", "0", "--json", "--verbose"], told)
    try:
        sender = Sender(json.loads(listen.out.next())["listening"])
        assert sender.signed(body_of("deauthorized"), OF_WEBHOOK) == 200
        sender.close()
        with Reader.open(places.database) as reader:
            until(lambda: _tried(reader) == {"siem", "chatops"}, "both channels to be tried")
        until(lambda: places.log.exists() and "heartbeat" in places.log.read_text(), "a heartbeat")
        if Path("/proc").is_dir():
            said.append(command_lines(listen.process.pid))
        for words in (("alerts", "list", "--json"), ("alerts", "channels", "--test", "--json"), ("doctor",)):
            ended = run(places, *words, "--verbose")
            said += [ended.stdout, ended.stderr]
    finally:
        listen.kill()
    said += [listen.out.text.encode(), listen.err.text.encode()]
    said += [path.read_bytes() for path in files(tmp_path) if path not in (places.credentials, places.config)]
    assert [piece for piece in said if CANARY.encode() in piece] == []


def _tried(reader):
    return {told.name for alert in reader.alerts() for told in alert.told if told.error}


def test_no_secret_is_in_what_a_mistake_leaves(places, webex):
    """Also where the credentials can't be read, Webex refuses them, or a header can't hold them."""
    planted(places)
    said = []
    for token in (f"{TOKEN}-wrong", f"{TOKEN}\n", f"{TOKEN}\r\nX: y", f"{TOKEN}\u2026", f"{TOKEN}\udcff"):
        for words in (("webhooks", "list"), ("token", "show")):
            ended = run(
                places, *words, "--verbose", SA_MONITOR_API_URL=webex.api_url, WEBEX_ACCESS_TOKEN=token
            )
            said += [ended.stdout, ended.stderr]
    good = places.credentials.read_text()
    for broken in (good + "\n[[", good.replace("[integration]", "integration = 1\n[x]"), good + 'token = "'):
        places.credentials.write_text(broken)
        ended = run(places, "doctor", "--verbose", SA_MONITOR_API_URL=webex.api_url)
        said += [ended.stdout, ended.stderr]
    assert all(CANARY.encode() not in piece for piece in said), said
    assert b"Traceback" not in b"".join(said)


@pytest.mark.parametrize(
    "wrong",
    [
        f'heartbeat_url = "{CANARY}heartbeat"',
        f'heartbeat_url = ["{CHANNEL}"]',
        f'channels = "{CHANNEL}"',
        f'[channels]\nname = "x"\nurl = "{CHANNEL}"',
        f'[[channels]]\nname = "x"\nurl = "{CANARY}url"',
        f'[[channels]]\nname = "x"\napprise = "{CHANNEL}"',
        f'[[channels]]\nname = "x"\ncommand = "{CHANNEL}"',
        f'[[channels]]\nname = "x"\nurl = "https://x.example"\nsecret = "{CANARY}secret"',
        f'heartbeat_url = "{CHANNEL}',
    ],
)
def test_no_mistake_in_the_configuration_repeats_a_secret(places, wrong):
    places.config.parent.mkdir(parents=True, exist_ok=True)
    places.config.write_text(wrong)
    with pytest.raises(SettingsError) as raised:
        load_settings({}, {}, places.config)
    assert f"{places.config}, line " in str(raised.value)
    assert CANARY not in str(raised.value)


def test_no_variable_that_is_wrong_repeats_a_secret(places):
    with pytest.raises(SettingsError) as raised:
        load_settings({}, {"SA_MONITOR_HEARTBEAT_URL": f"{CANARY}heartbeat"}, places.config)
    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("status", [400, 401, 403, 500])
async def test_no_answer_of_webex_brings_back_what_renewed_a_token(status):
    """A proxy, or a mistake at Webex, may repeat the whole request in what it says of it."""
    sent = (INTEGRATION.client_secret, INTEGRATION.refresh_token)
    echo = json.dumps({"message": " ".join(sent), "errors": [{"description": sent[1]}]}).encode()
    with Hostile(http(echo, status)) as webex, pytest.raises(Refused) as raised:
        await renew(
            f"{webex.url}/v1",
            client_id=INTEGRATION.client_id,
            client_secret=sent[0],
            refresh_token=sent[1],
            patience=Patience(sleep=instantly),
        )
    assert CANARY not in f"{raised.value} {raised.value.tracking_id}"


def test_no_answer_of_webex_brings_a_token_back(places):
    echo = json.dumps({"message": f"Bearer {TOKEN}"}).encode()
    with Hostile(http(echo, 400)) as webex:
        ended = run(
            places, "webhooks", "list", SA_MONITOR_API_URL=f"{webex.url}/v1", WEBEX_ACCESS_TOKEN=TOKEN
        )
    assert b"refused it (400): Bearer (not shown)." in ended.stderr


async def test_no_picture_of_the_screen_shows_a_secret_that_is_typed(places):
    async with shown(Posed(places)) as (app, pilot):
        for key, title in (("S", "Signing secret"), ("T", "Webex token")):
            await pilot.press(key)
            await seen(pilot, title)
            await pilot.press(*"canary-typed")
            assert CANARY not in app.export_screenshot()
            await pilot.press("escape")
            await gone(pilot, title)


def test_no_value_that_holds_a_secret_prints_it(places, caplog):
    file = planted(places)
    values = [file.read(), file, INTEGRATION, *file.read().secrets]
    with caplog.at_level(logging.DEBUG):
        for value in values:
            logging.getLogger("x").warning("%r %s %r", value, value, [value])
    assert CANARY not in caplog.text


async def test_no_child_finds_a_secret_in_its_environment(places, tmp_path, monkeypatch):
    script = tmp_path / "tmux"
    script.write_text(f'#!/bin/sh\nenv >"{tmp_path}/env"\ncat >/dev/null\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("WEBEX_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("SA_MONITOR_SECRET", IN_ENVIRONMENT)
    await Clipboard({"TMUX": "set"}).copy("text")
    found = (tmp_path / "env").read_text()
    assert "PATH=" in found
    assert CANARY not in found


def asked_on_a_screen(environ):
    """Ask something on a screen, which keeps what was asked."""
    screen = Terminal(["--port", "0"], environ | {"TERM": "xterm-256color"}, size=(24, 80))
    screen.until("Events")
    screen.press("/app-1\r")
    screen.until("matching")
    os.kill(screen.pid, signal.SIGTERM)
    assert screen.end() == 0


def test_only_their_owner_can_read_the_files_whatever_the_umask(places, tmp_path):
    before = os.umask(0)
    try:
        told = only(places, SA_MONITOR_SECRET=IN_ENVIRONMENT)
        listen = Program(["listen", "--port", "0", "--json", "--verbose"], told)
        try:
            sender = Sender(json.loads(listen.out.next())["listening"])
            assert sender(body_of(), [("X-Spark-Signature", sign(IN_ENVIRONMENT, body_of()))]) == 200
            sender.close()
            assert run(places, "secrets", "add", "hook-1", stdin=OF_WEBHOOK).returncode == 0
            assert run(places, "token", "set", stdin=TOKEN).returncode in (0, 3)
            assert run(places, "export", "--output", str(tmp_path / "out.jsonl")).returncode == 0
            assert run(places, "rebuild").returncode == 0
            asked_on_a_screen(told)
            modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path).rglob("*")}
        finally:
            listen.kill()
    finally:
        os.umask(before)
    made = {path.name for path in modes}
    assert {"events.db", "events.db-wal", "events.db-shm", "credentials.toml", "listener.lock"} <= made
    assert {"out.jsonl", "queries"} <= made
    open_to_others = {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert open_to_others == {}
