"""A store that is busy, full or gone: nothing is acknowledged that isn't kept, and it mends by itself."""

import pytest

from tests.listener.memory_keeper import busy, full
from tests.listener.wire import request, signed, until

BODY = b'{"resource": "serviceApp"}'
HEALTH = request(line="GET /healthz HTTP/1.1", framing=None)


def test_a_batch_waits_for_a_busy_store_and_is_kept_once(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    client = house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 5)
    assert client.is_quiet()
    house.keeper.fails.clear()
    assert client.answer().json == {"delivery": 1}
    assert house.keeper.batches == [1]
    assert house.listener.health.fault is None


def test_what_comes_while_the_store_is_busy_waits_too(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    clients = [house.client().send(signed(BODY)) for _ in range(5)]
    until(lambda: house.keeper.attempts > 50)
    house.keeper.fails.clear()
    assert sorted(client.answer().json["delivery"] for client in clients) == [1, 2, 3, 4, 5]


def test_wrong_signatures_are_answered_while_the_store_is_busy(house):
    house.listen()
    house.keeper.fails["append"] = busy()
    house.client().send(signed(BODY))
    until(lambda: house.keeper.attempts > 1)
    assert house.client().ask(request(BODY)).status == 401


def test_a_store_that_stays_busy_is_answered_503_with_retry_after(house):
    house.listen(busy_patience=0.1)
    house.keeper.fails["append"] = busy()
    client = house.client()
    answer = client.send(signed(BODY) * 2).answer()
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert client.answer().status == 503
    assert house.listener.health.fault == "events.db is held by another program"
    house.keeper.fails.clear()
    assert client.ask(signed(BODY)).json == {"delivery": 1}
    assert house.listener.health.fault is None


def test_a_full_disk_is_answered_503_and_told_and_mends_with_the_next_delivery(house):
    house.listen(beat=300)
    house.keeper.fails["append"] = full()
    client = house.client()
    answer = client.ask(signed(BODY))
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert not answer.closes
    health = house.listener.health
    assert health.fault == "disk full"
    assert health.since is not None
    assert client.ask(HEALTH).status == 503
    assert client.ask(signed(BODY)).status == 503
    assert house.listener.health == health, "it goes on since the same moment"
    house.keeper.fails.clear()
    assert client.ask(signed(BODY)).json == {"delivery": 1}
    assert house.listener.health.fault is None
    assert house.listener.health.since is None
    assert client.ask(HEALTH).status == 200


def test_a_beat_that_works_again_ends_the_fault_without_a_delivery(house):
    """Behind a proxy that asks for the health, no delivery would ever come to end it."""
    house.listen(beat=0.02, mend=0.02)
    house.keeper.fails |= {"append": full(), "beat": full()}
    assert house.client().ask(signed(BODY)).status == 503
    house.keeper.fails.clear()
    until(lambda: house.client().ask(HEALTH).status == 200)


def test_a_failing_beat_is_a_fault(house):
    house.listen(beat=0.02, mend=0.02)
    house.keeper.fails["beat"] = full()
    until(lambda: house.listener.health.fault == "disk full")
    assert house.client().ask(HEALTH).status == 503
    house.keeper.fails.clear()
    until(lambda: house.listener.health.fault is None)


def test_a_beat_that_finds_the_store_busy_is_a_fault_only_when_it_stays_so(house):
    house.listen(beat=0.02, mend=0.02, busy_patience=0.2)
    house.keeper.fails["beat"] = busy()
    until(lambda: house.listener.health.fault)
    house.keeper.fails.clear()
    until(lambda: house.listener.health.fault is None)
    assert house.keeper.beats > 0


@pytest.mark.parametrize("error", [full(), busy(), RuntimeError("unforeseen")])
def test_a_projection_that_fails_costs_no_acknowledgement(house, error):
    house.expects_trouble = True
    house.listen(mend=0.02)
    house.keeper.fails["project"] = error
    client = house.client()
    assert [client.ask(signed(BODY)).json["delivery"] for _ in range(3)] == [1, 2, 3]
    house.keeper.fails.clear()
    until(lambda: house.keeper.waiting == 0)
    until(lambda: house.listener.health.fault is None)


def test_a_projection_that_fails_is_told_until_it_works(house):
    house.listen(mend=0.02)
    house.keeper.fails["project"] = full()
    client = house.client()
    assert client.ask(signed(BODY)).status == 200
    until(lambda: house.listener.health.fault == "disk full")
    assert client.ask(signed(BODY)).status == 200, "what appends still works"
    assert house.listener.health.fault == "disk full"
    assert client.ask(HEALTH).status == 503
    house.keeper.fails.clear()
    until(lambda: client.ask(HEALTH).status == 200)


def test_a_store_that_fails_in_a_way_nobody_foresaw_is_answered_503_and_listening_goes_on(house):
    house.expects_trouble = True
    house.listen()
    house.keeper.fails["append"] = RuntimeError("unforeseen")
    client = house.client()
    assert client.ask(signed(BODY)).status == 503
    house.keeper.fails.clear()
    assert client.ask(signed(BODY)).status == 200


def test_a_failure_in_judging_is_answered_503_and_listening_goes_on(house):
    house.expects_trouble = True
    house.listen()
    client = house.client()
    keyring, house.keyring = house.keyring, None
    assert client.ask(signed(BODY)).status == 503
    house.keyring = keyring
    assert client.ask(signed(BODY)).status == 200


def test_rejected_deliveries_that_cant_be_kept_cost_nothing(house):
    house.listen(rejected_delay=0.02)
    house.keeper.fails["reject"] = full()
    client = house.client()
    assert client.ask(request(BODY)).status == 401
    assert client.ask(signed(BODY)).status == 200
    house.keeper.fails["reject"] = busy()
    assert client.ask(request(BODY)).status == 401
    house.keeper.fails.clear()
    until(lambda: house.keeper.rejected)
    assert house.listener.health.rejected == 2


def test_more_waiting_than_the_limit_is_answered_503_at_once(house):
    house.listen(waiting=1000)
    house.keeper.fails["append"] = busy()
    waiting = house.client().send(signed(b"{" + b" " * 2000 + b"}"))
    until(lambda: house.keeper.attempts > 1)
    answer = house.client().ask(signed(BODY))
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    house.keeper.fails.clear()
    assert waiting.answer().status == 200
    assert house.client().ask(signed(BODY)).status == 200


def test_what_waits_for_a_store_that_is_too_slow_is_answered_503_before_its_sender_gives_up(house, caplog):
    house.listen(slow_patience=0.4, batch=1)
    house.keeper.gate.clear()
    first = house.client().send(signed(BODY))
    assert house.keeper.inside.wait(30)
    behind = [house.client().send(signed(BODY)) for _ in range(3)]
    house.keeper.lag = 0.25
    house.keeper.gate.set()
    assert first.answer().status == 200
    answers = [client.answer() for client in behind]
    assert (answers[0].status, answers[2].status) == (200, 503)
    assert answers[2].headers["retry-after"] == "1"
    assert "than could be stored" in caplog.text
    assert house.listener.health.fault is None


def test_more_being_received_than_the_limit_is_answered_503(house):
    house.listen(receiving=200_000)
    large = signed(b"{" + b" " * 150_000 + b"}")
    first = house.client().send(large[:-1])
    second = house.client().send(large[:-1])
    refused = second if _answers(second, first) else first
    assert refused.answer().status == 503
    assert house.client().ask(signed(BODY)).status == 200, "what comes in one piece needs no room"
    other = first if refused is second else second
    assert other.ask(large[-1:]).status == 200
    assert house.client().ask(large).status == 200


def _answers(one, other) -> bool:
    until(lambda: not one.is_quiet() or not other.is_quiet())
    return not one.is_quiet()


def test_nothing_kept_twice_and_nothing_lost_when_the_store_comes_and_goes(house):
    house.listen(busy_patience=0.05)
    client = house.client()
    acknowledged = 0
    for trouble in (None, busy(), full(), None, full(), busy(), None):
        house.keeper.fails = {"append": trouble} if trouble else {}
        acknowledged += client.ask(signed(BODY)).status == 200
    assert acknowledged == len(house.keeper.kept) == 3
