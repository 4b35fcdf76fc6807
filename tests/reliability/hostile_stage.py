"""A data folder in which everything that can be foreign is hostile: heard over HTTP, told by Webex, entered by hand."""

import http.client
import json
import sys
from urllib.parse import urlsplit

from sa_monitor.model.alert import Outcome
from sa_monitor.model.expectation import Expectation
from sa_monitor.model.instants import HOUR
from sa_monitor.model.signature import sign
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.telling import Telling
from sa_monitor.settings.places import Places
from sa_monitor.store.alerts import acknowledge
from sa_monitor.store.expectations import expect
from sa_monitor.store.reader import Reader
from tests.listener.wire import until
from tests.reliability.hostile import PIECES, bodies, bodies_of_no_text, body_of

SECRET = "a-secret-of-the-test"
UNSIGNED, NO_HTTP = 401, 400

NAME = "".join(PIECES[name] for name in ("title", "bidi", "markup", "osc 52", "broken markup"))
"""A name for what people name themselves."""

PRINTABLE = PIECES["markup"] + PIECES["broken markup"] + PIECES["indic"]
"""As hostile as a name in config.toml may be."""

HEADERS = (
    b"User-Agent: curl \x9d0;pwned\x9c \x9b5m \xc2\x9b5m \xe2\x80\xae",
    b"X-Forwarded-For: 203.0.113.7 \x9d0;pwned\x9c, [link=https://evil.example]x",
    b"Trackingid: \xe2\x80\xaepwned\xc2\x9d0;pwned\xc2\x9c =cmd|' /C calc'!A0",
    b"Content-Type: application/\xc2\x9b5mjson",
)


def configured(places: Places, target: str) -> None:
    """Write a configuration whose names are hostile, with a channel that says hostile things and fails."""
    says = "import sys; sys.stderr.buffer.write(bytes(range(256)) + b'\\x1b]0;pwned\\x07'); sys.exit(1)"
    command = [sys.executable, "-c", says]
    places.config.parent.mkdir(parents=True, exist_ok=True)
    places.config.write_text(
        f"public_url = {json.dumps(target)}\n"
        f'[[channels]]\nname = {json.dumps(PRINTABLE)}\ncommand = {json.dumps(command)}\nmin_severity = "notice"\n'
        '[[channels]]\nname = "desk"\nterminal = "desktop"\nmin_severity = "notice"\n'
        f'[[rules]]\nname = {json.dumps(PRINTABLE + "rule")}\nquery = "event:authorized"\nseverity = "notice"\n',
        encoding="utf-8",
    )


def hear(places: Places, url: str) -> None:
    """Have a listener hear all of the corpus: signed, not signed, with hostile headers, and as what is no text."""
    taken = [*bodies(), *bodies_of_no_text()]
    for body in taken:
        status = post(url, body, (f"X-Spark-Signature: {sign(SECRET, body)}".encode(),))
        assert status in (200, 400), status
    for name in ("title", "bidi", "c1", "lines", "markup"):
        assert post(url, body_of(PIECES[name], 1)) == UNSIGNED
    assert post(url, body_of(PIECES["dcs"], 1), (b"X-Spark-Signature: " + b"0" * 40,)) == UNSIGNED
    assert post(url, body_of(PIECES["csi"], 1), (b"X-Escape: \x1b]0;pwned\x07",)) == NO_HTTP
    with Reader.open(places.database) as reader:
        until(lambda: _settled(reader, len(taken)), "everything to be projected, kept and told")


def _settled(reader: Reader, taken: int) -> bool:
    totals, alerts = reader.totals(), reader.alerts(limit=1)
    failed = any(told.outcome is Outcome.FAILING for alert in alerts for told in alert.told)
    return totals.deliveries == taken and not totals.waiting and totals.rejected_kept == 6 and failed


def entered(places: Places) -> None:
    """Enter by hand what can be: owners, notes, names of organizations, windows, an acknowledgement."""
    now, telling = wall_clock(), Telling(places)
    with Reader.open(places.database) as reader:
        standings, alerts = reader.authorizations(), reader.alerts()
    for standing, piece in zip(standings, PIECES.values(), strict=False):
        telling.annotate(standing.app_id, owner=piece, note=f"note {piece}", critical=True)
    telling.call_org(standings[-1].org_id, NAME)
    expect(
        places.database, Expectation(app=NAME, org=NAME, since=now, until=now + HOUR, note=NAME, made_by=NAME)
    )
    acknowledge(places.database, alerts[0].id, by=NAME, at=now, note=NAME, intended=False)


def post(url: str, body: bytes, headers: tuple[bytes, ...] = ()) -> int:
    """Post with hostile headers, byte for byte; gives the status."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    line.connect()
    lines = [f"POST {parts.path} HTTP/1.1".encode(), b"Host: x", *HEADERS, *headers]
    lines.append(b"Content-Length: %d" % len(body))
    line.sock.sendall(b"\r\n".join([*lines, b"", body]))
    answer = http.client.HTTPResponse(line.sock, method="POST")
    answer.begin()
    answer.read()
    line.close()
    return answer.status
