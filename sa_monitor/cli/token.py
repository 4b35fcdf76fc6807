"""`sa-monitor token`: the Webex token, or an Integration's credentials."""

import asyncio
from typing import TYPE_CHECKING

import click

from sa_monitor.cli.asking import ask, check_secret, is_piped, read_lines
from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import NotFound, Refused, SaMonitorError, UsageError
from sa_monitor.present.clean import clean
from sa_monitor.present.records import Record

if TYPE_CHECKING:
    from sa_monitor.webex.client import WebexClient

VARIABLE = "WEBEX_ACCESS_TOKEN"
_UNAUTHORIZED, _FORBIDDEN = 401, 403
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
    match _given_values(integration=integration):
        case [value]:
            session.credentials().set_token(check_secret(value.removeprefix("Bearer "), "token"))
        case [client_id, client_secret, refresh_token]:
            checked = (
                check_secret(value, "Integration's value")
                for value in (client_id, client_secret, refresh_token)
            )
            session.credentials().set_integration(Integration(*checked))
        case values:
            raise UsageError(f"Standard input has {len(values)} lines.", f"It should hold {_EXPECTED}.")
    narrate(f"Kept in {session.places.credentials}. Whose it is: sa-monitor token show")
    if session.environ.get(VARIABLE):
        narrate(f"{VARIABLE} is set here, and goes before it.")


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
    value, source = _current(session)
    record = asyncio.run(_ask_webex(session, value, source))
    if session.as_json:
        write_records([record])
        return
    may = "It can read webhooks." if record["reads_webhooks"] else "It can't read webhooks."
    emails = f" <{', '.join(record['emails'])}>" if record["emails"] else ""
    write_lines([clean(f"Token of {record['name']}{emails}, from {source}. {may}")])


@token.command("remove", cls=Command)
def remove_token() -> None:
    """Forget the token, or the Integration's credentials."""
    session = open_session()
    if not session.credentials().remove_token():
        raise NotFound(f"{session.places.credentials} holds no token.")
    narrate("Forgotten. Webhooks go on delivering; nobody here can check them.")


def _current(session: Session) -> tuple[str, str]:
    """Give the token in force and where it is from. Raises NotFound where there is none."""
    if value := session.environ.get(VARIABLE, "").strip():
        return check_secret(value, f"token in {VARIABLE}"), VARIABLE
    kept = session.credentials().read()
    if kept.token is not None:
        return kept.token, str(session.places.credentials)
    if kept.integration is not None:
        raise SaMonitorError(
            f"{session.places.credentials} holds the Integration {kept.integration.client_id}.",
            "This version keeps it, and can't get tokens with it yet.",
        )
    raise NotFound("No Webex token is set.", f"Use: sa-monitor token set, or {VARIABLE}")


async def _ask_webex(session: Session, value: str, source: str) -> Record:
    from sa_monitor.webex.client import WebexClient

    async with WebexClient(session.settings.api_url, value) as client:
        try:
            person = await client.me()
        except Refused as refused:
            if refused.status != _UNAUTHORIZED:
                raise
            raise _refused(source, refused) from refused
        return {
            "name": person.display_name,
            "emails": person.emails,
            "org_id": person.org_id,
            "source": source,
            "reads_webhooks": await _reads_webhooks(client),
        }


async def _reads_webhooks(client: "WebexClient") -> bool:
    try:
        await client.list_webhooks()
    except Refused as refused:
        if refused.status != _FORBIDDEN:
            raise
        return False
    return True


def _refused(source: str, refused: Refused) -> Refused:
    advice = (
        "Set a new one there: it goes before the one kept here."
        if source == VARIABLE
        else "Set a new one: sa-monitor token set"
    )
    _, found, tracking_id = refused.advice.partition("Tracking id ")
    title = f"Webex refused the token from {source} (401)."
    return Refused(title, f"{advice} {found}{tracking_id}".strip(), status=_UNAUTHORIZED)
