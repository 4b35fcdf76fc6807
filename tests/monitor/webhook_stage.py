"""Use cases of webhooks over a simulated Webex, real credentials and a real store."""

import httpx

from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.webhook_request import BOTH, create_requests
from sa_monitor.monitor.account import Account
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import Webhooks
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.schema import Settings
from sa_monitor.webex.patience import Patience
from tests.simulated import spoil

TOKEN = "the-right-token"
HERE = "https://abc.example.net/webhook"


async def instantly(_seconds):
    """Wait without time passing."""


class Stage:
    """A simulator with one account, and what a person has of it. Everything is told to `told`."""

    def __init__(self, simulator, places, **settings):
        self.simulator = simulator
        self.places = places
        self.told = []
        given = {"public_url": HERE} | ({"api_url": simulator.api_url} if simulator else {})
        chosen = Settings(**given | settings)
        environ = {"WEBEX_ACCESS_TOKEN": TOKEN}
        account = Account(chosen, places, environ, patience=Patience(sleep=instantly))
        self.history = History(places.database)
        self.webhooks = Webhooks(chosen, places, environ, account, self.history)

    def spoil(self, fault, count=1, after=0):
        """Order a fault."""
        spoil(self.simulator, fault, count, after)

    def at_webex(self):
        """Give the webhooks that Webex has."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.get(f"{self.simulator.api_url}/webhooks", headers=headers, trust_env=False)
        return answer.json()["items"]

    def secrets(self):
        """Give the secrets that are kept, as (webhook id, value, whether it is current)."""
        kept = CredentialsFile(self.places.credentials, wall_clock).read().secrets
        return [(secret.webhook_id, secret.value, secret.good_until is None) for secret in kept]

    async def carry_out(self, requests, *manner):
        """Carry them out, and give where each ended."""
        return await self.webhooks.carry_out(requests, *manner, tell=self.told.append)

    async def create(self, *manner, **more):
        """Create a pair, or what is given."""
        return await self.carry_out(pair(**more), *manner)

    async def elsewhere(self, name="theirs", target="https://x/", filter=None):  # noqa: A002 (Webex's name)
        """Let another system create a webhook with the same account, and give it."""
        async with self.webhooks._account.client() as client:
            return await client.create_webhook(
                name=name, target_url=target, event="authorized", filter=filter, secret=None
            )


def ends(outcomes):
    """Give where each ended."""
    return [outcome.stage for outcome in outcomes]


def events(webhooks):
    """Give the event of each, as Webex has it."""
    return [webhook["event"] for webhook in webhooks]


def pair(**more):
    """Plan a pair of webhooks."""
    return create_requests(**{"name": "n", "target_url": HERE, "events": BOTH, "condition": Filter()} | more)


def one(kind=Kind.AUTHORIZED, **more):
    """Plan one webhook."""
    return pair(events=[kind], **more)
