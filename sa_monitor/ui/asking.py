"""What the app asks the reader for, and does with the answers: dialogs, forms, copying."""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.notifications import Notify

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.checkup import Grade
from sa_monitor.model.message import Message
from sa_monitor.present.as_started import as_started
from sa_monitor.present.clean import clean
from sa_monitor.ui.actions import ACTIONS
from sa_monitor.ui.paging import Paging
from sa_monitor.ui.screens.page import PageScreen
from sa_monitor.ui.toasts import SAID_LONG, Toast, Toasts

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from sa_monitor.monitor.export_here import Exported, ExportJob
    from sa_monitor.present.copies import Copy
    from sa_monitor.ui.copying import Copying
    from sa_monitor.ui.screens.copy_as import CopyChoice


class Asking(Paging, inherit_bindings=False):
    """Opens each dialog when it is first asked for. `facts_due` is set where an answer changes what is so."""

    _said_path: "Copy | None" = None

    @cached_property
    def facts_due(self) -> asyncio.Event:
        """Set it to have the facts read again."""
        return asyncio.Event()

    @cached_property
    def _toasts(self) -> Toasts:
        return Toasts(self._watch.clock, self._toast)

    def _toast(self, words: str, *, seconds: float, wrong: bool) -> None:
        self.notify(words, timeout=seconds, markup=False, severity="warning" if wrong else "information")

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 (Textual's; nothing that is said here has any)
    ) -> None:
        """Say something for a moment, with commands as this program was started, and keep it among the messages."""
        message = clean(as_started(message, self._workplace.places.options))
        self.keep_message(message, wrong=severity != "information")
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Toast(message, title, severity, seconds)))

    def keep_message(self, words: str, *, wrong: bool) -> None:
        """Keep what was said, for Doctor."""
        grade = Grade.WARN if wrong else Grade.PASS
        self._workplace.messages.tell(Message(self._watch.clock(), words, grade))

    async def on_page_screen_action_wanted(self, message: PageScreen.ActionWanted) -> None:
        """Do what a page needs."""
        await self.run_action(ACTIONS[message.name].does or message.name)

    # Whose a Service App is

    def on_page_screen_annotate_wanted(self, message: PageScreen.AnnotateWanted) -> None:
        """Ask whose a Service App is, and keep the answer."""
        self.run_worker(self._annotate(message.app_id), group="annotate", exclusive=True)

    async def _annotate(self, app_id: str) -> None:
        from sa_monitor.ui.screens.annotate import AnnotateScreen

        label = self.facts.label(app_id)
        try:
            known = await self._watch.history.annotation(app_id)
            told = await self.push_screen_wait(AnnotateScreen(label, known))
            if told is None:
                return
            await asyncio.to_thread(
                self._workplace.telling.annotate,
                app_id,
                critical=told.critical,
                owner=told.owner or "",
                note=told.note or "",
            )
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(f"Kept for {label}.")
        self.facts_due.set()

    def on_page_screen_call_wanted(self, message: PageScreen.CallWanted) -> None:
        """Ask what to call an organization, and keep the answer."""
        self.run_worker(self._call(message.org_id, message.label), group="annotate", exclusive=True)

    async def _call(self, org_id: str, label: str) -> None:
        from sa_monitor.ui.screens.call_org import CallOrgScreen

        try:
            known = await self._watch.history.org_called(org_id)
            name = await self.push_screen_wait(CallOrgScreen(label, known))
            if name is None:
                return
            await asyncio.to_thread(self._workplace.telling.call_org, org_id, name)
        except SaMonitorError as error:
            self._toasts.tell(str(error), wrong=True)
            return
        self._toasts.tell(f"Kept for {name or label}.")
        self.facts_due.set()

    # Exporting

    def on_page_screen_export_wanted(self, message: PageScreen.ExportWanted) -> None:
        """Ask for a file, and write what a query shows to it."""
        self._export(self._workplace.exports.job(message.query), message.asked)

    def on_deliveries_screen_export_wanted(self) -> None:
        """Ask for a file, and write every request that was kept to it."""
        self._export(self._workplace.exports.job_of_requests())

    def _export(self, job: "ExportJob", asked: str = "") -> None:
        from sa_monitor.ui.screens.export import ExportScreen

        screen = ExportScreen(self._workplace.exports, job, asked, now=self._watch.clock(), zone=self.zone)
        self.push_screen(screen, self._exported)

    def _exported(self, written: "Exported | None") -> None:
        """Say where it is; the key that copies then copies its path, as long as that is said."""
        if written is None:
            return
        from sa_monitor.present.copies import Copy
        from sa_monitor.present.export_words import exported_words

        path = self._workplace.exports.written(written.path)
        self._toasts.tell(exported_words(written.counted, path, self.keys.shown("copy")), lasting=True)
        self._said_path = Copy("path", str(written.path))
        self.set_timer(SAID_LONG, self._forget_path)

    def _forget_path(self) -> None:
        self._said_path = None

    # Copying

    def on_page_screen_copy_wanted(self, message: PageScreen.CopyWanted) -> None:
        """Copy something, at once or in the form that the reader chooses."""
        path, self._said_path = self._said_path, None
        copies = [self._as_started(copy) for copy in message.copies]
        if path is not None and not message.choose:
            self.run_worker(self._copies.copy(path), group="copy")
        elif not copies:
            self._toasts.tell("Nothing to copy here.")
        elif message.choose:
            from sa_monitor.ui.screens.copy_as import CopyAsScreen

            self.push_screen(CopyAsScreen(copies), self._chosen)
        else:
            self.run_worker(self._copies.copy(copies[0]), group="copy")

    def _as_started(self, copy: "Copy") -> "Copy":
        if not copy.names_command:
            return copy
        return replace(copy, text=as_started(copy.text, self._workplace.places.options))

    def _chosen(self, choice: "CopyChoice | None") -> None:
        if choice is not None:
            doing = self._copies.save if choice.to_file else self._copies.copy
            self.run_worker(doing(choice.copy), group="copy")

    @cached_property
    def _copies(self) -> "Copying":
        from sa_monitor.ui.copying import Copying

        return Copying(
            self._workplace.clipboard,
            super().copy_to_clipboard,
            self._toasts.tell,
            lambda words: self._toasts.tell(words, wrong=True),
        )

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is selected in a field, as anything else is copied."""
        from sa_monitor.present.copies import Copy

        self.run_worker(self._copies.copy(Copy("selection", text)), group="copy")

    # Webex, and the way in

    def action_refresh(self) -> None:
        """Have webhooks and public URL looked at now."""
        if self._workplace.health is None:
            self._toasts.tell("Only the sa-monitor that listens asks Webex.")
        else:
            self._workplace.health.look_now()
            self._toasts.tell("Asking again: webhooks and public URL.")

    def action_token(self) -> None:
        """Let the reader give the Webex token."""
        from sa_monitor.ui.screens.token import TokenScreen

        workplace = self._workplace
        screen = TokenScreen(workplace.account, credentials=str(workplace.places.credentials))
        self.push_screen(screen, self._token_given)

    def _token_given(self, kept: bool | None) -> None:  # noqa: FBT001 (Textual gives it so)
        """Have the webhooks listed with it."""
        if kept and self._workplace.health is not None:
            self._workplace.health.look_now()

    def action_secret(self) -> None:
        """Let the reader give a webhook's signing secret."""
        from sa_monitor.ui.screens.secret import SecretScreen

        self.push_screen(SecretScreen(self._workplace.secrets, self._watch.history))

    def action_public_url(self) -> None:
        """Let the reader choose the public URL."""
        from sa_monitor.ui.screens.public_url import PublicUrlScreen

        workplace = self._workplace
        self.push_screen(PublicUrlScreen(workplace.way_in(self._watch.history), workplace.goes_first))

    def action_test_delivery(self) -> None:
        """Send a test delivery through the public URL, and show each hop."""
        from sa_monitor.ui.screens.trial import TrialDialog

        self.push_screen(TrialDialog(self._workplace.way_in(self._watch.history)))

    def action_known(self) -> None:
        """Let the reader enter authorizations that they know already."""
        from sa_monitor.ui.screens.known import KnownScreen

        self.push_screen(KnownScreen(self._workplace.telling, self.facts.authorizations), self._entered)

    def _entered(self, count: int | None) -> None:
        if count:
            self.facts_due.set()

    def action_new_webhook(self) -> None:
        """Let the reader write a new webhook, for the Service App that they look at."""
        if self._workplace.settings.read_only:
            self._toasts.tell("Nothing is changed at Webex: --read-only forbids it.", wrong=True)
            return
        from sa_monitor.model.webhook_draft import new_draft
        from sa_monitor.ui.screens.webhook_form import WebhookFormScreen

        at = self.screen.app_in_hand if isinstance(self.screen, PageScreen) else None
        page = WebhookFormScreen(self._workplace, self._watch.history, new_draft(at), clock=self._watch.clock)
        self.push_screen(self._hand_down(page))
