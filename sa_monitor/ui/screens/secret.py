"""The dialog that takes the signing secret of a webhook."""

import asyncio
from collections.abc import Iterable

from textual.widget import Widget

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.model.webhook import Webhook
from sa_monitor.monitor.history import History
from sa_monitor.monitor.secrets import Secrets
from sa_monitor.present.secret_words import PURPOSE, claims, kept, proposal, refused
from sa_monitor.present.tone import Tone
from sa_monitor.present.webhook_words import webhook_label
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.said import SaidView
from sa_monitor.ui.widgets.secret_field import SecretField
from sa_monitor.ui.widgets.suggest_input import SuggestInput

_SHOWN = 3
"""Webhooks that are named; `↓` goes through all of them."""

_KEYS: FieldKeys = (("enter", "next, keep"), ("tab", "other field"), ("esc", "keep nothing"))
_KEYS_CLAIMED: FieldKeys = (("↓", "whose were rejected"), *_KEYS)


class SecretScreen(Dialog[bool]):
    """Asks without echo, and for which webhook, `webhook` proposed. Gives whether a secret was kept."""

    heading = "Signing secret"
    AUTO_FOCUS = "SecretField"

    def __init__(self, secrets: Secrets, history: History, webhook: Webhook | None = None) -> None:
        super().__init__()
        self._secrets = secrets
        self._history = history
        self._proposed = webhook

    def fields(self) -> Iterable[Widget]:
        """Say what it is for, and ask."""
        proposed = self._proposed
        yield SaidView([PURPOSE] if proposed is None else [PURPOSE, proposal(webhook_label(proposed))])
        yield labelled("Secret", SecretField())
        known = proposed.id if proposed is not None else ""
        yield labelled(
            "Webhook id", SuggestInput(id="webhook", placeholder="empty: any webhook", value=known)
        )

    def on_mount(self) -> None:
        """Look whose secrets are missing."""
        self.offer(_KEYS)
        self.do(self._look)

    def on_secret_field_entered(self) -> None:
        """Go on to whose it is."""
        self.query_one(SuggestInput).focus()

    def on_input_submitted(self) -> None:
        """Keep it."""
        if self.query_one(SecretField).secret:
            self.do(self._keep)
        else:
            self.say(("The secret is still empty.", Tone.WARNING))
            self.query_one(SecretField).focus()

    async def _look(self) -> None:
        try:
            found = await self._secrets.claimed(self._history)
        except StoreError:
            return
        if found:
            self.query_one(SuggestInput).suggest([one.webhook_id for one in found])
            self.say(*claims([(one.name, one.webhook_id, one.deliveries) for one in found[:_SHOWN]]))
            self.offer(_KEYS_CLAIMED)

    async def _keep(self) -> None:
        webhook_id = self.query_one(SuggestInput).text or None
        try:
            replaced = await asyncio.to_thread(
                self._secrets.add, webhook_id, self.query_one(SecretField).secret
            )
        except SaMonitorError as error:
            self.say(*refused(error))
            return
        self.query_one(SecretField).clear()
        self.conclude(True, *kept(webhook_id, replaced=replaced))  # noqa: FBT003 (the dialog's answer)
