"""What the app does about alerts: it calls, asks what somebody says of them, and tells which channel is dead."""

import asyncio
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from sa_monitor.errors import SaMonitorError
from sa_monitor.present.clean import clean
from sa_monitor.ui.asking import Asking
from sa_monitor.ui.facts import Facts
from sa_monitor.ui.pair import Called, Pair
from sa_monitor.ui.screens.page import PageScreen

if TYPE_CHECKING:
    from sa_monitor.model.alert import Alert
    from sa_monitor.ui.alarm import Alarm


class Alarming(Asking, inherit_bindings=False):
    """Nothing of it is imported before there is an alert, or something is said of one."""

    # Calling

    @cached_property
    def _alarm(self) -> "Alarm":
        from sa_monitor.ui.alarm import Alarm

        usual = "DEMO - sa-monitor" if "DEMO" in self._badges else "sa-monitor"
        return Alarm(usual, self.bell, self._to_terminal, self._workplace.alerting.channels())

    def _to_terminal(self, sequence: str) -> None:
        """Write a control sequence, in its order with what is drawn."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def watch_facts(self, before: Facts, facts: Facts) -> None:
        """Call for what is new, and let a dialog about an alert know what became of it."""
        if self.is_running and (facts.alerts or before.alerts):
            self._alarm.tell(facts.alerts)
        if self.is_running and facts.alerts != before.alerts:
            self.run_worker(self._keep_asking_truly(), group="asked", exclusive=True)
        if self.is_running and facts.dead_channels != before.dead_channels:
            self._tell_channels(before, facts)
        super().watch_facts(before, facts)

    def _tell_channels(self, before: Facts, facts: Facts) -> None:
        """Say which channel can't be told any more, and which can again."""
        from sa_monitor.present.channel_words import dead_words, mended_words

        dead = {channel.name: channel for channel in facts.dead_channels}
        known = {channel.name for channel in before.dead_channels}
        for name in dead.keys() - known:
            self._toasts.tell(dead_words(dead[name], self._watch.clock(), self.zone), wrong=True)
        for name in known - dead.keys():
            self._toasts.tell(mended_words(name))

    # What the reader says of alerts

    def action_acknowledge(self) -> None:
        """Ask whether an alert is being dealt with, or was intended: the one under the cursor, else the newest."""
        from sa_monitor.ui.screens.acknowledge import AcknowledgeScreen

        if any(isinstance(screen, AcknowledgeScreen) for screen in self.screen_stack):
            return  # it is being asked already: a second question would take the answer of the first
        at = self.screen.alert_in_hand if isinstance(self.screen, PageScreen) else None
        alert = at or next(iter(self.facts.alerts), None)
        if alert is None:
            self._toasts.tell("No alert is open.")
        elif alert.resolved_at is not None:
            from sa_monitor.present.acknowledging import over_words

            self._toasts.tell(over_words(alert, self.zone))
        else:
            self.run_worker(self._acknowledge(alert), group="acknowledge", exclusive=True)

    async def _acknowledge(self, alert: "Alert") -> None:
        """Ask, and keep the answer; where others said something just before it, ask again with their word in sight."""
        from sa_monitor.present.acknowledging import acknowledged_words
        from sa_monitor.ui.screens.acknowledge import Acknowledgement, AcknowledgeScreen

        alerting = self._workplace.alerting
        said: Acknowledgement | None = None
        try:
            while True:
                screen = AcknowledgeScreen(
                    alert, said, who=alerting.who, clock=self._watch.clock, zone=self.zone
                )
                said = await self.push_screen_wait(screen)
                if said is None:
                    return
                alert = await self._watch.history.alert(alert.id)
                if alert.acknowledged_at == screen.alert.acknowledged_at:
                    break
            found = await asyncio.to_thread(
                alerting.acknowledge, alert.id, intended=said.intended, note=said.note
            )
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(acknowledged_words(found), lasting=True)
        self.facts_due.set()

    async def _keep_asking_truly(self) -> None:
        """Let a dialog that asks about an alert know what became of it meanwhile."""
        if not any(getattr(screen, "answers_alert", False) for screen in self.screen_stack):
            return  # the dialog isn't imported for an alert alone: that would hold up its banner
        from sa_monitor.ui.screens.acknowledge import AcknowledgeScreen

        for screen in self.screen_stack:
            if isinstance(screen, AcknowledgeScreen):
                with suppress(SaMonitorError):  # the status line says that nothing can be read
                    screen.know(await self._watch.history.alert(screen.alert.id))

    def action_test_channels(self) -> None:
        """Send a trial to every channel, and say how that went."""
        from sa_monitor.ui.screens.channel_trial import ChannelTrialScreen

        self.push_screen(ChannelTrialScreen(self._workplace.alerting, self._alarm.try_here))

    def action_window(self) -> None:
        """Let the reader plan a window in which a loss is expected."""
        self.run_worker(self._plan(), group="window", exclusive=True)

    async def _plan(self) -> None:
        from sa_monitor.present.acknowledging import planned_words
        from sa_monitor.ui.screens.window import WindowScreen

        pair = self.screen.pair_in_hand if isinstance(self.screen, PageScreen) else Pair()
        asked = await self.push_screen_wait(WindowScreen(_meant(pair.app), _meant(pair.org)))
        if asked is None:
            return
        try:
            window = await asyncio.to_thread(self._workplace.alerting.expect, *asked)
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(planned_words(window, self.zone), lasting=True)


def _meant(called: Called | None) -> str:
    """Give what means this thing alone, and can stand in a field; nothing where it is none in particular.

    A `*` in a foreign name would widen it, and a field shows control characters as they are: then its id does.
    """
    if called is None:
        return ""
    webex_id, name = called
    return name if name and name.isprintable() and "*" not in name else clean(webex_id)
