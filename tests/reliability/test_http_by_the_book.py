"""Every row of the table of HTTP, over a socket and cut into single bytes."""

import json
import re

import pytest

from tests.listener.conftest import House
from tests.listener.wire import Answer, Client
from tests.reliability.http_table import BODY, CLOSED, EXPECTATIONS, GOOD, HEALTH, TABLE, Row
from tests.reliability.in_process import Desk

_UNSPEAKABLE = re.compile(r"Traceback|File \"|Exception|Error\b|0x[0-9a-f]{6}|\.py\b|None|<class")


@pytest.fixture(scope="module")
def open_house():
    house = House()
    house.listen()
    yield house
    house.close()


@pytest.fixture(scope="module")
def desk():
    desk = Desk()
    yield desk
    desk.close()


def test_the_table_has_each_conversation_once():
    assert len({str(row) + row.data[:200].decode("latin-1") for row in TABLE}) == len(TABLE)
    assert len(TABLE) > 300


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_request_is_answered_by_the_book(open_house, row: Row):
    kept = open_house.keeper.kept
    kept.clear()
    with Client("127.0.0.1", open_house.port) as client:
        client.send(row.data)
        answers = [client.answer(head=row.data.startswith(b"HEAD")) for _ in row.statuses]
        assert [answer.status for answer in answers] == list(row.statuses)
        assert len(kept) == row.kept
        for answer in answers:
            _speaks_well(answer)
        assert answers[-1].closes is not row.stays
        if row.stays is CLOSED:
            client.socket.shutdown(1)
            client.assert_closed()
        else:
            assert client.ask(HEALTH).status == 200
    assert len(kept) == row.kept, "nothing came behind it"


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row not in EXPECTATIONS and len(row.data) < 5000], ids=str
)
def test_a_request_that_comes_byte_by_byte_is_answered_the_same(desk, row: Row):
    whole = desk.talk([row.data])
    assert [status for status, _ in whole.answers] == list(row.statuses)
    assert len(whole.kept) == row.kept
    assert whole.closed is not row.stays
    assert desk.talk(row.data[i : i + 1] for i in range(len(row.data))) == whole


def _speaks_well(answer: Answer) -> None:
    """Check that an answer says what was wrong, in words of ours."""
    assert "date" in answer.headers
    assert "x-sa-monitor-instance" in answer.headers
    if answer.status == 405:
        assert answer.headers["allow"]
    if answer.status >= 400 and answer.body:
        assert answer.headers["content-type"] == "application/json"
        words = json.loads(answer.body)["error"]
        assert words.endswith((".", "secrets add"))
        assert words.isascii()
        assert not _UNSPEAKABLE.search(words)


@pytest.mark.parametrize("cut", range(1, len(GOOD) - 1, 7))
def test_a_delivery_that_ends_early_is_refused_and_not_kept(desk, cut):
    """RFC 9112 8: a request that ends in the middle is incomplete, and is answered 400."""
    said = desk.talk([GOOD[:cut]], leaves=True)
    assert [status for status, _ in said.answers] == [400]
    assert said.closed
    assert said.kept == ()


@pytest.mark.parametrize("cut", [1, 30, len(GOOD) - 1])
def test_what_came_before_one_that_ends_early_is_answered_and_kept(desk, cut):
    said = desk.talk([GOOD * 2 + GOOD[:cut]], leaves=True)
    assert [status for status, _ in said.answers] == [200, 200, 400]
    assert said.kept == (BODY, BODY)


def test_a_client_that_sends_nothing_and_leaves_is_answered_nothing(desk):
    said = desk.talk([], leaves=True)
    assert said.answers == ()
    assert said.closed
