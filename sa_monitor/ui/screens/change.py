"""The dialog that changes webhooks at Webex: it shows what would be sent, sends it, and tells how far it came."""

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from functools import partial
from typing import ClassVar

from msgspec.structs import replace as changed
from textual.binding import Binding, BindingType
from textual.widget import Widget

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.instants import MINUTE
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request, delete_request
from sa_monitor.monitor.changing import Manner
from sa_monitor.monitor.way_in import WayIn
from sa_monitor.monitor.webhooks import Webhooks
from sa_monitor.present.change_lines import closing_words, half_done, plan_lines, step_lines
from sa_monitor.present.paragraph import Said
from sa_monitor.present.times import minute
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys
from sa_monitor.ui.widgets.lines_view import LinesView

_PROBATION = 5 * MINUTE
_FRAME = 10
"""Lines of the screen that the steps leave to everything else."""

_ASKING: FieldKeys = (("enter", "send it"), ("j k", "scroll"), ("esc", "send nothing"))
_SENDING: FieldKeys = (("esc", "stop waiting"),)
_DONE: FieldKeys = (("enter", "close"),)
_GIVEN_UP = "Nobody waited for the answer: the list of webhooks tells what exists."


class ChangeDialog(Dialog[bool]):
    """Carries out requests: at once, or where it `asks` after Enter. Gives whether what was wanted was done.

    What failed can be tried again; what was done of several that belong together can be taken back; what was created
    can be tried out through `way_in`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", show=False),
        Binding("x", "take_back", show=False),
        Binding("R", "anyway", show=False),
        Binding("v", "try_out", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        webhooks: Webhooks,
        requests: Sequence[Request],
        *,
        heading: str,
        clock: Callable[[], int],
        zone: tzinfo,
        manner: Manner = Manner(),  # noqa: B008 (a frozen value)
        asks: Sequence[Said] | None = None,
        way_in: WayIn | None = None,
    ) -> None:
        super().__init__()
        self.heading = heading
        self._webhooks = webhooks
        self._manner = manner
        self._asks = asks
        self._way_in = way_in
        self._clock = clock
        self._zone = zone
        self._outcomes = _unsent(requests)
        self._error: SaMonitorError | None = None
        self._sending = False
        self._takes_back = False

    def fields(self) -> Iterable[Widget]:
        """Show the steps."""
        yield LinesView(id="steps")

    def on_mount(self) -> None:
        """Ask, or begin."""
        if self._asks is None:
            self._send(self._manner)
        else:
            self.query_one(LinesView).focus()
            self.say(*self._asks)
            self.offer(_ASKING)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._show)

    def action_go(self) -> None:
        """Send it; try again what came to nothing; or close, where nothing is left to do."""
        if self._sending:
            return
        if self._is_over:
            self.dismiss(result=self._is_settled)
        else:
            self._send(self._manner)

    def action_take_back(self) -> None:
        """Delete what was created of several."""
        deletes = [delete_request(webhook) for webhook in self._created]
        if deletes and not self._sending:
            self._takes_back = True
            self._outcomes = _unsent(deletes)
            self._send(self._manner)

    def action_anyway(self) -> None:
        """Reactivate it though its target isn't proven."""
        if self._is_unproven and not self._sending:
            secret = self._manner.secret
            self._send(Manner(secret=secret, again=self._manner.again, anyway=True))

    def action_try_out(self) -> None:
        """Send a test delivery to what was created."""
        if self._way_in is None or self._tried is None:
            return
        from sa_monitor.ui.screens.trial import TrialDialog

        self.app.push_screen(TrialDialog(self._way_in, self._tried))

    def action_leave(self) -> None:
        """Leave it as it is; what is being sent isn't waited for."""
        if self._sending:
            self._sending = False
            self.workers.cancel_node(self)
            self.say((_GIVEN_UP, Tone.WARNING))
            self.offer(_DONE)
            self._outcomes = []
        else:
            self.dismiss(result=self._is_settled or bool(half_done(self._outcomes)))

    # What is so

    @property
    def _is_over(self) -> bool:
        return all(outcome.stage.is_good for outcome in self._outcomes)

    @property
    def _is_settled(self) -> bool:
        """Whether what was wanted was done, and not taken back: what existed already was nothing to do."""
        done = any(outcome.stage is Stage.DONE for outcome in self._outcomes)
        return self._is_over and done and not self._takes_back

    @property
    def _is_unproven(self) -> bool:
        return any(outcome.stage is Stage.UNPROVEN for outcome in self._outcomes)

    @property
    def _created(self) -> list[Webhook]:
        return [
            outcome.webhook
            for outcome in half_done(self._outcomes)
            if outcome.stage is Stage.DONE and outcome.webhook is not None
        ]

    @property
    def _tried(self) -> Webhook | None:
        """The one of those created that a test delivery goes to; None while something is left to be done."""
        created = [o.webhook for o in self._outcomes if o.request.method is Method.CREATE]
        return next(iter(created), None) if self._is_over and not self._sending else None

    # Sending

    def _send(self, manner: Manner) -> None:
        self._sending, self._error = True, None
        self.set_focus(None)
        self.say()
        self.offer(_SENDING)
        self.do(partial(self._carry_out, manner))

    async def _carry_out(self, manner: Manner) -> None:
        """Send what isn't done yet."""
        left = [number for number, outcome in enumerate(self._outcomes) if not outcome.stage.is_good]

        def tell(told: Outcome) -> None:
            number = left[told.number]
            self._outcomes[number] = changed(told, number=number)
            self._show()

        try:
            await self._webhooks.carry_out([self._outcomes[n].request for n in left], manner, tell)
        except SaMonitorError as error:
            self._error = error
        self._sending = False
        self._end()

    def _end(self) -> None:
        until = minute(self._clock() + _PROBATION, self._zone)
        said = closing_words(self._outcomes, self._error, until=until)
        if self._way_in is not None and self._tried is not None:
            said.append(("v sends a test delivery.", Tone.TEXT))
        self.say(*said)
        self.offer(self._keys())
        self._show()

    def _keys(self) -> FieldKeys:
        if self._is_over:
            tries = self._way_in is not None and self._tried is not None
            return [*_DONE, ("v", "test delivery")] if tries else _DONE
        keys = [("enter", "tries the second again" if half_done(self._outcomes) else "tries again")]
        if self._created:
            keys.append(("x", "deletes the first"))
        if self._is_unproven:
            keys.append(("R", "reactivates it all the same"))
        return [*keys, ("esc", "leaves it so" if half_done(self._outcomes) else "back")]

    def _show(self) -> None:
        view = self.query_one(LinesView)
        cells = view.size.width
        if not cells:
            return
        waits = self._asks is not None and all(o.stage is Stage.NOT_SENT for o in self._outcomes)
        if waits and not self._sending and self._error is None:
            lines = list(plan_lines([outcome.request for outcome in self._outcomes], cells))
        else:
            lines = list(step_lines(self._outcomes, cells))
        view.styles.height = max(1, min(len(lines), self.app.size.height - _FRAME))
        view.fill(lines, from_top=False)


def _unsent(requests: Sequence[Request]) -> list[Outcome]:
    return [Outcome(number=n, request=request, stage=Stage.NOT_SENT) for n, request in enumerate(requests)]
