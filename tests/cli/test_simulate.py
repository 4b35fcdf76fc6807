import json
import signal

import httpx
import pytest


def simulated(start, *arguments):
    program = start("simulate", "--json", "--rate", "0", *arguments)
    return program, json.loads(program.out.next())


def me(ready):
    headers = {"Authorization": f"Bearer {ready['token']}"}
    return httpx.get(f"{ready['api']}/people/me", headers=headers, trust_env=False, timeout=60)


def test_its_first_line_says_where_it_is_and_with_which_token(start):
    _, ready = simulated(start, "--token", "my-token")
    assert list(ready) == ["api", "token"]
    assert ready["token"] == "my-token"
    assert ready["api"].startswith("http://127.0.0.1:")
    assert ready["api"].endswith("/v1")
    assert me(ready).status_code == 200
    assert me(ready | {"token": "other"}).status_code == 401


def test_without_a_token_it_makes_one_up(start):
    _, ready = simulated(start)
    assert len(ready["token"]) > 20
    assert me(ready).status_code == 200


def test_the_same_seed_plays_the_same_people(start):
    people = [me(simulated(start, "--seed", seed)[1]).json()["displayName"] for seed in ("1", "1")]
    assert people[0] == people[1]


def test_without_json_both_go_to_standard_error(start):
    program = start("simulate", "--rate", "0", "--token", "my-token")
    program.err.until("http://127.0.0.1:", "/v1")
    program.err.until("my-token")
    assert program.stop() == 0
    assert program.out.seen == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_gracefully(start, number):
    program, _ = simulated(start)
    assert program.stop(number) == 0
    assert program.err.text == ""


def test_a_taken_port_is_an_error(start):
    _, ready = simulated(start)
    port = ready["api"].split(":")[2].split("/")[0]
    other = start("simulate", "--port", port)
    assert other.wait() == 1
    assert f"Port {port}" in other.err.text
    assert other.out.seen == []


def test_it_needs_no_folders(start, places):
    program, _ = simulated(start)
    assert program.stop() == 0
    assert not places.data.exists()
    assert not places.config.parent.exists()


def test_the_whole_way_from_a_webhook_to_a_stored_event(start, sa):
    _, ready = simulated(start)
    listener = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET="s3cret")
    target = json.loads(listener.out.next())["listening"]
    headers = {"Authorization": f"Bearer {ready['token']}"}
    webhook = {
        "name": "w",
        "targetUrl": target,
        "resource": "serviceApp",
        "event": "deauthorized",
        "secret": "s3cret",
    }
    with httpx.Client(trust_env=False, timeout=60) as client:
        created = client.post(f"{ready['api']}/webhooks", json=webhook, headers=headers).json()
        door = ready["api"].replace("/v1", "/simulator/events")
        happened = client.post(door, json={"event": "deauthorized", "data": {"friendlyId": "my-app"}})
    assert happened.json() == {"deliveries": 1, "accepted": 1}
    listener.err.until("DEAUTHORIZED", "my-app")
    event = json.loads(sa("events", "--json", "app:my-app")[1])
    assert (event["webhook_ids"], event["signature"]) == ([created["id"]], "verified")
