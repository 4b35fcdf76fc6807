"""A recorder over a real store, deliveries that are posted to it, and what they made of the store."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sa_monitor.model.delivery import Outcome
from sa_monitor.model.signature import sign
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.places import Places, find_places
from sa_monitor.store.reader import Reader
from tests.listener.wire import until

PATIENCE = 60


def places_in(folder: Path) -> Places:
    """Name the places of a test."""
    return find_places(folder / "data", folder / "conf" / "config.toml", {})


def only(places: Places, **variables: str) -> dict[str, str]:
    """Give an environment that holds nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    folders = {"SA_MONITOR_DATA_DIR": str(places.data), "SA_MONITOR_CONFIG": str(places.config)}
    return {**kept, "HOME": str(places.data.parent), "PYTHONUTF8": "1", **folders, **variables}


@contextmanager
def recording(
    places: Places, secrets: Mapping[str | None, str], **settings: Any
) -> Iterator[tuple[Recorder, str]]:
    """Record at a free port, with these secrets of webhooks known; gives the recorder and its URL."""
    file = CredentialsFile(places.credentials, lambda: 0)
    for webhook, secret in secrets.items():
        file.add_secret(webhook, secret)
    recorder = Recorder(load_settings({"port": 0, **settings}, {}, places.config), places, environ={})
    url = recorder.start()
    try:
        yield recorder, url
    finally:
        recorder.stop()


class Sender:
    """Posts deliveries on one connection that stays."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        self._path = parts.path

    def __call__(self, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> int:
        """Post a body with these headers, repeated ones too; gives the status."""
        self._line.putrequest("POST", self._path)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self._line.putheader(name, value)
        self._line.endheaders(body)
        answer = self._line.getresponse()
        answer.read()
        return answer.status

    def signed(self, body: bytes, secret: str) -> int:
        """Post it as Webex does."""
        return self(body, [("X-Spark-Signature", sign(secret, body))])

    def close(self) -> None:
        """End the connection."""
        self._line.close()


@contextmanager
def settled(places: Places, deliveries: int) -> Iterator[Reader]:
    """Give a reader once so many deliveries that were taken are projected."""
    with Reader.open(places.database) as reader:
        until(lambda: _projected(reader) == deliveries, f"{deliveries} projected deliveries")
        yield reader


def _projected(reader: Reader) -> int:
    waiting = (None, Outcome.REJECTED)
    return sum(one.outcome not in waiting for one in reader.deliveries(limit=None))


def run(places: Places, *arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sa_monitor", *arguments],
        env=only(places, **variables),
        input=stdin.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
