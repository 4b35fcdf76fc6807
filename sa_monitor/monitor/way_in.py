"""The way in: the public URL, what runs that could be one, and whether a delivery comes through it."""

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from msgspec.structs import replace

from sa_monitor.errors import SettingsError, StoreError, Unreachable
from sa_monitor.model.event import Kind
from sa_monitor.model.health import Health
from sa_monitor.model.reach import Outcome, Tunnel, plain_url
from sa_monitor.model.signature import LOCAL, Keyring, Secret
from sa_monitor.model.trial import Failure, Trial
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.address import address_here
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.trying import Tell, seal, try_out
from sa_monitor.present.trial_words import trial_words
from sa_monitor.reach.probe import instance_at, probe
from sa_monitor.reach.tunnels import Interfaces, find_tunnels
from sa_monitor.settings.changing import change_setting
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import KeyringSource
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings, target_url
from sa_monitor.settings.values import URL
from sa_monitor.store.lock import holder_of


class WayIn:
    """The use cases of one data folder, whichever process listens for it.

    `use_target` hears of a public URL that was set, in the process that listens.
    """

    def __init__(
        self,
        settings: Settings,
        places: Places,
        environ: Mapping[str, str],
        history: History,
        *,
        use_target: Callable[[str], None] = lambda _: None,
        clock: Callable[[], int] = wall_clock,
        interfaces: Interfaces | None = None,
    ) -> None:
        self._settings = settings
        self._places = places
        self._environ = environ
        self._history = history
        self._use_target = use_target
        self._clock = clock
        self._interfaces = interfaces

    @property
    def address(self) -> str | None:
        """Where the listener is to be reached from this computer; None where that can't be known."""
        return address_here(self._settings, self._places)

    async def target(self) -> str | None:
        """Give the whole public URL: that of the settings, else of whoever listens; None where there is none."""
        try:
            return target_url(self._settings) or (await self._history.health()).checks.target
        except StoreError:
            return None  # it isn't known while the store can't be read, which is said elsewhere

    def whole(self, url: str) -> str:
        """Give the whole target that a public URL makes. Raises SettingsError where it is none."""
        try:
            checked: str = URL.read(url)
        except ValueError as error:
            raise SettingsError(f"The public URL must be {URL.wants}.") from error
        return target_url(replace(self._settings, public_url=checked)) or checked

    async def probe(self, url: str | None = None) -> Outcome | None:
        """Tell whether a public URL, or the one in force, leads to the listener here; None where there is no URL.

        Raises Unreachable where nobody listens.
        """
        target = await self.target() if url is None else self.whole(url)
        return None if target is None else await probe(target, await self._instance())

    async def tunnels(self) -> tuple[Tunnel, ...]:
        """Give the running tunnels that forward to the listener's port."""
        port = urlsplit(self.address or "").port
        return await find_tunnels(port, self._settings.path, self._interfaces) if port else ()

    async def set_public_url(self, url: str) -> str:
        """Keep it in config.toml and use it from now on; gives the whole target. Raises SettingsError."""
        whole = self.whole(url)
        await asyncio.to_thread(change_setting, self._places.config, "public_url", url.strip())
        self._settings = replace(self._settings, public_url=url.strip())
        self._use_target(whole)
        return whole

    async def test(self, webhook: Webhook | None = None, tell: Tell = lambda _: None) -> Trial | None:
        """Send a test delivery to the webhook's target, else to the one in force; None where there is no URL.

        It is signed with the webhook's secret, else with that of one of ours that points there, else with the local
        one. Raises CredentialsError.
        """
        target = await self.target() if webhook is None else webhook.target_url
        if target is None:
            return None
        keyring = KeyringSource(
            CredentialsFile(self._places.credentials, self._clock), self._environ, self._clock
        )()
        signer, secret = self._signer(webhook, target, keyring, await self._history.health())
        trial = Trial(
            target=target,
            webhook_id=signer.id if signer is not None else None,
            webhook_name=signer.name if signer is not None else None,
        )
        try:
            instance = await self._instance()
        except Unreachable:
            trial = replace(trial, failure=Failure.NOBODY_LISTENS)
            tell(trial)
            return trial
        kind = (
            Kind.DEAUTHORIZED if signer is not None and signer.event == Kind.DEAUTHORIZED else Kind.AUTHORIZED
        )
        sealed = seal(trial, secret, kind, self._clock())
        return await try_out(trial, sealed, instance=instance, history=self._history, tell=tell)

    async def proves(self, webhook: Webhook) -> str | None:
        """Prove that the webhook's target takes a signed delivery; gives None, or why it doesn't."""
        trial = await self.test(webhook)
        if trial is None or trial.passed:
            return None
        return trial_words(trial, self.address)

    def _signer(
        self, webhook: Webhook | None, target: str, keyring: Keyring, health: Health
    ) -> tuple[Webhook | None, Secret]:
        """Give the webhook whose secret signs, and the secret."""
        there = [w for w in health.own if plain_url(w.target_url) == plain_url(target)]
        known = {secret.webhook_id: secret for secret in keyring.secrets if secret.good_until is None}
        for candidate in [webhook] if webhook is not None else there:
            if candidate.id in known:
                return candidate, known[candidate.id]
        local = CredentialsFile(self._places.credentials, self._clock).local_secret()
        return None, Secret(LOCAL, local)

    async def _instance(self) -> str:
        """Ask the listener here for its instance. Raises Unreachable where none answers."""
        address = self.address if holder_of(self._places.lock) is not None else None
        found = await instance_at(address) if address is not None else None
        if not isinstance(found, str):
            raise Unreachable(
                "Nobody listens for this data folder.", 'Start "sa-monitor", or "sa-monitor listen".'
            )
        return found
