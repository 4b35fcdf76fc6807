"""What the commands of `webhooks` share: the use cases for a while, a question before a change, and how it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import click

from sa_monitor.cli.asking import is_piped
from sa_monitor.cli.failures import DONE, FAILED
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.session import Session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import ReadOnly, SaMonitorError, UsageError
from sa_monitor.model.instants import MINUTE, rfc3339
from sa_monitor.model.webhook_outcome import Outcome, Stage
from sa_monitor.model.webhook_request import Method, Request
from sa_monitor.monitor.account import Account
from sa_monitor.monitor.changing import Manner
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.history import History
from sa_monitor.monitor.webhooks import FORBIDDEN, Listed, Overview, Webhooks
from sa_monitor.present.change_words import body_text, request_words, step_line, summary_words
from sa_monitor.present.clean import clean
from sa_monitor.present.records import Record
from sa_monitor.present.webhook_lines import webhook_record
from sa_monitor.present.webhook_words import waiting_words
from sa_monitor.webex.patience import Waiting

_PROBATION = 5 * MINUTE

T = TypeVar("T")

yes_option = click.option("--yes", is_flag=True, help="Don't ask; needed without a terminal.")


def tell_wait(waiting: Waiting) -> None:
    """Say that it is waited for."""
    narrate(waiting_words(waiting.seconds, asked=waiting.asked))


async def ask(session: Session, question: Callable[[Webhooks], Awaitable[T]]) -> T:
    """Ask the use cases something."""
    history = History(session.places.database)
    try:
        account = Account(session.settings, session.places, session.environ)
        return await question(Webhooks(session.settings, session.places, session.environ, account, history))
    finally:
        await history.close()


def carry_out(session: Session, requests: Sequence[Request], manner: Manner = Manner()) -> int:  # noqa: B008 (frozen)
    """Send what was planned, tell of every step, print the webhooks that there are then; gives the exit code."""
    outcomes, there = asyncio.run(ask(session, lambda use: _carried_out(use, requests, manner)))
    print_webhooks(session, there)
    until = rfc3339(wall_clock() + _PROBATION)[11:16]
    if words := summary_words(outcomes, until=f"{until}Z"):
        narrate(words)
    for outcome in outcomes:
        if outcome.stage is Stage.UNKNOWN:
            narrate("Whether it is there: sa-monitor webhooks list")
    return _exit_code(outcomes)


async def _carried_out(
    use: Webhooks, requests: Sequence[Request], manner: Manner
) -> tuple[tuple[Outcome, ...], Sequence[Listed]]:
    outcomes = await use.carry_out(requests, manner, lambda told: narrate(step_line(told)))
    there = [o.webhook for o in outcomes if o.webhook and o.request.method is not Method.DELETE]
    return outcomes, (await use.judge(there)).listed


def print_webhooks(session: Session, webhooks: Sequence[Listed]) -> None:
    """Print webhooks: as JSON, or their ids."""
    if session.as_json:
        write_records(record(listed) for listed in webhooks)
    else:
        write_lines(clean(listed.webhook.id) for listed in webhooks)


def _exit_code(outcomes: Sequence[Outcome]) -> int:
    for outcome in outcomes:
        if not outcome.stage.is_good:
            return FAILED if outcome.error is None else outcome.error.exit_code
    return DONE


def refuse_read_only(session: Session) -> None:
    """Raise ReadOnly before anything is asked, where nothing may be changed."""
    if session.settings.read_only:
        raise ReadOnly(FORBIDDEN)


def confirm(requests: Sequence[Request], *, yes: bool) -> None:
    """Show what would be sent and ask. Raises UsageError without a terminal, SaMonitorError for a no."""
    if yes:
        return
    if is_piped():
        raise UsageError("There is no terminal to ask on.", "Confirm it with --yes.")
    for request in requests:
        narrate(f"{request.method} {request.path}: {request_words(request)}")
        if text := body_text(request):
            for line in text.splitlines():
                narrate(line)
    if not click.confirm(_question(requests), err=True):
        raise SaMonitorError("Nothing was sent.")


def _question(requests: Sequence[Request]) -> str:
    deleted = [clean(request.name) for request in requests if request.method is Method.DELETE]
    if deleted:
        return f'Delete "{deleted[0]}"? Events that only it reports will no longer come.'
    return "Send this to Webex?"


def found(session: Session, ident: str) -> tuple[Overview, Listed]:
    """Give all webhooks, and the one that is meant. Raises NotFound."""
    overview = asyncio.run(ask(session, lambda use: use.list(tell_wait)))
    return overview, overview.find(ident)


def record(listed: Listed) -> Record:
    """Give a webhook as JSON."""
    return webhook_record(listed.webhook, listed.heard, listed.findings, secret_known=listed.secret_known)
