"""What must hold of any body, header, filter, query, date and line of an export."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.exported import as_arrival, read_exported
from sa_monitor.model.filter import parse_filter
from sa_monitor.model.instants import parse_instant, rfc3339
from sa_monitor.model.moments import Clock
from sa_monitor.model.payload import glance, read_payload
from sa_monitor.model.query import parse_query
from sa_monitor.model.signature import GENERAL, Secret, judge
from sa_monitor.model.webex_id import short_id, uuid_of
from tests.reliability.mutation import mutate

_SAMPLES = Path(__file__).parent.parent / "model" / "samples"
BODIES = (
    *(file.read_bytes() for file in sorted(_SAMPLES.glob("*.json"))),
    b"", b"{}", b"[]", b"null", b'{"resource": "serviceApp"}', b'{"data": {"scopes": null}}', b'{"data": [[[[1]]]]}',
    b'{"id": 1e400, "event": "authorized"}', b'{"a": "\\ud800"}', b'\xef\xbb\xbf{"a": 1}', b'{"a": NaN}',
    b'{"data": {"id": "a", "authorizerOrgId": "b", "authorizationDate": "9999-12-31T23:59:59Z"}}',
)  # fmt: skip
JSON_WORDS = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"null", b"true", b"false", b"0", b"-1",
    b"1e999", b"NaN", b"\\u0000",
    b"\\ud800", b"\\udc00\\ud800", b"\xff", b"\xe2\x80\xae", b"\x00", b"[" * 600, b'{"a":' * 600, b'"data"', b'"id"',
    b'"event"', b'"resource"', b'"scopes"', b'"authorizationDate"', b'"authorizerOrgId"', b'"deauthorized"',
    b'"2026-11-14T12:00:00.000Z"', b'"2026-11-14"', b'"0000-00-00"', b'"+999999-01-01T00:00Z"',
    b"99999999999999999999",
)  # fmt: skip
TEXTS = (
    b"event:deauthorized app:call-reporting", b'org:"Acme Corp",Initech -scope:spark* since:7d', b"until:2026-11-14",
    b"is:repeated -word site:a*b", b"friendlyName=Reporting&trainSiteNames=a.webex.com", b"adminTrainSiteName=x&id=1",
    b"2026-11-14T12:00:00.000+01:00", b"2026-11-14 12:00", b"1969-12-31T23:59:59.999Z", b"0001-01-01T00:00:00Z",
    b"sha256=00ff", b"0" * 40, b"sha1=" + b"A" * 40, b"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8xMjM",
    b'{"id": 1, "event": "authorized", "app_id": "a", "org_id": "b", "scopes": [], "deliveries": 2}',
)  # fmt: skip
TEXT_WORDS = (
    b":", b"-", b",", b'"', b"*", b"&", b"=", b" ", b"\\", b"(", b"[", b"%", b"\x00", b"\x1b",
    b"\xe2\x80\xae", b"event:", b"app:",
    b"since:", b"is:", b"99999d", b"0d", b"yesterday", b"Z", b"T", b"+99:99", b"24:00",
    b"9999999999", b"null", b"{", b"}",
)  # fmt: skip
_CLOCK = Clock(1_794_657_600_000)
_SECRETS = (Secret(GENERAL, "s3cret"), Secret("hook-1", ""))


def check_body(body: bytes) -> None:
    """Read a body in every way there is; what is known of it can be stored and shown."""
    reading = read_payload(body)
    assert reading.problem is None or reading.problem.isprintable()
    quick = glance(body)
    assert quick is None or quick.webhook_id is None or quick.webhook_id == reading.webhook_id
    happening = reading.happening
    if happening is not None:
        json.dumps([getattr(happening, name) for name in happening.__struct_fields__], default=repr).encode()
        for webex_id in (happening.app_id, happening.org_id):
            assert webex_id
            uuid_of(webex_id)
            short_id(webex_id)
        if happening.date is not None:
            rfc3339(happening.date)


def check_text(text: str) -> None:
    """Read a text as everything that is read from texts; what it isn't is one of our errors, and nothing else."""
    moment = parse_instant(text)
    assert moment is None or parse_instant(rfc3339(moment)) == moment
    judge(text.encode(errors="replace"), (text, None), _SECRETS)
    judge(b"", (None, text), _SECRETS)
    uuid_of(text)
    for read in (parse_filter, lambda given: parse_query(given, _CLOCK), _import):
        _expect_ours(read, text)


def any_body(chance: Random) -> bytes:
    """Make a body."""
    return mutate(chance, BODIES, JSON_WORDS)


def any_text(chance: Random) -> str:
    """Make a text."""
    return mutate(chance, TEXTS, TEXT_WORDS).decode(errors="replace")


def _import(text: str) -> object:
    try:
        record = json.loads(text)
        return as_arrival(read_exported(record)) if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        return None  # a line that an import skips, saying why


def _expect_ours(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except SaMonitorError as error:
        if not error.title:
            raise
