"""What is said wherever the reader is of webhooks that bring nothing, and for a moment of a Webex that isn't asked."""

from collections.abc import Iterator
from datetime import tzinfo

from sa_monitor.model.health import Health, Trouble
from sa_monitor.present.clean import clean
from sa_monitor.present.names import named
from sa_monitor.present.notices import Notice
from sa_monitor.present.quantities import counted
from sa_monitor.present.times import minute


def health_notices(health: Health, zone: tzinfo, *, has_page: bool) -> Iterator[Notice]:
    """Say what is lost: by inactive webhooks, and by those that point to a former URL.

    `has_page` tells whether there is a page of webhooks; without it a command helps.
    """
    inactive = health.inactive
    if len(inactive) == 1:
        name = named(inactive[0].name) or inactive[0].id
        helps = "`2` shows it" if has_page else "sa-monitor webhooks reactivate mends it"
        words = f'Webex gave up on "{_keyless(name)}"{_seen(health, zone)}.'
        yield Notice(f"{words} Its events are lost until it is reactivated. {helps}", alarm=True)
    elif inactive:
        helps = "`2` shows them" if has_page else "sa-monitor webhooks reactivate mends them"
        count = counted(len(inactive), "webhook")
        words = f"Webex gave up on {count}{_seen(health, zone)}."
        yield Notice(f"{words} Their events are lost until they are reactivated. {helps}", alarm=True)
    if (misdirected := health.misdirected) and health.moved_to is not None:
        verb = "points" if len(misdirected) == 1 else "point"
        former = _keyless(misdirected[0].target_url)
        helps = "`2`, then `m` updates them" if has_page else "sa-monitor webhooks list shows them"
        words = f"The tunnel is now {_keyless(health.moved_to)}; {len(misdirected)} of our webhooks {verb} to {former}."
        yield Notice(f"{words} {helps}", alarm=True)


def trouble_words(health: Health, zone: tzinfo, *, helps: str = "") -> str | None:
    """Say that Webex can't be asked, and what that means; None where it can, or there is no token at all.

    `helps` is what may end it, where it is Webex that doesn't answer.
    """
    unlisted = health.checks.unlisted
    if unlisted is None or unlisted.trouble is Trouble.NO_TOKEN:
        return None
    if unlisted.trouble is Trouble.TOKEN_ENDED:
        owner = f" of {clean(health.checks.owner)}" if health.checks.owner else ""
        return f"The token{owner} has ended. Webhooks go on delivering; nobody checks them."
    reason = f" ({clean(unlisted.reason)})" if unlisted.reason else ""
    since = minute(unlisted.since, zone)
    if unlisted.trouble is Trouble.UNREACHABLE:
        return f"Webex can't be reached since {since}{reason}. Receiving isn't affected.{helps}"
    return f"Webex doesn't list the webhooks since {since}{reason}. Receiving isn't affected.{helps}"


def _seen(health: Health, zone: tzinfo) -> str:
    """Say when that was first noticed; where nobody noted it, when it was seen last."""
    noted = [at for webhook in health.inactive if (at := health.gave_up_at.get(webhook.id)) is not None]
    seen = min(noted, default=health.checks.listed_at)
    return "" if seen is None else f" (seen {minute(seen, zone)})"


def _keyless(foreign: str) -> str:
    """Write foreign text in which no backtick is taken for the mark of a key."""
    return clean(foreign).replace("`", "'")
