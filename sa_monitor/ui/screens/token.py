"""The dialog that takes a Webex token, and says whose it is before it is relied on."""

import asyncio
from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from sa_monitor.errors import CredentialsError, SaMonitorError, Unreachable
from sa_monitor.monitor.account import VARIABLE, Account, Holder, Kind
from sa_monitor.present.paragraph import Said
from sa_monitor.present.token_words import (
    ASKING,
    accepted,
    in_force,
    kept_unchecked,
    refused,
    shadowed,
    unchecked,
)
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.said import SaidView
from sa_monitor.ui.widgets.secret_field import SecretField

_PATIENCE = 0.15
"""Seconds after which it is said that Webex is asked."""

_TYPING: FieldKeys = (("enter", "check and keep it"), ("ctrl+u", "clear"), ("esc", "leave it as it is"))
_ASKING: FieldKeys = (("esc", "leave it as it is"),)
_CHOOSING: FieldKeys = (("enter", "do it"), ("tab", "the other"), ("esc", "keep nothing"))


class TokenScreen(Dialog[bool]):
    """Asks without echo, checks at once, keeps what Webex knows. Gives whether a token was kept."""

    heading = "Webex token"
    AUTO_FOCUS = "SecretField"

    def __init__(self, account: Account, *, credentials: str) -> None:
        super().__init__()
        self._account = account
        self._credentials = credentials

    def fields(self) -> Iterable[Widget]:
        """Say what is in force, and ask."""
        yield SaidView(self._before())
        yield labelled("Token", SecretField())
        yield Horizontal(
            Button("Try again", id="again", compact=True),
            Button("Keep it unchecked", id="keep", compact=True),
            classes="buttons",
        )

    def on_mount(self) -> None:
        """Begin with the field alone."""
        self._offer_choice(offered=False)
        self.offer(_TYPING)

    def on_secret_field_entered(self) -> None:
        """Check it."""
        if self._token:
            self._check()
        else:
            self.say(("Nothing was typed yet. esc leaves it as it is.", Tone.QUIET))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask again, or keep it unchecked."""
        self._offer_choice(offered=False)
        if event.button.id == "again":
            self._check()
        else:
            self.do(self._keep_unchecked)

    @property
    def _token(self) -> str:
        return self.query_one(SecretField).secret

    def _before(self) -> list[Said]:
        try:
            origin = self._account.origin
        except CredentialsError as error:
            return refused(error)
        if origin is None:
            return in_force(None, in_environment=False, renews=False)
        renews = origin.kind is Kind.INTEGRATION
        return in_force(origin.place, in_environment=origin.in_environment, renews=renews)

    def _check(self) -> None:
        self.do(self._ask)

    async def _ask(self) -> None:
        """Ask Webex, and keep what it knows."""
        self.offer(_ASKING)
        telling = self.set_timer(_PATIENCE, lambda: self.say((ASKING, Tone.QUIET)))
        try:
            holder = await self._account.check(self._token)
            await asyncio.to_thread(self._account.keep, self._token)
        except Unreachable as error:
            self._cannot_ask(error)
        except SaMonitorError as error:
            self._refuse(error)
        else:
            self._tell(self._accepted(holder))
        finally:
            telling.stop()

    async def _keep_unchecked(self) -> None:
        try:
            await asyncio.to_thread(self._account.keep, self._token)
        except SaMonitorError as error:
            self._refuse(error)
        else:
            self._tell(kept_unchecked(self._credentials))

    def _accepted(self, holder: Holder) -> list[Said]:
        return accepted(
            holder.name,
            holder.emails,
            self._credentials,
            reads=holder.reads_webhooks,
            changes=holder.changes_webhooks,
        )

    def _tell(self, said: list[Said]) -> None:
        """Say what was kept."""
        self.query_one(SecretField).clear()
        origin = self._account.origin
        first = [shadowed(VARIABLE)] if origin is not None and origin.in_environment else []
        self.conclude(True, *said[:1], *first, *said[1:])  # noqa: FBT003 (the dialog's answer)

    def _refuse(self, error: SaMonitorError) -> None:
        self.query_one(SecretField).clear()
        self.say(*refused(error))
        self.offer(_TYPING)

    def _cannot_ask(self, error: Unreachable) -> None:
        self.say(*unchecked(error))
        self._offer_choice(offered=True)

    def _offer_choice(self, *, offered: bool) -> None:
        self.query_one(".buttons").display = offered
        self.query_one(".field").display = not offered
        if offered:
            self.query_one("#again").focus()
            self.offer(_CHOOSING)
        else:
            self.query_one(SecretField).focus()
