"""Webhooks that are created while somebody listens: they verify from the first delivery, and bring what was asked."""

import json

from sa_monitor.simulator.deliverer import Pauses
from sa_monitor.simulator.server import Simulator
from tests.simulated import happen, spoil

TOKEN = "tOkEn-of-the-simulator"
ENOUGH = 200


def test_deliveries_that_overtake_the_answer_verify(start, sa, outside):
    """Deliveries come from the moment a webhook exists, half a second before Webex answers that it does."""
    with Simulator(seed=1, token=TOKEN, rate=100, pauses=Pauses(slow=0.5)) as simulator:
        spoil(simulator, "late-answer", count=2, after=1)
        outside.setenv("WEBEX_ACCESS_TOKEN", TOKEN)
        outside.setenv("SA_MONITOR_API_URL", simulator.api_url)
        listener = start("listen", "--port", "0", "--json")
        target = json.loads(listener.out.next())["listening"]
        assert sa("webhooks", "create", "--target-url", target)[0] == 0
        deliveries = []
        while len(deliveries) < ENOUGH:
            _, out, _ = sa("deliveries", "--json", "--limit", "0")
            deliveries = [json.loads(line) for line in out.splitlines()]
        assert {delivery["verdict"] for delivery in deliveries} == {"verified"}
        listener.stop()


def test_only_what_the_filter_lets_through_is_delivered(start, sa, outside):
    with Simulator(seed=1, token=TOKEN, rate=0) as simulator:
        outside.setenv("WEBEX_ACCESS_TOKEN", TOKEN)
        outside.setenv("SA_MONITOR_API_URL", simulator.api_url)
        listener = start("listen", "--port", "0", "--json")
        target = json.loads(listener.out.next())["listening"]
        assert sa("webhooks", "create", "--target-url", target, "--filter-site", "acme.webex.com")[0] == 0
        for event in ("authorized", "deauthorized"):
            for site in ("acme.webex.com", "other.webex.com"):
                happen(simulator, event, id="app-1", trainSiteNames=[site])
        found = []
        while len(found) < 2:
            found = [json.loads(line) for line in sa("events", "--json")[1].splitlines()]
        assert {event["event"] for event in found} == {"authorized", "deauthorized"}
        assert {tuple(event["sites"]) for event in found} == {("acme.webex.com",)}
        [heard] = {
            len(json.loads(line)["findings"]) for line in sa("webhooks", "list", "--json")[1].splitlines()
        }
        assert heard == 0
        counts = [json.loads(line)["deliveries"] for line in sa("webhooks", "list", "--json")[1].splitlines()]
        assert counts == [1, 1]
        listener.stop()
