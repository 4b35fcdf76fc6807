"""Changes against an API that is anybody's: what carries secrets goes to the API's own host alone."""

import pytest

from sa_monitor.errors import CredentialsError, Refused, Unreachable
from sa_monitor.webex.client import WebexClient
from sa_monitor.webex.patience import NONE, surely_not_done
from sa_monitor.webex.renewal import renew
from tests.webex.hostile import Hostile, http

TOKEN = "the-secret-token"
SECRETS = (TOKEN, "signing-secret", "client-secret", "refresh-token")


async def create(url):
    async with WebexClient(url, TOKEN, patience=NONE) as client:
        await client.create_webhook(
            name="n", target_url="https://x/", event="authorized", filter=None, secret="signing-secret"
        )


async def update(url):
    async with WebexClient(url, TOKEN, patience=NONE) as client:
        await client.update_webhook("1", name="n", target_url="https://x/", secret="signing-secret")


async def delete(url):
    async with WebexClient(url, TOKEN, patience=NONE) as client:
        await client.delete_webhook("1")


async def renewal(url):
    await renew(
        url, client_id="id", client_secret="client-secret", refresh_token="refresh-token", patience=NONE
    )


ANSWERED = pytest.mark.parametrize("call", [create, update, renewal])
ALL = pytest.mark.parametrize("call", [create, update, delete, renewal])


async def failure(call, answer):
    with Hostile(answer, until=b"") as server:
        with pytest.raises((Refused, Unreachable)) as failed:
            await call(server.url)
        assert len(server.requests) == 1
    told = f"{failed.value} {failed.value.__cause__!r} {failed.value.__cause__}"
    assert not any(secret in told for secret in SECRETS)
    return failed.value


@ALL
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_to_another_host_gets_nothing(call, status):
    with Hostile(http(b"{}")) as other:
        error = await failure(call, http(status=status, Location=f"{other.url}/"))
        assert other.requests == []
    assert isinstance(error, Refused)
    assert surely_not_done(error)


@ANSWERED
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"[]",
        b"null",
        b"{}",
        b'{"id": 5}',
        b'{"access_token": 5}',
        b"[" * 200_000,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_an_answer_of_another_form_is_told_and_may_be_done(call, body):
    error = await failure(call, http(body))
    assert isinstance(error, Unreachable)
    assert not surely_not_done(error)


@ALL
async def test_a_huge_answer_is_not_read_to_its_end(call):
    assert "more than 8 MiB" in (await failure(call, http(b" " * 9_000_000))).title


@ALL
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"nonsense\r\n\r\n"], ids=repr)
async def test_an_answer_that_breaks_off_may_be_done(call, answer):
    error = await failure(call, answer)
    assert isinstance(error, Unreachable)
    assert not surely_not_done(error)


@pytest.mark.parametrize("token", ["", "two words", "line\\nbreak", "t\\u00f6k"])
async def test_a_renewed_token_that_can_not_be_one_is_not_told(token):
    answer = http(f'{{"access_token": "{token}"}}'.encode())
    with Hostile(answer) as server, pytest.raises(CredentialsError) as refused:
        await renewal(server.url)
    assert not token or token not in str(refused.value)
