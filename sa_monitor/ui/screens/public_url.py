"""The dialog that chooses the public URL: that of a running tunnel, or one that is typed."""

import asyncio
from collections.abc import Callable, Iterable

from textual.widget import Widget

from sa_monitor.errors import SaMonitorError, SettingsError
from sa_monitor.model.target import Doubt, doubts_of
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.present.url_words import doubted, kept, not_kept, now_set, resulting, tunnels_found
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.said import SaidView
from sa_monitor.ui.widgets.suggest_input import SuggestInput

_TYPING: FieldKeys = (("enter", "keep it"), ("↓", "a running tunnel"), ("esc", "leave it as it is"))


class PublicUrlScreen(Dialog[str]):
    """Shows the whole target while a URL is typed, and keeps it. Gives the target; None where nothing was kept.

    `goes_first` names what will go before what is kept, when the program starts again.
    """

    heading = "Public URL"
    AUTO_FOCUS = "#url"

    def __init__(self, way_in: WayIn, goes_first: Callable[[], str | None]) -> None:
        super().__init__()
        self._way_in = way_in
        self._goes_first = goes_first

    def fields(self) -> Iterable[Widget]:
        """Say what is set and what runs here, and ask."""
        yield SaidView(id="now")
        yield SaidView(tunnels_found(None), id="tunnels")
        yield labelled("URL", SuggestInput(id="url", placeholder="https://hooks.example.com"))

    def on_mount(self) -> None:
        """Look for tunnels."""
        self.offer(_TYPING)
        self.do(self._look)

    def on_input_changed(self) -> None:
        """Show what webhooks will point to."""
        self._tell_target()

    def on_input_submitted(self) -> None:
        """Keep it."""
        if self._url:
            self.do(self._keep)

    @property
    def _url(self) -> str:
        return self.query_one(SuggestInput).text

    async def _look(self) -> None:
        self.query_one("#now", SaidView).say(now_set(await self._way_in.target()))
        found = await self._way_in.tunnels()
        self.query_one("#tunnels", SaidView).say(*tunnels_found(found))
        self.query_one(SuggestInput).suggest([tunnel.url for tunnel in found])

    def _tell_target(self) -> None:
        if not self._url:
            self.say()
            return
        try:
            target = self._way_in.whole(self._url)
        except SettingsError:
            self.say(*doubted([Doubt.NO_URL]))
            return
        self.say(*resulting(target, doubts_of(target)))

    async def _keep(self) -> None:
        try:
            first = await asyncio.to_thread(self._goes_first)
            target = await self._way_in.set_public_url(self._url)
        except SaMonitorError as error:
            self.say(*not_kept(error))
            return
        self.conclude(target, *kept(target, first))
