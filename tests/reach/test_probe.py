"""Whether a URL leads to this process, told by who answers."""

import httpx
import pytest

from sa_monitor.model.reach import Elsewhere, Obstacle, Reached, Unreached, WrongPath
from sa_monitor.reach.probe import instance_at, probe
from sa_monitor.store.reader import Reader
from tests.webex.hostile import Hostile, http


async def test_the_listener_of_this_process_is_known_by_its_instance_and_nothing_is_stored(recorder, places):
    assert isinstance(await probe(recorder.address, recorder.instance), Reached)
    recorder.stop()
    with Reader.open(places.database) as reader:
        assert (reader.totals().deliveries, reader.rejected()) == (0, 0)


async def test_a_path_that_takes_no_deliveries_isnt_the_target(recorder):
    assert await probe(f"{recorder.address}/webhook", recorder.instance) == WrongPath()


async def test_another_sa_monitor_is_told_from_this_one(recorder):
    outcome = await probe(recorder.address, "another start")
    assert outcome == Elsewhere(405, None, another=True)


async def test_something_else_is_told_by_what_it_calls_itself():
    with Hostile(http(b"<html>", 502, Server="nginx")) as other:
        assert await probe(other.url, "ours") == Elsewhere(502, "nginx")


async def test_a_redirect_isnt_followed(recorder):
    with Hostile(http(status=301, Location=recorder.address)) as other:
        assert await probe(other.url, recorder.instance) == Elsewhere(301, None)


async def test_an_endless_answer_is_told_by_its_head():
    with Hostile(http(b"x" * 3_000_000, Server="endless")) as other:
        assert await probe(other.url, "ours") == Elsewhere(200, "endless")


async def test_a_closed_port_refuses(closed_port):
    outcome = await probe(f"http://127.0.0.1:{closed_port}/webhook", "ours")
    assert outcome == Unreached(Obstacle.REFUSED)


async def test_a_name_that_nobody_has_is_told_as_that():
    outcome = await probe("https://nobody.invalid/webhook", "ours")
    assert isinstance(outcome, Unreached)
    assert outcome.obstacle is Obstacle.NAME


async def test_a_connection_that_breaks_off_is_told_as_that():
    with Hostile(b"") as other:
        outcome = await probe(other.url, "ours")
    assert isinstance(outcome, Unreached)
    assert outcome.obstacle is Obstacle.BROKEN


async def test_one_that_never_answers_times_out():
    with Hostile(b"", until=b"never sent") as other:
        outcome = await probe(other.url, "ours", patience=0.2)
    assert isinstance(outcome, Unreached)
    assert outcome.obstacle is Obstacle.TIMED_OUT


async def test_http_where_https_is_asked_for_is_no_tls():
    with Hostile(b"HTTP/1.1 400 Bad\r\n\r\n", until=b"") as other:
        outcome = await probe(other.url.replace("http:", "https:"), "ours")
    assert isinstance(outcome, Unreached)
    assert outcome.obstacle is Obstacle.TLS


@pytest.mark.parametrize("url", ["http://[::1", "https://ex ample/", "ftp://example.com/", "http://a..b/"])
async def test_what_is_no_url_gets_nowhere(url):
    assert isinstance(await probe(url, "ours"), Unreached)


async def test_the_listener_of_another_process_tells_its_instance(recorder, closed_port):
    assert await instance_at(recorder.address) == recorder.instance
    assert isinstance(await instance_at(f"http://127.0.0.1:{closed_port}"), Unreached)
    with Hostile(http(Server="nginx")) as other:
        assert await instance_at(other.url) == Elsewhere(200, "nginx")


def test_every_answer_carries_the_instance(recorder):
    answer = httpx.get(recorder.address, trust_env=False)
    assert answer.headers["X-Sa-Monitor-Instance"] == recorder.instance
