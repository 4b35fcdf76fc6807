"""What is said beside and under the fields of a webhook that is being written."""

from collections.abc import Iterator

from msgspec import Struct

from sa_monitor.model.filter import Filter
from sa_monitor.model.matching import Matched, Suggestions
from sa_monitor.model.target import Doubt
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import Draft, Field, Remark, Slip
from sa_monitor.present import signs
from sa_monitor.present.clean import clean
from sa_monitor.present.names import app_label
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Line, Span, Tone, line
from sa_monitor.present.webhook_words import filter_words, matched_words, remark_words

BETWEEN = (
    "Webex changes no event and no filter: a new webhook is created, then this one is deleted. "
    "In between both deliver; what both report is one event here. The new one has a new id and secret."
)
NO_TOKEN = Span(f"{signs.UNKNOWN} no token: esc, then T", Tone.WARNING)
NO_OWNER = Span(f"{signs.UNKNOWN} Webex can't tell whose token it is", Tone.WARNING)
_NEW = Span(f"{signs.UNKNOWN} not heard here yet", Tone.QUIET)


class Remarks(Struct, frozen=True):
    """What is said beside a field, in few cells, and under it; each may be missing."""

    beside: dict[Field, Span]
    under: dict[Field, Span]


def draft_remarks(draft: Draft, known: Suggestions, *, reached: bool, complete: bool) -> Remarks:
    """Say what there is to say. `reached`: the target was proven to lead to this process.

    Unless the draft is `complete`, what prevents it from being sent isn't told: the reader is still typing.
    """
    beside: dict[Field, Span] = {}
    if reached:
        beside[Field.TARGET] = Span(f"{signs.OK} reaches this", Tone.SUCCESS)
    beside |= dict(_limits(draft, known))
    under: dict[Field, Span] = {}
    for remark in draft.remarks():
        if remark.what is Slip.NEEDLESS:
            beside[remark.field] = _told(remark)
        elif complete or not remark.prevents:
            _add(under, remark)
    return Remarks(beside, under)


def _add(under: dict[Field, Span], remark: Remark) -> None:
    """Keep one remark under each field: that a target can't be reached says more than that it is http."""
    if remark.field not in under or under[remark.field] == _told(Remark(remark.field, Doubt.NOT_HTTPS)):
        under[remark.field] = _told(remark)


def _told(remark: Remark) -> Span:
    sign, tone = (signs.LOST, Tone.ERROR) if remark.prevents else (signs.LOOK, Tone.WARNING)
    return Span(f"{sign} {remark_words(remark)}", tone)


def _limits(draft: Draft, known: Suggestions) -> Iterator[tuple[Field, Span]]:
    condition, names = draft.condition, dict(known.apps)
    if condition.app_id:
        heard = condition.app_id in names
        label = app_label(condition.app_id, names.get(condition.app_id))
        yield Field.APP_ID, Span(label) if heard else _NEW
    for field, value, values in (
        (Field.APP_NAME, condition.friendly_name, known.names),
        (Field.SITE, condition.site, known.sites),
        (Field.ADMIN_SITE, condition.admin_site, known.admin_sites),
    ):
        if value and value not in values:
            yield field, _NEW


def limits_line(draft: Draft, known: Suggestions) -> Line:
    """Say for what it would fire."""
    condition = draft.condition
    words = filter_words(condition, None, dict(known.apps).get(condition.app_id or ""))
    return line(f"all left empty: {words}" if condition == Filter() else words, Tone.QUIET)


def matched_line(matched: Matched) -> Line:
    """Say which stored events it would have reported; that it is none wants a look."""
    if not matched.looked_at:
        return line(" No event is stored yet to compare it with.", Tone.QUIET)
    sign, tone = (signs.OK, Tone.SUCCESS) if matched.events else (signs.LOOK, Tone.WARNING)
    return Span(f" {sign} ", tone), Span(matched_words(matched))


def creates_words(draft: Draft) -> Span:
    """Say how many webhooks come of it."""
    return Span(f"creates {counted(len(draft.events), 'webhook')}", Tone.QUIET)


def send_label(draft: Draft, was: Webhook | None) -> str:
    """Name what the form would do: `Create 2 webhooks`."""
    if was is None:
        return f"Create {counted(len(draft.events), 'webhook')}"
    return "Create, then delete the old one" if draft.replaces(was) else "Save the change"


def form_title(was: Webhook | None) -> str:
    """Name the form."""
    return "New webhook" if was is None else f'Edit "{clean(was.name)}"'
