"""`sa-monitor webhooks`: the account's webhooks at Webex, and what is wrong with ours."""

import asyncio

import click

from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import Listing, write_lines, write_records
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.cli.webhook_office import ask, record, tell_wait
from sa_monitor.monitor.webhooks import Listed
from sa_monitor.present.quantities import counted
from sa_monitor.present.webhook_lines import WEBHOOK_HEADING, webhook_cells, webhook_lines

_CHANGES = (
    ("create", "sa_monitor.cli.webhooks_create:create", "Create webhooks for authorized and deauthorized."),
    ("update", "sa_monitor.cli.webhooks_change:update", "Change name, target or secret of a webhook."),
    ("reactivate", "sa_monitor.cli.webhooks_change:reactivate", "Let a webhook deliver again."),
    ("delete", "sa_monitor.cli.webhooks_change:delete", "Delete a webhook."),
)


@click.group(cls=Group, lazy=_CHANGES)
def webhooks() -> None:
    """List, create, change, reactivate and delete webhooks over the Webex API.

    An ID may be a webhook's id, its UUID, or a name that only it has.
    """


@webhooks.command("list", cls=Command)
@click.option("--all", "everything", is_flag=True, help="Also those of other resources than serviceApp.")
def list_webhooks(*, everything: bool) -> None:
    """Print the account's webhooks for Service Apps, and what is wrong with those that are ours."""
    session = open_session()
    overview = asyncio.run(ask(session, lambda use: use.list(tell_wait)))
    shown = [listed for listed in overview.listed if everything or listed.is_of_service_apps]
    listing: Listing[Listed] = Listing(WEBHOOK_HEADING, _cells, record, as_json=session.as_json)
    listing.print(shown)
    hidden = len(overview.listed) - len(shown)
    if hidden and not session.as_json:
        narrate(f"{counted(hidden, 'webhook')} of other resources: --all")


@webhooks.command("show", cls=Command)
@click.argument("ident", metavar="ID")
def show_webhook(ident: str) -> None:
    """Print one webhook whole, and what is wrong with it."""
    session = open_session()
    listed = asyncio.run(ask(session, lambda use: use.list(tell_wait))).find(ident)
    if session.as_json:
        write_records([record(listed)])
    else:
        write_lines(webhook_lines(listed.webhook, listed.findings, listed.condition, listed.app_name))


def _cells(listed: Listed) -> tuple[str, ...]:
    return webhook_cells(
        listed.webhook,
        listed.condition,
        listed.app_name,
        listed.heard,
        listed.findings,
        is_ours=listed.is_ours,
    )
