"""What is answered is untrusted: whatever comes, the error says it in clear words and the token stays here."""

import json

import pytest

from sa_monitor.errors import Refused, Unreachable
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import NONE
from tests.webex.hostile import Hostile, http

TOKEN = "the-secret-token"

HOOK = {"id": "1", "name": "n", "targetUrl": "u", "resource": "serviceApp", "event": "authorized"}


async def ask(url, call="list_webhooks"):
    """Ask once, with a client of its own."""
    async with WebexClient(f"{url}/v1", TOKEN, patience=NONE) as client:
        return await getattr(client, call)()


async def failure(answer, call="list_webhooks"):
    """Give the error that an answer ends in; it never tells the token."""
    with Hostile(answer) as server:
        with pytest.raises((Refused, Unreachable)) as failed:
            await ask(server.url, call)
        assert len(server.requests) == 1
    assert TOKEN not in f"{failed.value} {failed.value.__cause__!r}"
    return failed.value


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b"{", b"\xff\xfe", b'{"items": [}'], ids=repr)
async def test_an_answer_that_is_no_json_says_so(body):
    error = await failure(http(body, Content_Type="text/html"))
    assert isinstance(error, Unreachable)
    assert "no JSON (text/html)" in error.title
    assert "--api-url" in error.advice


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        {},
        {"items": None},
        {"items": {}},
        {"items": ["text"]},
        {"items": [{}]},
        {"items": [HOOK | {"id": 5}]},
        {"items": [HOOK | {"name": None}]},
        {"items": [HOOK | {"filter": []}]},
    ],
    ids=repr,
)
async def test_an_answer_of_another_shape_says_so(value):
    error = await failure(http(json.dumps(value).encode()))
    assert isinstance(error, Unreachable)
    assert "something else than was asked for" in error.title


async def test_an_answer_that_is_nested_without_end_says_so():
    error = await failure(http(b'{"items": [], "more": ' + b"[" * 200_000))
    assert "127.0.0.1" in error.title


@pytest.mark.parametrize("value", [{}, {"displayName": 5}, {"displayName": "x", "emails": "x"}], ids=repr)
async def test_a_person_of_another_shape_says_so(value):
    error = await failure(http(json.dumps(value).encode()), "me")
    assert "something else than was asked for" in error.title


async def test_fields_that_are_new_or_missing_do_not_matter():
    with Hostile(
        http(json.dumps({"items": [HOOK | {"secret": "s3cret", "new": {}}], "more": 1}).encode())
    ) as server:
        [webhook] = await ask(server.url)
    assert webhook.id == "1"
    assert "s3cret" not in repr(webhook)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_refused_and_the_token_never_follows_it(status):
    with Hostile(http(b'{"displayName": "x"}')) as other:
        error = await failure(http(status=status, Location=f"{other.url}/v1/people/me"), "me")
        assert other.requests == []
    assert isinstance(error, Refused)
    assert error.status == status
    assert "redirect" in error.title


async def test_a_next_page_on_another_server_is_not_asked_for():
    with Hostile(http(b'{"items": []}')) as other:
        link = f'<{other.url}/v1/webhooks?cursor=2>; rel="next"'
        error = await failure(http(b'{"items": []}', Link=link))
        assert other.requests == []
    assert isinstance(error, Unreachable)
    assert "isn't its own" in error.title


async def test_a_next_page_may_be_a_path_and_one_of_several_links():
    first = http(
        json.dumps({"items": [HOOK]}).encode(),
        Link='</v1/webhooks?cursor=0>; rel="prev", </v1/webhooks?cursor=2>; title="x"; rel=next',
    )
    last = http(json.dumps({"items": [HOOK | {"id": "2"}]}).encode(), Link='<next>; rel="nextcloud"')
    with Hostile(first, last) as server:
        webhooks = await ask(server.url)
    assert [webhook.id for webhook in webhooks] == ["1", "2"]
    assert server.requests[1].startswith(b"GET /v1/webhooks?cursor=2 ")
    assert TOKEN.encode() in server.requests[1]


async def test_a_list_without_an_end_is_given_up():
    page = http(b'{"items": []}', Link='</v1/webhooks?again>; rel="next"')
    with Hostile(page) as server:
        with pytest.raises(Unreachable, match="goes on listing"):
            await ask(server.url)
        assert len(server.requests) == 401


async def test_an_answer_that_is_too_big_is_not_read_to_its_end():
    error = await failure(http(b" " * 9_000_000))
    assert isinstance(error, Unreachable)
    assert "more than 8 MiB" in error.title


async def test_a_compressed_answer_is_not_unpacked():
    error = await failure(http(b"\x1f\x8b" + b"0" * 100, Content_Encoding="gzip"))
    assert "encoding" in error.title


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=lambda answer: repr(answer[:60]),
)
async def test_what_is_no_whole_http_answer_is_unreachable(answer):
    error = await failure(answer)
    assert isinstance(error, Unreachable)
    assert "can't be reached" in error.title


async def test_a_server_without_tls_is_unreachable_by_https():
    with Hostile(b"HTTP/1.1 400 Bad Request\r\n\r\n", until=b"") as server:
        with pytest.raises(Unreachable, match="can't be reached"):
            await ask(server.url.replace("http:", "https:"))
        assert TOKEN.encode() not in b"".join(server.requests)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "refused it (400)"),
        (401, "refused the token (401)"),
        (403, "it lacks application:webhooks_read"),
        (404, "(404)"),
        (409, "(409)"),
        (429, "asks to wait (429)"),
        (500, "(500)"),
        (502, "(502)"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>nginx</html>", b"[]", b"null", b'{"message": 5, "errors": 5}', b'{"errors": [5, {}]}'],
)
async def test_a_refusal_needs_no_body_to_be_told(status, said, body):
    error = await failure(http(body, status=status))
    assert isinstance(error, Refused)
    assert error.status == status
    assert said in error.title


async def test_a_refusal_tells_message_descriptions_and_tracking_id():
    body = {
        "message": "No.",
        "errors": [{"description": "First."}, {"description": "No."}],
        "trackingId": "BODY_1",
    }
    error = await failure(http(json.dumps(body).encode(), status=400))
    assert error.title.endswith("(400): No; First.")
    assert error.advice == "Tracking id BODY_1."
    error = await failure(http(json.dumps(body).encode(), status=400, trackingid="HEADER_1"))
    assert error.advice == "Tracking id HEADER_1."


async def test_foreign_text_in_an_error_is_printable_and_short():
    evil = "\x1b[2J\x1b]0;owned\x07\u202eabc\r\nsecond line\u2028\x9b31m " + "long " * 1_000
    body = {"message": evil, "errors": [{"description": evil}] * 100, "trackingId": evil}
    error = await failure(http(json.dumps(body).encode(), status=400))
    assert str(error).isprintable()
    assert "second line" in str(error)
    assert len(str(error)) < 1_000


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("34", "34 s"),
        ("0", "0 s"),
        ("999999999999", "to wait (429)"),
        ("soon", "to wait (429)"),
        ("-5", "to wait (429)"),
    ],
)
async def test_the_wait_of_a_429_is_told_where_it_can_be_read(header, told):
    error = await failure(http(status=429, Retry_After=header))
    assert told in error.title
    assert "Try again" in error.advice


async def test_the_environment_sends_the_token_nowhere(monkeypatch, tmp_path):
    """A proxy or a ~/.netrc that somebody set must neither see the token nor replace it."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login other password wrong\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with Hostile(http(b'{"displayName": "x"}')) as proxy, Hostile(http(b'{"displayName": "x"}')) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        await ask(server.url, "me")
        assert proxy.requests == []
    assert f"authorization: bearer {TOKEN}".encode() in server.requests[0].lower()
