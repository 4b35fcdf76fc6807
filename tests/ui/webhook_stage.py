"""Screens over a simulated Webex that is asked over HTTP."""

import httpx

from sa_monitor.monitor.workplace import Workplace
from sa_monitor.settings.schema import Settings
from tests.ui.stage import seen

TOKEN = "the-right-token"
HERE = "https://abc.example.net/webhook"


def workplace(places, simulator, **settings):
    """Make what the screens can have done, with the token of Jane Doe."""
    given = {"public_url": HERE, "api_url": simulator.api_url}
    return Workplace(Settings(**given | settings), places, {"WEBEX_ACCESS_TOKEN": TOKEN})


def at_webex(simulator):
    """Give the webhooks that Webex has."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.get(f"{simulator.api_url}/webhooks", headers=headers, trust_env=False)
    return answer.json()["items"]


def make(simulator, name="n", event="authorized", **fields):
    """Let another program create a webhook."""
    body = {"name": name, "targetUrl": HERE, "resource": "serviceApp", "event": event} | fields
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(f"{simulator.api_url}/webhooks", json=body, headers=headers, trust_env=False)
    return answer.raise_for_status().json()


async def write(pilot, words):
    """Type over what stands in the field."""
    keys = ["space" if letter == " " else letter for letter in words]
    await pilot.press("end", "ctrl+u", *keys)


async def opened(pilot):
    """Open the form, and wait until it knows everything."""
    await pilot.press("n")
    await seen(pilot, "fires for Service Apps that Jane Doe created")
    await seen(pilot, HERE)
