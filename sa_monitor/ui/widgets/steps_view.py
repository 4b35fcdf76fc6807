"""A list of steps, each of several lines, of which one has the cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, Resize
from textual.message import Message

from sa_monitor.present.ready_page import spread
from sa_monitor.present.tone import Line
from sa_monitor.ui.actions import Place, bindings
from sa_monitor.ui.widgets.tone_view import ToneView


class StepsView(ToneView, can_focus=True):
    """Shows steps one below the other; where there is too little room the one with the cursor is in sight."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.STEPS)

    class Wanted(Message):
        """The reader wants a step to be done; `number` counts from 0."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Sequence[Line]] = ()
        self._begins: Sequence[int] = ()
        self.at = 0
        """The step that has the cursor, from 0."""
        self.touched = False
        """Whether the reader has put it there."""

    def fill(self, steps: Sequence[Sequence[Line]]) -> None:
        """Show these steps."""
        self._steps = steps
        self._paint()

    def point(self, at: int) -> None:
        """Put the cursor on a step."""
        at = min(max(0, at), max(0, len(self._steps) - 1))
        if at != self.at:
            self.at = at
            self._paint()

    def _go(self, at: int) -> None:
        self.touched = True
        self.point(at)

    def on_resize(self, _event: Resize) -> None:
        """Use the room there is."""
        self._paint()

    def action_down(self) -> None:
        """Move down."""
        self._go(self.at + 1)

    def action_up(self) -> None:
        """Move up."""
        self._go(self.at - 1)

    def action_newest(self) -> None:
        """Go to the first step."""
        self._go(0)

    def action_oldest(self) -> None:
        """Go to the last step."""
        self._go(len(self._steps) - 1)

    def action_do_step(self) -> None:
        """Ask to have the step done."""
        self.post_message(self.Wanted(self.at))

    def on_click(self, event: Click) -> None:
        """Put the cursor on the step that was clicked."""
        line = event.y + self._top
        self._go(sum(begin <= line for begin in self._begins) - 1)

    @property
    def _top(self) -> int:
        """The first line in sight: none is hidden above without need."""
        if not self._begins:
            return 0
        end = self._begins[self.at] + len(self._steps[self.at])
        return max(0, end - self.size.height)

    def _paint(self) -> None:
        height = self.size.height
        if not height or not self._steps:
            return
        lines, self._begins = spread(self._steps, height)
        self.show(lines[self._top : self._top + height], self._begins[self.at] - self._top)
