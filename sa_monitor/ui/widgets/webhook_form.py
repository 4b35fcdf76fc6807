"""The fields of a webhook that is being written. It holds values, and says when they change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input

from sa_monitor.model.event import Kind
from sa_monitor.model.matching import Suggestions
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft, Field
from sa_monitor.model.webhook_request import BOTH
from sa_monitor.present.clean import clean
from sa_monitor.present.draft_words import Remarks, creates_words, send_label
from sa_monitor.present.names import app_label, short
from sa_monitor.present.tone import Line, Span
from sa_monitor.ui.widgets.choice import Choice
from sa_monitor.ui.widgets.form_field import FormField
from sa_monitor.ui.widgets.secret_field import SecretField
from sa_monitor.ui.widgets.suggesting_input import SuggestingInput, Suggestion
from sa_monitor.ui.widgets.tone_view import ToneView

_BOTH = "both"
_KEPT, _RANDOM, _TYPED = "kept", "random", "typed"
_LIMITS = (Field.APP_ID, Field.APP_NAME, Field.SITE, Field.ADMIN_SITE)


class WebhookForm(VerticalScroll, can_focus=False):
    """Begins with a draft; `was` is the webhook that is changed, None for a new one.

    `draft` is what stands in the fields now.
    """

    class Changed(Message):
        """Something else stands in the fields."""

    class Wanted(Message):
        """The reader wants it sent."""

    class Left(Message):
        """The reader wants to leave."""

    def __init__(self, draft: Draft, was: Webhook | None) -> None:
        super().__init__()
        self._began = draft
        self._was = was

    def compose(self) -> ComposeResult:
        """Lay the fields out from top to bottom."""
        began = self._began
        yield FormField("Name", SuggestingInput(began.name), id=_id(Field.NAME))
        yield FormField("Target", SuggestingInput(began.target_url), id=_id(Field.TARGET))
        event = Choice(_events(self._was), _event(began), id="event")
        yield FormField("Event", event, id=_id(Field.EVENTS))
        yield FormField("Only for", ToneView(id="only-for"), id="only")
        for field, value in zip(_LIMITS, _limits(began), strict=True):
            yield FormField(f"  {field}", SuggestingInput(value), id=_id(field))
        signings = _signings(self._was)
        signing = Choice(signings, signings[0][0], id="signing")
        yield FormField("Secret", signing, SecretField(), id=_id(Field.SECRET))
        with Vertical(id="foot"):
            yield ToneView(id="matched")
            with Horizontal(classes="buttons"):
                yield Button(_bracketed(send_label(began, self._was)), id="send", compact=True)
                yield Button(_bracketed("Cancel"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Begin without a secret to type."""
        self.query_one(SecretField).display = False

    @property
    def draft(self) -> Draft:
        """What stands in the fields."""
        event = self.query_one("#event", Choice).value
        signing = self.query_one("#signing", Choice).value
        app_id, app_name, site, admin_site = (self._line(field).value.strip() for field in _LIMITS)
        return Draft(
            name=self._line(Field.NAME).value.strip(),
            target_url=self._line(Field.TARGET).value.strip(),
            events=BOTH if event == _BOTH else (Kind(event),),
            app_id=app_id,
            app_name=app_name,
            site=site,
            admin_site=admin_site,
            secret=self.query_one(SecretField).secret if signing == _TYPED else None,
            renews=self._was is not None and signing == _RANDOM,
        )

    @property
    def touched(self) -> bool:
        """Whether anything was typed or chosen."""
        return self.draft != self._began

    def propose(self, target: str) -> None:
        """Fill the target in where nothing stands there yet."""
        field = self._line(Field.TARGET)
        if not field.value:
            self._began = replace(self._began, target_url=target)
            field.value = target
            field.cursor_position = len(target)

    def suggest(self, known: Suggestions, targets: Sequence[str]) -> None:
        """Let the reader choose from what history has, and from the targets that lead here."""
        names = [("sa-monitor", "sa-monitor"), *_plain(known.names)]
        self._field(Field.NAME).suggest(names)
        self._field(Field.TARGET).suggest(_plain(dict.fromkeys(targets)))
        self._field(Field.APP_ID).suggest([(ident, _app(ident, name)) for ident, name in known.apps])
        self._field(Field.APP_NAME).suggest(_plain(known.names))
        self._field(Field.SITE).suggest(_plain(known.sites))
        self._field(Field.ADMIN_SITE).suggest(_plain(known.admin_sites))

    def tell_remarks(self, remarks: Remarks, limits: Line) -> None:
        """Say what is worth knowing, and what is wrong; `limits` says for what it would fire."""
        draft = self.draft
        for name in Field:
            field = self._field(name)
            field.say_beside(remarks.beside.get(name))
            field.say_under(remarks.under.get(name))
        if self._was is None:
            self._field(Field.EVENTS).say_beside(creates_words(draft))
        self.query_one("#only-for", ToneView).show([limits])
        send = self.query_one("#send", Button)
        label = _bracketed(send_label(draft, self._was))
        if send.label != label:
            send.label = label
            send.refresh(layout=True)

    def tell_between(self, words: Span | None) -> None:
        """Say what happens between the end of the old webhook and the beginning of the new one."""
        self.query_one("#only", FormField).say_under(words)

    def tell_matched(self, words: Line) -> None:
        """Say which stored events it would have reported."""
        self.query_one("#matched", ToneView).show([words])

    def go_to(self, field: Field) -> None:
        """Put the cursor into a field."""
        wanted = {Field.EVENTS: "#event", Field.SECRET: "SecretField"}.get(field)
        (self.query_one(wanted) if wanted else self._line(field)).focus()

    def on_input_changed(self) -> None:
        """Tell that something else stands there."""
        self.post_message(self.Changed())

    def on_secret_field_changed(self) -> None:
        """Tell that something else stands there."""
        self.post_message(self.Changed())

    def on_choice_changed(self, message: Choice.Changed) -> None:
        """Tell that something else is chosen; let a secret be typed where that is chosen."""
        message.stop()
        if message.choice.id == "signing":
            self.query_one(SecretField).display = message.choice.value == _TYPED
        self.post_message(self.Changed())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Send it, or leave."""
        event.stop()
        self.post_message(self.Wanted() if event.button.id == "send" else self.Left())

    def _field(self, field: Field) -> FormField:
        return self.query_one(f"#{_id(field)}", FormField)

    def _line(self, field: Field) -> Input:
        return self._field(field).query_one(SuggestingInput)


def _bracketed(label: str) -> Content:
    """Write a button so that it is known for one without colours too."""
    return Content(f"[ {label} ]")


def _id(field: Field) -> str:
    return f"part-{field.replace(' ', '-')}"


def _events(was: Webhook | None) -> Sequence[tuple[str, str]]:
    """Give the events to choose from: one webhook has one event, so that both take two."""
    single = [(str(kind), str(kind)) for kind in Kind]
    return single if was is not None else [(_BOTH, _BOTH), *single]


def _event(draft: Draft) -> str:
    return str(draft.events[0]) if len(draft.events) == 1 else _BOTH


def _signings(was: Webhook | None) -> Sequence[tuple[str, str]]:
    if was is None:
        return [(_RANDOM, "random, one for each"), (_TYPED, "typed")]
    return [(_KEPT, "as it is"), (_RANDOM, "new, random"), (_TYPED, "new, typed")]


def _limits(draft: Draft) -> tuple[str, ...]:
    return draft.app_id, draft.app_name, draft.site, draft.admin_site


def _plain(values: Iterable[str]) -> list[Suggestion]:
    return [(value, clean(value)) for value in values]


def _app(ident: str, name: str | None) -> str:
    """Show an app by its name, with what tells it from another of that name."""
    return f"{app_label(ident, name)}  {short(ident)}" if name else app_label(ident, name)
