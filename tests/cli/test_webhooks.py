"""`sa-monitor webhooks`, against a simulated Webex over HTTP."""

import json
from functools import partial

import httpx
import pytest

from sa_monitor.model.webex_id import uuid_of
from sa_monitor.simulator.server import Simulator
from tests import simulated
from tests.cli.laying import body, delivery
from tests.cli.terminal import Terminal

TOKEN = "tOkEn-of-the-simulator"
TARGET = "https://abc.example.net/webhook"


@pytest.fixture
def simulator():
    with Simulator(seed=1, token=TOKEN, rate=0) as simulator:
        yield simulator


@pytest.fixture
def call(sa, outside, simulator):
    """Run one `webhooks` command against the simulator."""
    outside.setenv("WEBEX_ACCESS_TOKEN", TOKEN)
    outside.setenv("SA_MONITOR_API_URL", simulator.api_url)
    outside.setenv("SA_MONITOR_PUBLIC_URL", "https://abc.example.net")
    return lambda *arguments, **more: sa("webhooks", *arguments, **more)


@pytest.fixture
def spoil(simulator):
    return partial(simulated.spoil, simulator)


@pytest.fixture
def theirs(simulator):
    """Create a webhook of another system."""

    def create(**more):
        wanted = {
            "name": "theirs",
            "targetUrl": "https://x/",
            "resource": "serviceApp",
            "event": "authorized",
        }
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.post(
            f"{simulator.api_url}/webhooks", json=wanted | more, headers=headers, trust_env=False
        )
        return answer.json()["id"]

    return create


def listed(call, *options):
    code, out, _ = call("list", "--json", *options)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def values(webhooks, name):
    return [webhook[name] for webhook in webhooks]


def test_nothing_there_is_no_line(call):
    assert call("list") == (0, "", "")


def test_a_pair_is_created_to_our_target_with_secrets_that_nobody_sees(call, places):
    code, out, err = call("create", "--name", "reporting", "--json")
    created = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert values(created, "event") == ["authorized", "deauthorized"]
    assert set(values(created, "targetUrl")) == {TARGET}
    assert values(created, "secret_known") == [True, True]
    assert "Created 2 webhooks. Both secrets are known here." in err
    kept = places.credentials.read_text()
    secrets = [line.split('"')[1] for line in kept.splitlines() if line.startswith("value")]
    assert len(set(secrets)) == 2
    assert not any(secret in out + err for secret in secrets)
    assert created == listed(call)


def test_its_fields_are_webexs_own_and_ours(call):
    call("create", "--event", "authorized")
    [webhook] = listed(call)
    assert set(webhook) == {
        *(
            "id",
            "name",
            "targetUrl",
            "resource",
            "event",
            "filter",
            "status",
            "ownedBy",
            "orgId",
            "createdBy",
        ),
        *("appId", "created", "secret_known", "deliveries", "last_delivery", "findings"),
    }
    assert (webhook["deliveries"], webhook["last_delivery"], webhook["findings"]) == (
        0,
        None,
        ["half of a pair"],
    )


def test_what_exists_is_told_and_nothing_is_created_unless_forced(call):
    call("create", "--name", "reporting lost")
    code, out, err = call("create", "--name", "other", "--json")
    assert code == 0
    assert '"reporting lost" has this event, filter and target already. Nothing was created.' in err
    assert [json.loads(line) for line in out.splitlines()] == listed(call)
    assert len(listed(call)) == 2
    assert call("create", "--force")[0] == 0
    assert len(listed(call)) == 4


def test_filters_limit_it(call):
    filters = [
        "--filter-id",
        "x",
        "--filter-friendly-name",
        "n",
        "--filter-site",
        "s",
        "--filter-admin-site",
        "a",
    ]
    assert call("create", "--event", "deauthorized", *filters)[0] == 0
    [webhook] = listed(call)
    assert webhook["filter"] == "id=x&friendlyName=n&trainSiteNames=s&adminTrainSiteName=a"
    assert webhook["event"] == "deauthorized"


def test_the_spelling_that_webex_takes_is_told(call, spoil):
    spoil("plural-filter-only", count=9)
    code, _, err = call("create", "--filter-admin-site", "a")
    assert code == 0
    assert "Webex takes the admin site as adminTrainSiteNames" in err
    assert set(values(listed(call), "filter")) == {"adminTrainSiteNames=a"}


def test_a_dry_run_prints_the_bodies_without_the_secret_and_sends_nothing(call):
    code, out, _ = call("create", "--dry-run", "--json", "--secret-stdin", stdin="s3cret")
    bodies = [json.loads(line) for line in out.splitlines()]
    common = {"name": "sa-monitor", "targetUrl": TARGET, "resource": "serviceApp"}
    assert code == 0
    assert bodies == [common | {"event": "authorized"}, common | {"event": "deauthorized"}]
    assert '"event": "authorized"' in call("create", "--dry-run")[1]
    assert listed(call) == []


def test_a_dry_run_needs_no_token(sa):
    assert sa("webhooks", "create", "--dry-run", "--target-url", TARGET)[0] == 0


def test_a_given_secret_signs_all(call, places):
    assert call("create", "--secret-stdin", stdin="s3cret\n")[0] == 0
    assert places.credentials.read_text().count('"s3cret"') == 2


def test_which_stored_events_it_would_have_matched_is_said(call, store):
    store(delivery(app="app-1"), delivery(app="app-2", org="org-2"))
    _, _, err = call("create", "--filter-id", "app-1")
    assert "This would have matched 1 of 2 stored events: 1 app, 1 organization." in err


def test_a_target_that_webex_can_not_reach_is_a_warning(call):
    code, _, err = call("create", "--target-url", "http://192.168.1.7/webhook")
    assert code == 0
    assert "Webex can't reach it from the Internet" in err
    assert "Webex posts to https addresses" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "--target-url", "nonsense"],
        ["create", "--event", "created"],
        ["create", "--filter-site", "a&b"],
        ["create", "--name", " "],
        ["create", "--secret-stdin"],
        ["update", "x"],
        ["update", "x", "--target-url", "nonsense", "--yes"],
    ],
    ids=" ".join,
)
def test_wrong_usage_sends_nothing(call, arguments):
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert listed(call) == []


def test_without_a_public_url_the_target_has_to_be_given(call, outside):
    outside.delenv("SA_MONITOR_PUBLIC_URL")
    code, _, err = call("create")
    assert code == 2
    assert "--target-url" in err


def test_half_done_says_what_is_not_watched_and_the_same_command_goes_on(call, spoil):
    spoil("403", after=2)
    code, out, err = call("create", "--json")
    assert code == 1
    assert values([json.loads(line) for line in out.splitlines()], "event") == ["authorized"]
    assert 'Created "authorized"; "deauthorized" was refused (403). Losses aren\'t watched yet.' in err
    assert "application:webhooks_write" in err
    assert "Tracking id ROUTER_" in err
    assert call("create")[0] == 0
    assert values(listed(call), "event") == ["authorized", "deauthorized"]


def test_an_api_that_does_not_answer_is_unreachable(call):
    code, out, err = call("list", "--api-url", "http://127.0.0.1:1/v1")
    assert (code, out) == (3, "")
    assert TOKEN not in err


def test_without_a_token_it_says_how_to_set_one(sa):
    code, _, err = sa("webhooks", "list")
    assert code == 1
    assert "sa-monitor token set" in err


@pytest.mark.parametrize("change", [["update", "--name", "m"], ["reactivate"], ["delete"]], ids=" ".join)
def test_a_change_has_to_be_confirmed_and_read_only_forbids_it(call, change, theirs):
    ident = theirs(name="n")
    command, *options = change
    code, _, err = call(command, ident, *options, "--read-only", "--yes")
    assert code == 1
    assert "--read-only forbids it" in err
    if command != "reactivate":
        code, _, err = call(command, ident, *options)
        assert code == 2
        assert "--yes" in err
    assert values(listed(call), "name") == ["n"]


def test_creating_is_forbidden_by_read_only_too(call):
    assert call("create", "--read-only")[0] == 1
    assert listed(call) == []


def test_name_target_and_secret_are_updated(call, places):
    call("create", "--event", "authorized", "--secret-stdin", stdin="old-secret")
    [webhook] = listed(call)
    given = ["--name", "m", "--target-url", "https://new.example.net/", "--secret-stdin", "--yes"]
    code, out, _ = call("update", webhook["id"], *given, "--json", stdin="new-secret")
    changed = json.loads(out)
    assert code == 0
    assert (changed["name"], changed["targetUrl"]) == ("m", "https://new.example.net/")
    kept = places.credentials.read_text()
    assert "old-secret" in kept
    assert "new-secret" in kept
    assert "good_until" in kept


def test_a_webhook_is_named_by_id_uuid_or_name(call, theirs):
    ident = theirs(name="Unique")
    for word in (ident, uuid_of(ident), uuid_of(ident)[:8], "unique"):
        assert json.loads(call("show", word, "--json")[1])["id"] == ident
    code, _, err = call("show", "nobody")
    assert code == 1
    assert "nobody" in err


def test_an_active_webhook_is_not_reactivated(call, theirs):
    code, _, err = call("reactivate", theirs(), "--yes")
    assert code == 0
    assert "active already" in err


def test_an_inactive_webhook_is_reactivated_knowingly(call, simulator, theirs):
    ident = theirs(targetUrl="http://127.0.0.1:9/")
    simulated.give_up(simulator)
    assert values(listed(call), "status") == ["inactive"]
    assert call("reactivate", ident, "--yes")[0] == 1
    assert values(listed(call), "status") == ["inactive"]
    code, _, err = call("reactivate", ident, "--yes", "--force")
    assert code == 0
    assert "One failure before" in err
    assert values(listed(call), "status") == ["active"]


def test_a_deleted_webhook_is_gone(call, theirs):
    ident = theirs()
    assert call("delete", ident, "--yes")[0] == 0
    assert listed(call) == []
    assert call("delete", ident, "--yes")[0] == 1


def test_other_resources_are_listed_on_demand(call, theirs):
    theirs(resource="messages", event="created")
    assert listed(call) == []
    assert values(listed(call, "--all"), "resource") == ["messages"]
    assert "1 webhook of other resources: --all" in call("list")[2]


def test_the_list_says_what_is_wrong_and_what_came(call, store):
    call("create", "--event", "authorized")
    [webhook] = listed(call)
    payload = json.loads(body()) | {"id": webhook["id"]}
    store(delivery(json.dumps(payload).encode()))
    [webhook] = listed(call)
    assert (webhook["deliveries"], webhook["last_delivery"]) == (1, "2026-11-14T12:00:00.000Z")
    _, out, _ = call("list")
    assert "half of a pair" in out
    assert "2026-11-14 12:00:00Z" in out
    assert "Nothing watches deauthorized for every Service App." in call("show", webhook["id"])[1]


def test_what_is_not_ours_is_said_to_be_so(call, theirs):
    theirs()
    assert "not ours" in call("list")[1]
    assert values(listed(call), "findings") == [[]]


def test_hostile_names_do_not_reach_the_terminal(call, theirs):
    theirs(name="\x1b[2Jevil\u202e", targetUrl="https://x/\x1b]0;owned\x07")
    for command in (["list"], ["list", "--json"], ["show", uuid_of(listed(call)[0]["id"])]):
        out = call(*command)[1]
        assert out.replace("\n", "").isprintable()


@pytest.fixture
def terminal(environ, simulator):
    """Run one `webhooks` command on a terminal."""
    variables = {"WEBEX_ACCESS_TOKEN": TOKEN, "SA_MONITOR_API_URL": simulator.api_url, "TERM": "xterm"}
    return lambda *arguments: Terminal(("webhooks", *arguments), environ | variables)


@pytest.mark.parametrize("answer", ["n", "y"])
def test_deleting_asks_on_a_terminal(terminal, call, theirs, answer):
    program = terminal("delete", theirs(name="old pair"))
    program.until('Delete "old pair"? Events that only it reports will no longer come.')
    program.type(answer)
    assert program.end() == (0 if answer == "y" else 1)
    assert len(listed(call)) == (0 if answer == "y" else 1)


def test_what_would_be_sent_is_shown_before_it_is_asked_for(terminal, theirs):
    program = terminal("update", theirs(name="old pair"), "--name", "m", "--new-secret")
    program.until("Send this to Webex?")
    program.type("n")
    assert program.end() == 1
    assert 'change "old pair": name it "m", set a new secret' in program.seen
    assert '"secret": "(not shown)"' in program.seen


def test_waiting_for_webex_is_told(call, spoil):
    spoil("429")
    code, _, err = call("list")
    assert code == 0
    assert "Webex asks to wait 1 s (429). Trying again by itself." in err
