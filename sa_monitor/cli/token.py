"""`sa-monitor token`: the Webex token, or an Integration's credentials."""

import asyncio
from typing import TYPE_CHECKING

import click

from sa_monitor.cli.asking import ask, check_secret, is_piped, read_lines
from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import NotFound, UsageError
from sa_monitor.present.clean import clean
from sa_monitor.present.holder_words import holder_words, may_words
from sa_monitor.present.records import Record

if TYPE_CHECKING:
    from sa_monitor.monitor.account import Account, Holder

_EXPECTED = "the token on one line, or an Integration's client id, client secret and refresh token on three"


@click.group(cls=Group)
def token() -> None:
    """Keep, look at and remove the Webex token. WEBEX_ACCESS_TOKEN goes before it."""


@token.command("set", cls=Command)
@click.option("--integration", is_flag=True, help="Ask for an Integration's three values instead of a token.")
def set_token(*, integration: bool) -> None:
    """Keep a token from standard input, or an Integration's client id, client secret and refresh token, a line each."""
    from sa_monitor.settings.stored import Integration

    session = open_session()
    account = _account(session)
    match _given_values(integration=integration):
        case [value]:
            account.keep(check_secret(value.removeprefix("Bearer "), "token"))
        case [client_id, client_secret, refresh_token]:
            for value in (client_id, client_secret, refresh_token):
                check_secret(value, "Integration's value")
            account.keep_integration(Integration(client_id, client_secret, refresh_token))
        case values:
            raise UsageError(f"Standard input has {len(values)} lines.", f"It should hold {_EXPECTED}.")
    narrate(f"Kept in {session.places.credentials}. Whose it is: sa-monitor token show")
    origin = account.origin
    if origin is not None and origin.in_environment:
        narrate(f"{origin.place} is set here, and goes before it.")


def _given_values(*, integration: bool) -> list[str]:
    if is_piped():
        return read_lines(3, _EXPECTED)
    if integration:
        return [ask(f"{name}, not shown") for name in ("Client id", "Client secret", "Refresh token")]
    return [ask("Webex token, not shown")]


@token.command("show", cls=Command)
def show_token() -> None:
    """Say whose the token is, where it is from and what it may do. The token itself is never shown."""
    session = open_session()
    holder = asyncio.run(_account(session).check())
    if session.as_json:
        write_records([_record(holder)])
    else:
        place = holder.origin.place if holder.origin else ""
        write_lines([clean(f"{holder_words(holder.name, holder.emails)}, from {place}. {_may(holder)}")])


@token.command("remove", cls=Command)
def remove_token() -> None:
    """Forget the token, or the Integration's credentials."""
    session = open_session()
    if not _account(session).forget():
        raise NotFound(f"{session.places.credentials} holds no token.")
    narrate("Forgotten. Webhooks go on delivering; nobody here can check them.")


def _account(session: Session) -> "Account":
    from sa_monitor.monitor.account import Account

    return Account(session.settings, session.places, session.environ)


def _may(holder: "Holder") -> str:
    return may_words(reads=holder.reads_webhooks, changes=holder.changes_webhooks)


def _record(holder: "Holder") -> Record:
    return {
        "name": holder.name,
        "emails": holder.emails,
        "org_id": holder.org_id,
        "source": holder.origin.place if holder.origin else None,
        "reads_webhooks": holder.reads_webhooks,
        "changes_webhooks": holder.changes_webhooks,
    }
