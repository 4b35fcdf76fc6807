"""The dialog that writes what is shown to a file."""

from collections.abc import Iterable
from datetime import tzinfo
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from sa_monitor.errors import SaMonitorError, StoreError
from sa_monitor.monitor.export_here import Exported, ExportJob, Exports
from sa_monitor.present.export_words import STOPPING, counting, exists, to_be_written, under_way
from sa_monitor.present.exports import Format
from sa_monitor.present.tone import Tone
from sa_monitor.ui.screens.dialog import Dialog, FieldKeys, labelled
from sa_monitor.ui.widgets.choice import Choice
from sa_monitor.ui.widgets.said import SaidView

_KEYS: FieldKeys = (("enter", "export"), ("tab", "next field"), ("esc", "write nothing"))
_RUNNING: FieldKeys = (("esc", "give it up"),)
_FORMS = ((Format.JSONL.value, "JSON Lines"), (Format.CSV.value, "CSV, for a spreadsheet"))
_LOOK = 0.1
"""Seconds between two looks at how far it came."""


class ExportScreen(Dialog[Exported | None]):
    """Gives what was written; None where it was given up. `asked` is the query as it can be typed."""

    heading = "Export what is shown"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "export", show=False)]
    AUTO_FOCUS = "#path"

    def __init__(self, exports: Exports, job: ExportJob, asked: str = "", *, now: int, zone: tzinfo) -> None:
        super().__init__()
        self._exports = exports
        self._job = job
        self._asked = asked
        self._path = exports.proposed(job, now, zone, Format.JSONL)
        self._under_way = False
        self._replaces = ""

    def fields(self) -> Iterable[Widget]:
        """Say how many there are, and ask where to and in which form."""
        yield SaidView([counting(self._job.what.things)], id="count")
        yield labelled("File", Input(self._path, id="path", compact=True, select_on_focus=False))
        yield labelled("Form", Choice(_FORMS, Format.JSONL.value, id="form"))

    def on_mount(self) -> None:
        """Count."""
        self.offer(_KEYS)
        self.do(self._count)

    async def _count(self) -> None:
        try:
            count = await self._job.count()
        except StoreError as error:
            self.say((str(error), Tone.ERROR))
        else:
            self.query_one("#count", SaidView).say(to_be_written(self._job.counted(count), self._asked))

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """Let the file's name end as its form does."""
        field = self.query_one("#path", Input)
        stem, dot, ending = field.value.rpartition(".")
        if dot and ending in {form.value for form in Format}:
            field.value = f"{stem}.{message.choice.value}"

    def on_choice_entered(self) -> None:
        """Begin."""
        self.action_export()

    def on_input_submitted(self) -> None:
        """Begin."""
        self.action_export()

    def action_export(self) -> None:
        """Begin to write, unless that goes on already."""
        typed = self.query_one("#path", Input).value.strip()
        if self._under_way or not typed:
            return
        path = self._exports.path(typed)
        replace = typed == self._replaces
        if path.is_file() and not replace:
            self._replaces = typed
            self.say(exists(typed))
            return
        self._under_way = True
        for widget in self.query("Input, Choice"):
            widget.disabled = True
        self.offer(_RUNNING)
        self.do(partial(self._export, typed, replace=replace))

    async def _export(self, typed: str, *, replace: bool) -> None:
        telling = self.set_interval(_LOOK, self._tell)
        form = Format(self.query_one(Choice).value)
        try:
            self.dismiss(await self._job.write(self._exports.path(typed), form, replace=replace))
        except SaMonitorError as error:
            self._under_way = False
            for widget in self.query("Input, Choice"):
                widget.disabled = False
            self.query_one("#path").focus()
            self.say((error.title, Tone.ERROR))
            self.offer(_KEYS)
        finally:
            telling.stop()

    def _tell(self) -> None:
        if self._job.total and not self._job.given_up:
            self.say(under_way(self._job.done, self._job.total, self._job.counted(self._job.total)))

    def on_unmount(self) -> None:
        """Keep nobody waiting for it who quits."""
        self._job.give_up()

    def action_leave(self) -> None:
        """Leave it; what goes on is given up first, so that nothing of it is left behind."""
        if self._under_way:
            self._job.give_up()
            self.say(STOPPING)
        else:
            self.dismiss(None)
