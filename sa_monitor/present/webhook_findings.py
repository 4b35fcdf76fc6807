"""What stands below the list of webhooks: what is wrong with the one under the cursor, and the key that helps."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.health import Health, Trouble
from sa_monitor.present import signs
from sa_monitor.present.ages import ago
from sa_monitor.present.cells import width
from sa_monitor.present.clean import clean
from sa_monitor.present.durations import duration
from sa_monitor.present.health_notices import trouble_words
from sa_monitor.present.paragraph import broken
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import minute
from sa_monitor.present.tone import Line, Span, Tone, line
from sa_monitor.present.webhook_row import WebhookView
from sa_monitor.present.webhook_words import filter_words, finding_name, finding_words

_NAME = 19
_HELPS = {
    Flaw.INACTIVE: ("R", "proves the target first"),
    Flaw.OTHER_TARGET: ("m", "points it here"),
    Flaw.TWICE: ("m", "deletes this one"),
    Flaw.HALF: ("m", "creates the other half"),
    Flaw.UNSIGNED: ("m", "sets a new secret, S takes it"),
}
_BROKEN = (Flaw.INACTIVE, Flaw.OTHER_TARGET)


def finding_lines(
    view: WebhookView, seen: int | None, *, secret_known: bool, cells: int, zone: tzinfo
) -> list[Line]:
    """Write the findings; `seen` is when it was last seen to turn inactive."""
    if not view.is_ours:
        words = "It is another system's: shown here, and left alone."
        return [line(f" {words}", Tone.QUIET)]
    if not view.findings:
        return [_in_order(view, secret_known=secret_known)]
    what = filter_words(view.condition, view.webhook.filter, view.app_name)
    rows: list[Line] = []
    for finding in view.findings:
        words = finding_words(finding, view.webhook, what)
        if finding.flaw is Flaw.INACTIVE and seen is not None:
            words = f"Webex stopped it, seen {minute(seen, zone)}. It stays so until reactivated."
        rows += _finding(finding, words, cells)
    return rows


def _in_order(view: WebhookView, *, secret_known: bool) -> Line:
    secret = "its secret is known here" if secret_known else "its secret isn't known here"
    heard = counted(view.heard.deliveries, "delivery", "deliveries")
    return (
        Span(f" {signs.OK} ", Tone.SUCCESS),
        Span(f"Active, {secret}, {heard} kept. Nothing is left to do."),
    )


def _finding(finding: Finding, words: str, cells: int) -> Iterator[Line]:
    """Write one: its words over as many lines as they take, the key that helps at the end of the first."""
    sign, tone = (signs.LOST, Tone.ERROR) if finding.flaw in _BROKEN else (signs.LOOK, Tone.WARNING)
    key, does = _HELPS[finding.flaw]
    helps = (Span(key, Tone.ACCENT), Span(f" {does} ", Tone.QUIET))
    room = cells - 4 - _NAME
    pieces = broken(words, room)
    if width(pieces[-1]) + width(f"{key} {does}") + 2 > room:
        pieces.append("")
    lead = Span(f" {sign} ", tone), Span(f"{finding_name(finding):<{_NAME}}")
    for number, piece in enumerate(pieces, 1):
        spans: Line = (*lead, Span(piece))
        if number == len(pieces):
            gap = room - width(piece) - width(f"{key} {does}")
            spans = (*spans, Span(" " * gap), *helps)
        yield spans
        lead = Span("   "), Span(" " * _NAME)


def list_title(owner: str | None, shown: int) -> str:
    """Name the list, and whose it is."""
    return f"Webhooks of {clean(owner)} ─ {shown}" if owner else f"Webhooks ─ {shown}"


def checked_words(listed_at: int | None, every: int, now: int, zone: tzinfo) -> list[str]:
    """Say when the list was true, from the longest wording to the shortest."""
    if listed_at is None:
        return ["never checked"]
    when = f"checked {ago(listed_at, now, zone)}"
    return [f"{when}, every {duration(every)}", when]


def hidden_words(hidden: int) -> str:
    """Say how many are hidden, and the key that shows them."""
    return f"{counted(hidden, 'other')} hidden, ." if hidden else ""


def stale_words(health: Health, zone: tzinfo) -> str | None:
    """Say why the list is no newer, and what helps; None where nothing keeps it from being so."""
    unlisted = health.checks.unlisted
    if unlisted is None:
        return None
    if unlisted.trouble is Trouble.NO_TOKEN:
        return "No Webex token is set, so webhooks can't be listed. `T` takes one."
    words = trouble_words(health, zone) or ""
    helps = "`T` takes another." if unlisted.trouble is Trouble.TOKEN_ENDED else "`r` tries again."
    return f"{words} {helps}"


def no_webhook() -> list[Line]:
    """Say that the account has none for Service Apps."""
    return [
        line(" No webhook for Service Apps yet.", Tone.STRONG),
        line(" Webex has one event per webhook, so watching both takes two."),
        (Span(" n", Tone.ACCENT), Span(" makes them.")),
    ]
