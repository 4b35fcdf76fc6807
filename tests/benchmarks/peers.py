"""Other programs that take the same POST. None of them is installed by us; each is started as it is kindest to it.

- `webhook` (Debian): an HMAC-SHA1 trigger rule and nothing to do, or a command that appends the body to a file and
  syncs it before the answer.
- `mitmdump` (mitmproxy): answers by an addon of three lines, without an upstream, and writes flows to a file.
- `capstan` (PyPI): an inspector for the terminal; it keeps requests in memory alone and looks at no signature.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.load import SECRET
from tests.benchmarks.servers import Server
from tests.benchmarks.setting import Setting
from tests.benchmarks.terminal import Terminal

NOTHING, STORING, MITMDUMP, CAPSTAN = "webhook doing nothing", "webhook storing", "mitmdump", "capstan"
_PATIENCE = 20

_STORE = """#!/bin/sh
printf '%s\\n' "$BODY" >> {file} && exec sync --data {file}
"""
_ANSWER = """from mitmproxy import http
def request(flow):
    flow.response = http.Response.make(200, b'{"delivery": 1}', {"Content-Type": "application/json"})
"""


@contextmanager
def peers(setting: Setting) -> Iterator[dict[str, Server]]:
    """Run those that are installed; who isn't is named on standard error."""
    makers: dict[str, tuple[str, str, Callable[[str], AbstractContextManager[Server]]]] = {
        NOTHING: ("webhook", "webhook", _webhook_nothing),
        STORING: ("webhook", "webhook", _webhook_storing),
        MITMDUMP: ("mitmdump", "mitmproxy", _mitmdump),
        CAPSTAN: ("capstan", "capstan", _capstan),
    }
    with ExitStack() as stack:
        running = {}
        for name, (program, package, start) in makers.items():
            path = setting.peer(program, package)
            if path is None:
                print(f"{name}: skipped, {package} isn't installed", file=sys.stderr)
            else:
                running[name] = stack.enter_context(start(path))
        yield running


@contextmanager
def _webhook_nothing(program: str) -> Iterator[Server]:
    with _webhook(program, {"execute-command": ""}) as server:
        yield server


@contextmanager
def _webhook_storing(program: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="sa-monitor-webhook-") as folder:
        script = Path(folder) / "store.sh"
        script.write_text(_STORE.format(file=Path(folder) / "bodies"))
        script.chmod(0o700)
        body = [{"source": "raw-request-body", "envname": "BODY"}]
        does = {"execute-command": str(script), "pass-environment-to-command": body}
        with _webhook(program, does | {"include-command-output-in-response": True}) as server:
            yield server


@contextmanager
def _webhook(program: str, does: dict[str, object]) -> Iterator[Server]:
    signature = {"source": "header", "name": "X-Spark-Signature"}
    rule = {"match": {"type": "payload-hmac-sha1", "secret": SECRET, "parameter": signature}}
    with tempfile.TemporaryDirectory(prefix="sa-monitor-webhook-") as folder:
        hooks = Path(folder) / "hooks.json"
        hooks.write_text(json.dumps([{"id": "webhook", "trigger-rule": rule, **does}]))
        port = _free_port()
        command = [program, "-hooks", str(hooks), "-ip", "127.0.0.1", "-port", str(port)]
        with _running(command, port, "/hooks/webhook") as server:
            yield server


@contextmanager
def _mitmdump(program: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="sa-monitor-mitmdump-") as folder:
        addon, port = Path(folder) / "answer.py", _free_port()
        addon.write_text(_ANSWER)
        command = [program, "-q", "--mode", "reverse:http://127.0.0.1:1", "-p", str(port), "-s", str(addon)]
        command += ["--set", "connection_strategy=lazy", "--set", f"confdir={folder}"]
        with _running([*command, "-w", str(Path(folder) / "flows")], port, "/webhook") as server:
            yield server


@contextmanager
def _capstan(program: str) -> Iterator[Server]:
    port = _free_port()
    with Terminal([program, "--port", str(port), "--status", "200"], environ=dict(os.environ)) as terminal:
        _wait_for(port)
        yield Server(f"http://127.0.0.1:{port}/webhook", terminal.pid)


@contextmanager
def _running(command: list[str], port: int, path: str) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Server(f"http://127.0.0.1:{port}{path}", process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def versions(setting: Setting) -> dict[str, str]:
    """Give the versions of the peers that are there."""
    asked = {
        "webhook": (setting.peer("webhook", "webhook"), ["-version"]),
        "mitmproxy": (setting.peer("mitmdump", "mitmproxy"), ["--version"]),
        "toolong": (setting.peer("tl", "toolong"), ["--version"]),
        "harlequin": (setting.peer("harlequin", "harlequin"), ["--version"]),
        "sqlite3": (shutil.which("sqlite3"), ["--version"]),
    }
    return {name: _version([path, *option]) for name, (path, option) in asked.items() if path is not None}


def _version(command: list[str]) -> str:
    printed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout
    numbers = (word.rstrip(",") for word in printed.split() if word[:1].isdigit() and "." in word)
    return next(numbers, "unknown version")
