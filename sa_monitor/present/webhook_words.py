"""Webhooks in words: what they fire for, what is wrong with them, what speaks against a target."""

from sa_monitor.model.filter import Filter
from sa_monitor.model.finding import Finding, Flaw
from sa_monitor.model.matching import Matched
from sa_monitor.model.target import Doubt
from sa_monitor.model.webhook import Webhook
from sa_monitor.model.webhook_draft import SHORTEST_SECRET, Remark, Slip
from sa_monitor.present.clean import clean
from sa_monitor.present.names import app_label, named, short
from sa_monitor.present.quantities import counted, grouped

EVERY_APP = "every Service App"

_DOUBTS = {
    Doubt.NO_URL: "That is no URL such as https://hooks.example.com/webhook.",
    Doubt.NOT_HTTPS: "Webex posts to https addresses. This one is http.",
    Doubt.THIS_COMPUTER: "That is this computer itself: Webex can't reach it from the Internet.",
    Doubt.PRIVATE: "That address is in a private network: Webex can't reach it from the Internet.",
}

_SLIPS = {
    Slip.MISSING: "This is needed.",
    Slip.AMPERSAND: 'It can\'t hold "&": Webex joins filters with it.',
    Slip.UNPRINTABLE: "It has control characters. Copy it whole.",
    Slip.NEEDLESS: "not needed beside the id",
    Slip.SHORT: f"Fewer than {SHORTEST_SECRET} characters can be guessed.",
}


def webhook_label(webhook: Webhook) -> str:
    """Give its name, else the short form of its id."""
    return named(webhook.name) or f"webhook {short(webhook.id)}"


def filter_words(condition: Filter | None, text: str | None, app_name: str | None = None) -> str:
    """Say what a webhook is limited to; one whose filter can't be read is told by its own text.

    `app_name` is what the app of the condition is called here.
    """
    if condition is None:
        return clean(text or "") or "?"
    parts = (
        f"app {app_label(condition.app_id, app_name).removeprefix('app ')}" if condition.app_id else "",
        f"app named {clean(condition.friendly_name)}" if condition.friendly_name else "",
        f"site {clean(condition.site)}" if condition.site else "",
        f"admin site {clean(condition.admin_site)}" if condition.admin_site else "",
    )
    return ", ".join(part for part in parts if part) or EVERY_APP


def finding_name(finding: Finding) -> str:
    """Name a finding in few words: `inactive`, `old URL`, `half of a pair`."""
    if finding.flaw is Flaw.OTHER_TARGET:
        return "old URL" if finding.was_ours else "other URL"
    return str(finding.flaw)


def finding_words(finding: Finding, webhook: Webhook, what: str) -> str:
    """Say what a finding means; `what` is the webhook's filter in words."""
    match finding.flaw:
        case Flaw.INACTIVE:
            return "Webex stopped it. It stays so until reactivated."
        case Flaw.OTHER_TARGET:
            return f"It points to {clean(webhook.target_url)}; we are at {clean(finding.here or '')}."
        case Flaw.TWICE:
            twin = webhook_label(finding.twin) if finding.twin else "another one"
            return f'"{twin}" does the same already: each event comes twice.'
        case Flaw.HALF:
            return f"Nothing watches {finding.missing} for {what}."
        case Flaw.UNSIGNED:
            return "Its secret isn't known here: its deliveries can't be verified."


def remark_words(remark: Remark) -> str:
    """Say what is to be said under a field of the form."""
    if isinstance(remark.what, Doubt):
        return doubt_words(remark.what)
    return _SLIPS[remark.what]


def doubt_words(doubt: Doubt) -> str:
    """Say what speaks against a target."""
    return _DOUBTS[doubt]


def matched_words(matched: Matched) -> str:
    """Say which stored events a filter would have let through."""
    where = "the newest " if matched.bounded else ""
    of = f"{grouped(matched.events)} of {where}{grouped(matched.looked_at)} stored events"
    if not matched.events:
        return f"would have matched {of}"
    apps, organizations = counted(matched.apps, "app"), counted(matched.organizations, "organization")
    return f"would have matched {of}: {apps}, {organizations}"


def waiting_words(seconds: float, *, asked: bool) -> str:
    """Say that a request is tried again, and when; `asked` where Webex asked to wait."""
    if asked:
        return f"Webex asks to wait {int(seconds)} s (429). Trying again by itself."
    return f"Webex didn't answer as it should. Trying again by itself in {max(1, round(seconds))} s."


def fires_for_words(owner: str) -> str:
    """Say whose Service Apps webhooks fire for."""
    return f"Webhooks fire for Service Apps that {clean(owner)} created."


def fires_for(owner: str) -> str:
    """Say the same as the end of a title."""
    return f"fires for Service Apps that {clean(owner)} created"
