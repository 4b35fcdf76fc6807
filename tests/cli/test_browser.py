"""In a web browser: `textual serve` shows the screen, and takes keys there."""

import asyncio
import base64
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.cli.program import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,700",
)

PICTURE = os.environ.get("SA_MONITOR_BROWSER_PICTURE")
"""Where a picture of the page is to be kept, for whoever wants to see it."""

_BINARY = 2
"""The kind of frame in which a terminal's bytes come."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(environ):
    """Serve the demo, and give the address."""
    port = free_port()
    command = shlex.join([sys.executable, "-m", "sa_monitor", "demo", "--seed", "1"])
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from textual_dev.cli import run; run()",
            "serve",
            "-p",
            str(port),
            "-c",
            command,
        ],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"http://localhost:{port}"
    server.send_signal(signal.SIGINT)
    server.wait(PATIENCE)


class Browser:
    """A page of Chromium, driven over its own protocol; `seen` is what came to it over web sockets."""

    def __init__(self, socket):
        self._socket = socket
        self._number = 0
        self.seen = b""

    async def do(self, method, **params):
        """Have it do something, and give the result."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            told = await self._hear()
            if told.get("id") == self._number:
                return told["result"]

    async def until(self, words):
        """Wait until words came from the server."""
        async with asyncio.timeout(PATIENCE):
            while words.encode() not in self.seen:
                await self._hear()

    async def press(self, key):
        """Press a key on the page."""
        await self.do("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.do("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def _hear(self):
        told = json.loads((await self._socket.receive()).data)
        if told.get("method") == "Network.webSocketFrameReceived":
            frame = told["params"]["response"]
            if frame["opcode"] == _BINARY:
                self.seen += base64.b64decode(frame["payloadData"])
        return told


@asynccontextmanager
async def browser(folder):
    """Open a browser with a page."""
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *QUIET, f"--user-data-dir={folder}", "about:blank", stderr=asyncio.subprocess.DEVNULL
    )
    try:
        port = await announced(Path(folder) / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                page = next(page for page in await answer.json() if page["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as connected:
                opened = Browser(connected)
                await opened.do("Network.enable")
                await opened.do("Page.enable")
                yield opened
    finally:
        process.kill()
        await process.wait()


async def announced(file):
    """Wait for the file in which Chromium tells its port, and give that."""
    return await asyncio.to_thread(_announced, file)


def _announced(file):
    give_up = time.monotonic() + PATIENCE
    while not (file.exists() and "\n" in file.read_text()):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    return file.read_text().split("\n", 1)[0]


async def answers(url):
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


async def test_a_browser_shows_the_screen_and_takes_keys(served, tmp_path):
    await answers(served)
    async with browser(tmp_path / "browser") as page:
        await page.do("Page.navigate", url=served)
        await page.until("call-reporting")
        await page.until("✓")
        if PICTURE:
            taken = await page.do("Page.captureScreenshot")
            await asyncio.to_thread(Path(PICTURE).write_bytes, base64.b64decode(taken["data"]))
        await page.do("Runtime.evaluate", expression="document.querySelector('textarea').focus()")
        await page.press("5")
        await page.until("Deliveries")
        await page.press("?")
        await page.until("Keys")
