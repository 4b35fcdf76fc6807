"""Test deliveries through a URL to a real listener, and setting that URL."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from sa_monitor.errors import SettingsError, Unreachable
from sa_monitor.model.health import Checks
from sa_monitor.model.reach import Elsewhere, Reached, Tunnel
from sa_monitor.model.trial import Failure, Hop
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.present.trial_words import trial_steps, trial_words
from sa_monitor.reach.tunnels import Interfaces
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.schema import Settings
from sa_monitor.store.health import keep_list
from sa_monitor.store.reader import Reader
from sa_monitor.store.targets import remember_target
from tests.reach.tools import Tool
from tests.webex.hostile import Hostile, http


class Proxy:
    """Forwards what it gets to a listener; it may change the body, or answer by itself and forward later."""

    def __init__(self, address, *, spoils=False, answers_itself=False):
        proxy = self
        self.thread = None

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])) + (b" " if spoils else b"")
                passed = {
                    "Content-Type": "application/json",
                    "X-Spark-Signature": self.headers["X-Spark-Signature"],
                }
                answer = httpx.post(address, content=body, headers=passed, trust_env=False)
                named = (
                    {}
                    if answers_itself
                    else {"X-Sa-Monitor-Instance": answer.headers["X-Sa-Monitor-Instance"]}
                )
                self.send_response(200 if answers_itself else answer.status_code)
                for name, value in named.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{proxy.server.server_port}/webhook"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
async def way_in(places):
    """Make the use cases with a public URL."""
    history = History(places.database)

    def make(public_url=None, **more):
        return WayIn(Settings(port=0, public_url=public_url), places, {}, history, **more)

    yield make
    await history.close()


@pytest.fixture
def credentials(places):
    return CredentialsFile(places.credentials, wall_clock)


def hook(target, ident="hook-1"):
    return Webhook(
        id=ident, name="reporting lost", target_url=target, resource="serviceApp", event="deauthorized"
    )


async def test_a_test_delivery_passes_every_hop_and_changes_no_standing(way_in, listener, places):
    heard = []
    trial = await way_in(listener.address).test(tell=heard.append)
    assert [step.last for step in heard] == [Hop.SIGNED, Hop.SENT, Hop.VERIFIED]
    assert trial.passed
    assert trial_words(trial, listener.address).startswith("Test delivery signed, sent and verified in ")
    assert [sign for sign, _ in trial_steps(trial)] == ["✓"] * 4
    listener.stop()
    with Reader.open(places.database) as reader:
        assert reader.page()[0].event.synthetic
        assert reader.authorizations() == []


async def test_it_is_signed_with_the_webhooks_own_secret_where_that_is_known(
    way_in, listener, credentials, places
):
    credentials.add_secret("hook-1", "of hook-1")
    trial = await way_in().test(hook(listener.address))
    assert (trial.passed, trial.webhook_id) == (True, "hook-1")
    with Reader.open(places.database) as reader:
        assert reader.deliveries()[0].secret == "hook-1"


async def test_without_a_webhook_one_of_ours_that_points_there_signs(way_in, listener, credentials, places):
    credentials.add_secret("hook-1", "of hook-1")
    remember_target(places.database, listener.address, 1)
    keep_list(places.database, [hook(listener.address)], Checks(listed_at=1), 1)
    assert (await way_in(listener.address).test()).webhook_name == "reporting lost"


async def test_two_test_deliveries_are_two(way_in, listener, places):
    use = way_in(listener.address)
    numbers = [(await use.test()).delivery for _ in range(2)]
    assert len(set(numbers)) == 2


async def test_a_name_or_port_where_nobody_is_means_not_sent(way_in, listener, closed_port):
    place = f"http://127.0.0.1:{closed_port}"
    trial = await way_in(f"{place}/webhook").test()
    assert (trial.failure, trial.last) == (Failure.NOT_SENT, Hop.SIGNED)
    assert trial_words(trial, listener.address) == (
        f"The test delivery wasn't sent: {place} can't be reached from here (connection refused)."
    )


async def test_a_tunnel_with_nothing_behind_it_is_told(way_in, listener):
    with Hostile(http(status=502)) as tunnel:
        trial = await way_in(f"{tunnel.url}/webhook").test()
        assert trial.failure is Failure.ELSEWHERE
        assert trial_words(trial, listener.address) == (
            f"The test delivery didn't arrive: {tunnel.url} answered 502. The tunnel is up, nothing is behind it."
        )


async def test_something_else_is_named_with_where_to_forward(way_in, listener):
    with Hostile(http(status=404, Server="nginx")) as other:
        trial = await way_in(f"{other.url}/webhook").test()
    assert trial.met == Elsewhere(404, "nginx")
    place = listener.address.removeprefix("http://").partition("/")[0]
    assert trial_words(trial, listener.address).endswith(f"answered 404 (nginx). Forward it to {place}.")


async def test_a_body_that_is_changed_on_the_way_is_a_wrong_signature(way_in, listener):
    with Proxy(listener.address, spoils=True) as proxy:
        trial = await way_in(proxy.url).test()
    assert (trial.failure, trial.last, trial.status) == (Failure.WRONG_SIGNATURE, Hop.REACHED, 401)
    assert "its signature was wrong" in trial_words(trial, listener.address)


async def test_another_path_is_told(way_in, listener):
    trial = await way_in(f"{listener.address}/other").test()
    assert trial.failure is Failure.WRONG_PATH
    assert trial_words(trial, listener.address).endswith("/webhook.")


async def test_a_queue_that_answers_by_itself_is_waited_for(way_in, listener):
    with Proxy(listener.address, answers_itself=True) as queue:
        trial = await way_in(queue.url).test()
    assert trial.passed


async def test_another_sa_monitor_is_told_from_this_one(way_in, listener, tmp_path):
    from sa_monitor.settings.places import find_places

    others = find_places(tmp_path / "other", tmp_path / "other" / "config.toml", {})
    with Recorder(Settings(port=0), others, environ={}) as other:
        trial = await way_in(other.address).test()
    assert (trial.failure, trial.met.another) == (Failure.ELSEWHERE, True)


async def test_nothing_is_sent_where_nobody_listens(way_in, places):
    trial = await way_in("https://nobody.invalid/webhook").test()
    assert trial.failure is Failure.NOBODY_LISTENS
    with pytest.raises(Unreachable):
        await way_in().probe("https://nobody.invalid/webhook")


async def test_without_a_public_url_there_is_nothing_to_test(way_in, listener):
    assert await way_in().test() is None
    assert await way_in().probe() is None


async def test_a_target_is_proven_or_it_is_said_why_not(way_in, listener, closed_port):
    assert await way_in().proves(hook(listener.address)) is None
    assert "wasn't sent" in await way_in().proves(hook(f"http://127.0.0.1:{closed_port}/webhook"))


async def test_a_url_is_probed_before_it_is_taken(way_in, listener):
    assert isinstance(await way_in().probe(listener.address), Reached)


async def test_running_tunnels_are_offered(way_in, listener):
    port = httpx.URL(listener.address).port
    told = {"tunnels": [{"public_url": "https://abc.ngrok.app", "config": {"addr": f"localhost:{port}"}}]}
    with Tool({"/api/tunnels": told}) as agent:
        found = await way_in(interfaces=Interfaces((agent.url,), ())).tunnels()
    assert found == (Tunnel("ngrok", "https://abc.ngrok.app/webhook"),)


async def test_a_public_url_is_kept_in_config_toml_and_used_at_once(way_in, places):
    places.config.parent.mkdir(parents=True)
    written = '# mine\nport = 8787  # theirs\n# public_url = "https://old.example"\n\n[keys]\nutc = "U"\n'
    places.config.write_text(written)
    used = []
    target = await way_in(use_target=used.append).set_public_url("https://abc.example.net")
    assert (target, used) == ("https://abc.example.net/webhook", [target])
    assert places.config.read_text() == written.replace(
        '.example"\n', '.example"\npublic_url = "https://abc.example.net"\n'
    )
    assert load_settings({}, {}, places.config).public_url == "https://abc.example.net"


async def test_a_public_url_that_stands_there_is_replaced_on_its_line(way_in, places):
    places.config.parent.mkdir(parents=True)
    places.config.write_text('public_url = "https://old.example"  # the tunnel\nport = 1\n')
    places.config.chmod(0o644)
    await way_in().set_public_url("https://abc.example.net/in")
    assert places.config.read_text() == 'public_url = "https://abc.example.net/in"  # the tunnel\nport = 1\n'
    assert places.config.stat().st_mode & 0o777 == 0o644


async def test_without_a_config_toml_one_is_made(way_in, places):
    await way_in().set_public_url("https://abc.example.net")
    assert json.loads(places.config.read_text().partition(" = ")[2]) == "https://abc.example.net"


@pytest.mark.parametrize("url", ["abc.example.net", "https://", "https://a b/", "ftp://a.example"])
async def test_what_is_no_url_is_refused_and_nothing_is_written(way_in, places, url):
    with pytest.raises(SettingsError, match="public URL must be"):
        await way_in().set_public_url(url)
    assert not places.config.exists()


async def test_a_value_over_several_lines_is_left_to_whoever_wrote_it(way_in, places):
    places.config.parent.mkdir(parents=True)
    written = 'public_url = """\\\n  https://old.example"""\n'
    places.config.write_text(written)
    with pytest.raises(SettingsError, match="can't be changed from here"):
        await way_in().set_public_url("https://abc.example.net")
    assert places.config.read_text() == written


async def test_a_public_url_that_was_set_on_a_screen_is_used_by_all_of_them(places, listener):
    from sa_monitor.monitor.workplace import Workplace

    history = History(places.database)
    workplace = Workplace(Settings(port=0), places, {})
    assert await workplace.way_in(history).target() is None
    await workplace.way_in(history).set_public_url("https://hooks.invalid")
    assert await workplace.way_in(history).target() == "https://hooks.invalid/webhook"
    names = [check.check async for check in workplace.doctor(history).checks() if check.check != "public URL"]
    assert names[0] == "credentials"
    await history.close()
