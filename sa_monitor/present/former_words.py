"""The other names of a Service App or an organization, in words."""

from sa_monitor.model.former import Former
from sa_monitor.present.clean import clean
from sa_monitor.present.quantities import grouped


def former_facts(former: Former) -> list[tuple[str, str]]:
    """Give labels with names: `formerly`, `billing, old-billing and 3 more`; nothing of what it isn't called."""
    more = f" and {grouped(former.more)} more" if former.more else ""
    names = f"{', '.join(clean(name) for name in former.names)}{more}"
    given = clean(former.given) if former.given else ""
    return [(label, words) for label, words in (("formerly", names), ("at Webex", given)) if words]


def former_words(former: Former) -> str:
    """Say it in one: `formerly billing, at Webex Acme Inc`; nothing where it never was called otherwise."""
    return ", ".join(f"{label} {words}" for label, words in former_facts(former))
