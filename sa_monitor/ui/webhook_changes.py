"""What can be done about a webhook on its page: each change as the dialog that makes it, or why it isn't made."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from sa_monitor.model.finding import Flaw
from sa_monitor.model.webhook_request import Request, delete_request, update_request
from sa_monitor.monitor.changing import Manner
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.monitor.webhooks import FORBIDDEN, Listed, Overview, Webhooks
from sa_monitor.present.paragraph import Said
from sa_monitor.present.tone import Tone
from sa_monitor.present.webhook_words import webhook_label
from sa_monitor.ui.screens.change import ChangeDialog
from sa_monitor.ui.screens.question import Question


class WebhookChanges:
    """Makes the dialogs. What keeps something from being done is given in words."""

    def __init__(self, webhooks: Webhooks, way_in: WayIn, clock: Callable[[], int]) -> None:
        self._webhooks = webhooks
        self._way_in = way_in
        self._clock = clock

    def refusal(self, listed: Listed) -> str | None:
        """Say why this one can't be changed; None where it can."""
        if self._webhooks.read_only:
            return FORBIDDEN
        name = webhook_label(listed.webhook)
        return None if listed.is_ours else f'"{name}" isn\'t ours: it is left alone.'

    def mend(self, overview: Overview, listed: Listed, zone: tzinfo) -> ChangeDialog | str:
        """Give what mends its findings; where the URL changed, what moves the others of ours too."""
        if refusal := self.refusal(listed):
            return refusal
        requests = list(overview.mend(listed))
        behind = overview.left_behind
        if listed in behind:
            others = [one for one in behind if one is not listed]
            requests += overview.mend(*others, only=(Flaw.OTHER_TARGET,))
        if not requests:
            return f'"{webhook_label(listed.webhook)}" is in order. There is nothing to mend.'
        asks: list[Said] = [("Nothing was sent yet. enter sends it.", Tone.TEXT)]
        return self._change("Mend", requests, zone, asks=asks)

    def reactivate(self, listed: Listed, zone: tzinfo) -> ChangeDialog | str:
        """Give what proves the target and reactivates it."""
        if refusal := self.refusal(listed):
            return refusal
        name = webhook_label(listed.webhook)
        if listed.webhook.active:
            return f'"{name}" is active already.'
        return self._change(f'Reactivate "{name}"', [update_request(listed.webhook, reactivates=True)], zone)

    def ask_delete(self, listed: Listed) -> Question | str:
        """Give the question before one is deleted."""
        if refusal := self.refusal(listed):
            return refusal
        means = ["Events that only it reports will no longer come."]
        return Question(f'Delete "{webhook_label(listed.webhook)}"?', means, yes="Delete")

    def delete(self, listed: Listed, zone: tzinfo) -> ChangeDialog:
        """Give what deletes it."""
        return self._change(
            f'Delete "{webhook_label(listed.webhook)}"', [delete_request(listed.webhook)], zone
        )

    def _change(
        self, heading: str, requests: Sequence[Request], zone: tzinfo, *, asks: Sequence[Said] | None = None
    ) -> ChangeDialog:
        return ChangeDialog(
            self._webhooks,
            requests,
            heading=heading,
            clock=self._clock,
            zone=zone,
            manner=Manner(proves=self._way_in.proves),
            asks=asks,
        )
