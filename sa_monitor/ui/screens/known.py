"""The form that enters known authorizations, one after another."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from sa_monitor.errors import StoreError, UsageError
from sa_monitor.model.authorization import Authorization
from sa_monitor.monitor.telling import Telling, assumption
from sa_monitor.present.known_words import PURPOSE, entered, refused
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.said import SaidView
from sa_monitor.ui.widgets.suggest_input import SuggestInput

_FIELDS = (
    ("app", "Service App", "its id, or its UUID"),
    ("name", "Its name", "if you like"),
    ("org", "Organization", "its id, or the UUID that Control Hub shows"),
    ("since", "Since", "2026-11-01, where you know it"),
)
_KEYS: FieldKeys = (
    ("enter", "next field"),
    ("ctrl+s", "enter it"),
    ("tab", "other field"),
    ("↓", "known ones"),
    ("esc", "end"),
)


class KnownScreen(Dialog[int]):
    """Enters one authorization after another; what is the same for the next stays. Gives how many were entered."""

    heading = "Known authorizations"
    AUTO_FOCUS = "#app"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "enter", show=False)]

    def __init__(self, telling: Telling, authorizations: Sequence[Authorization]) -> None:
        super().__init__()
        self._telling = telling
        self._apps = {own.app_id: own.app_name or "" for own in authorizations}
        self._orgs = list(dict.fromkeys(own.org_id for own in authorizations))
        self._result = 0

    def fields(self) -> Iterable[Widget]:
        """Say what it is for, and ask."""
        suggested = {"app": list(self._apps), "org": self._orgs}
        yield SaidView([PURPOSE])
        for name, label, placeholder in _FIELDS:
            field = SuggestInput(id=name, placeholder=placeholder, suggestions=suggested.get(name, ()))
            yield labelled(label, field)

    def on_mount(self) -> None:
        """Name the keys."""
        self.offer(_KEYS)

    def on_input_changed(self) -> None:
        """Fill in the name of a Service App that is known."""
        name = self._apps.get(self._text("app"))
        if name and not self._text("name"):
            self._field("name").value = name

    def on_input_submitted(self, message: SuggestInput.Submitted) -> None:
        """Go to the next field; after the last, enter it."""
        if message.input.id == _FIELDS[-1][0]:
            self.action_enter()
        else:
            self.focus_next()

    def action_enter(self) -> None:
        """Enter it."""
        self.do(self._enter)

    async def _enter(self) -> None:
        try:
            told = assumption({name: self._text(name) for name, _, _ in _FIELDS})
            await asyncio.to_thread(self._telling.assume, [told])
        except UsageError as error:
            self.say(*refused(error, title=f"This {error.title}."))
            return
        except StoreError as error:
            self.say(*refused(error))
            return
        self._result = count = (self._result or 0) + 1
        for name in ("org", "since"):
            self._field(name).value = ""
        self._field("org").focus()
        self.say(*entered(count, told.org_id))

    def _text(self, name: str) -> str:
        return self._field(name).text

    def _field(self, name: str) -> SuggestInput:
        return self.query_one(f"#{name}", SuggestInput)
