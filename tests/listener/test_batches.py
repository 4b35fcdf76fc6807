"""What comes together is kept together, and the secrets are those of that moment."""

from sa_monitor.errors import CredentialsError
from sa_monitor.model.delivery import Verdict
from sa_monitor.model.signature import Keyring, Secret
from tests.listener.wire import request, signed, until

BODY = b'{"id": "webhook-1", "resource": "serviceApp"}'


def test_all_that_one_turn_of_the_loop_brings_is_one_commit(house):
    house.listen()
    warm = [house.client() for _ in range(20)]
    for client in warm:
        assert client.ask(signed(BODY)).status == 200
    house.keeper.gate.clear()
    house.keeper.inside.clear()
    warm[0].send(signed(BODY))
    assert house.keeper.inside.wait(30)
    for client in warm[1:]:
        client.send(signed(BODY) * 3)
    house.keeper.batches.clear()
    house.keeper.gate.set()
    assert warm[0].answer().status == 200
    assert [client.answer().status for client in warm[1:] for _ in range(3)] == [200] * 57
    assert house.keeper.batches == [1, 57]


def test_a_batch_is_bounded_in_number(house):
    house.listen(batch=4)
    client = house.client().send(signed(BODY) * 10)
    assert [client.answer().json["delivery"] for _ in range(10)] == list(range(1, 11))
    assert house.keeper.batches == [4, 4, 2]


def test_a_batch_is_bounded_in_bytes(house):
    house.listen(batch_bytes=1000)
    body = b"{" + b" " * 400 + b"}"
    client = house.client().send(signed(body) * 4 + signed(b"{" + b" " * 2000 + b"}") + signed(body))
    assert [client.answer().status for _ in range(6)] == [200] * 6
    assert len(house.keeper.batches) >= 4
    assert max(house.keeper.batches) <= 2


def test_the_secrets_are_asked_for_once_a_batch_and_again_before_a_401(house):
    house.listen()
    client = house.client().send(signed(BODY) * 10)
    assert [client.answer().status for _ in range(10)] == [200] * 10
    assert house.asked == len(house.keeper.batches)
    house.asked = 0
    assert client.ask(request(BODY)).status == 401
    assert house.asked == 2


def test_a_secret_that_was_added_just_now_counts(house):
    """Between the look for the batch and the 401 there is one more."""
    house.listen()
    house.next_looks = [Keyring()]
    assert house.client().ask(signed(BODY)).status == 200
    assert house.asked == 2


def test_secrets_may_change_while_it_runs(house):
    house.listen()
    client = house.client()
    assert client.ask(signed(BODY, secret="new")).status == 401
    house.keyring = Keyring((Secret("webhook-1", "new", webhook_id="webhook-1"),))
    assert client.ask(signed(BODY, secret="new")).status == 200
    assert house.keeper.kept[-1].secret == "webhook-1"
    assert client.ask(signed(BODY)).status == 401
    house.keyring = Keyring()
    assert client.ask(signed(BODY, secret="new")).status == 401


def test_a_known_webhook_is_judged_by_its_own_secret_only(house):
    house.keyring = Keyring(
        (
            Secret("webhook-1", "one", webhook_id="webhook-1"),
            Secret("webhook-2", "two", webhook_id="webhook-2"),
        )
    )
    house.listen()
    client = house.client()
    assert client.ask(signed(BODY, secret="one")).status == 200
    assert client.ask(signed(BODY, secret="two")).status == 401
    assert client.ask(signed(b'{"id": "unknown"}', secret="two")).status == 200
    assert client.ask(signed(b"no JSON", secret="two")).status == 400
    assert [arrival.secret for arrival in house.keeper.kept] == ["webhook-1", "webhook-2", "webhook-2"]


def test_secrets_that_cant_be_read_leave_the_ones_known_before(house):
    house.listen()
    client = house.client()
    assert client.ask(signed(BODY)).status == 200
    house.keyring = CredentialsError("credentials.toml can be read by others")
    assert client.ask(signed(BODY)).status == 200
    assert client.ask(request(BODY)).status == 401


def test_a_flood_of_rejected_deliveries_is_kept_in_part_and_counted_whole(house):
    house.listen(rejected_rate=10, rejected_delay=0.02)
    client = house.client().send(request(BODY) * 300)
    assert [client.answer().status for _ in range(300)] == [401] * 300
    until(lambda: len(house.keeper.rejected) + house.keeper.uncounted == 300)
    assert 10 <= len(house.keeper.rejected) < 300
    assert house.listener.health.rejected == 300
    assert {arrival.verdict for arrival in house.keeper.rejected} == {Verdict.REJECTED}
    assert house.keeper.kept == []


def test_every_commit_is_told(house):
    house.listen()
    before = house.changes
    assert house.client().ask(signed(BODY)).status == 200
    until(lambda: house.changes > before)


def test_a_watcher_that_fails_costs_nothing(house, monkeypatch):
    house.expects_trouble = True

    def broken() -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(house, "change", broken)
    house.listen()
    assert house.client().ask(signed(BODY)).status == 200
    assert house.client().ask(request(BODY)).status == 401
