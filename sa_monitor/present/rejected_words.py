"""What is said of deliveries that were rejected a moment ago."""

from collections.abc import Sequence

from sa_monitor.model.delivery import Delivery
from sa_monitor.model.signature import UNKNOWN_WEBHOOK, WRONG_SIGNATURE
from sa_monitor.present.clean import clean
from sa_monitor.present.delivery_words import webhook_label
from sa_monitor.present.quantities import counted


def rejected_words(count: int, newest: Sequence[Delivery]) -> str:
    """Say how many, why, and whose they say they are, by those that were kept; what they claim isn't believed."""
    one = count == 1
    shown = f"5 shows {'it' if one else 'them'}."
    rejected = f"{counted(count, 'delivery', 'deliveries')} rejected"
    problems = {kept.problem.partition(": ")[0] for kept in newest if kept.problem}
    if len(problems) != 1:
        return f"{rejected}. {shown}"
    claims = ""
    webhooks = {kept.webhook_id for kept in newest}
    if problems == {WRONG_SIGNATURE} and len(webhooks) == 1 and newest[0].webhook_id:
        unknown = all((kept.problem or "").endswith(UNKNOWN_WEBHOOK) for kept in newest)
        whose = webhook_label(newest[0]).removeprefix("webhook ")
        claims = f" {'It claims' if one else 'They claim'} webhook {whose}"
        claims += ", whose secret isn't known here." if unknown else "."
    return f"{rejected}: {clean(problems.pop())}.{claims} {shown}"
