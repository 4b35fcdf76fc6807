"""What Webex says: whose token it is, what it may do, how quick and how late it is, and how our webhooks are."""

import time
from collections.abc import Iterator, Sequence

from sa_monitor.errors import CredentialsError, NotFound, Refused, SaMonitorError, Unreachable
from sa_monitor.model.checkup import Check, doubtful, failed, passed
from sa_monitor.model.finding import Flaw
from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.account import Account, Holder
from sa_monitor.monitor.webhooks import Listed, Overview, Webhooks
from sa_monitor.present.durations import duration
from sa_monitor.present.holder_words import holder_words, may_words
from sa_monitor.present.quantities import counted
from sa_monitor.present.webhook_words import filter_words, finding_name, finding_words, webhook_label

_SKEW = 60 * SECOND
_BROKEN = frozenset({Flaw.INACTIVE, Flaw.OTHER_TARGET})


class Consultation:
    """Asks Webex step by step; what one step can't know, the next doesn't ask again."""

    def __init__(self, account: Account, webhooks: Webhooks) -> None:
        self._account = account
        self._webhooks = webhooks
        self._why_not: SaMonitorError | None = None

    async def account(self) -> Sequence[Check]:
        """Tell whose token it is, where it comes from, and what it may do."""
        try:
            holder = await self._account.check()
        except NotFound as error:
            self._why_not = error
            words = "None. Needed to create and check webhooks, not to receive."
            return [doubtful("token", words, error.advice)]
        except (Refused, CredentialsError) as error:
            self._why_not = error
            return [failed("token", error.title, error.advice)]
        except Unreachable as error:
            self._why_not = error
            return [doubtful("token", "Whose it is isn't known: Webex can't be asked.")]
        place = holder.origin.place if holder.origin is not None else "here"
        return [
            passed("token", f"{holder_words(holder.name, holder.emails)}, from {place}."),
            _scopes(holder),
        ]

    async def api(self) -> Sequence[Check]:
        """Tell whether the API answers, how fast, and whether this computer's clock agrees with its own."""
        if isinstance(self._why_not, Unreachable):
            return [failed("Webex API", self._why_not.title, self._why_not.advice)]
        if self._why_not is not None:
            answered = isinstance(self._why_not, Refused)
            words = "It answers." if answered else "Not asked: there is no token."
            return [passed("Webex API", words) if answered else doubtful("Webex API", words)]
        began = time.monotonic()
        try:
            async with self._account.client() as client:
                await client.me()
                exchange = client.exchange
        except SaMonitorError as error:
            self._why_not = error
            return [failed("Webex API", error.title, error.advice)]
        seconds = exchange.seconds if exchange is not None else time.monotonic() - began
        ahead = exchange.ahead if exchange is not None else None
        return [passed("Webex API", f"Answered in {duration(round(seconds * 1000))}."), _clock(ahead)]

    async def webhooks(self) -> Sequence[Check]:
        """Tell what is wrong with our webhooks."""
        if self._why_not is not None:
            return [doubtful("webhooks", "Not known: Webex can't be asked.")]
        try:
            overview = await self._webhooks.list()
        except SaMonitorError as error:
            return [failed("webhooks", error.title, error.advice)]
        return list(_findings(overview))


def _scopes(holder: Holder) -> Check:
    words = may_words(reads=holder.reads_webhooks, changes=holder.changes_webhooks)
    if not holder.reads_webhooks:
        advice = "Take a token with application:webhooks_read and application:webhooks_write."
        return failed("scopes", words, advice)
    if holder.changes_webhooks is False:
        return doubtful(
            "scopes", words, "Take a token with application:webhooks_write to create or mend webhooks."
        )
    return passed("scopes", words)


def _clock(ahead: int | None) -> Check:
    if ahead is None:
        return doubtful("clock", "Webex told no time to compare it with.")
    if abs(ahead) < _SKEW:
        return passed("clock", "It agrees with Webex's.")
    way = "ahead of" if ahead > 0 else "behind"
    words = f"It is {duration(abs(ahead))} {way} Webex's: times of events are wrong by as much."
    return failed("clock", words, "Set it by network time.")


def _findings(overview: Overview) -> Iterator[Check]:
    ours = [listed for listed in overview.listed if listed.is_ours]
    if not ours:
        advice = "sa-monitor webhooks create"
        yield doubtful("webhooks", "No webhook of this account points here: nothing is heard.", advice)
        return
    found = [_finding(listed, number) for listed in ours for number in range(len(listed.findings))]
    yield from found
    if not found:
        yield passed("webhooks", f"{counted(len(ours), 'webhook')} of ours, nothing is wrong with them.")


def _finding(listed: Listed, number: int) -> Check:
    finding, webhook = listed.findings[number], listed.webhook
    what = filter_words(listed.condition, webhook.filter, listed.app_name)
    name = finding_name(finding)
    words = f'"{webhook_label(webhook)}", {name}: {finding_words(finding, webhook, what)}'
    if finding.flaw is Flaw.INACTIVE:
        return failed("webhooks", words, f"sa-monitor webhooks reactivate {webhook.id}")
    advice = f"See: sa-monitor webhooks show {webhook.id}"
    return (
        failed("webhooks", words, advice) if finding.flaw in _BROKEN else doubtful("webhooks", words, advice)
    )
