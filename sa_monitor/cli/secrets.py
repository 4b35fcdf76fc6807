"""`sa-monitor secrets`: signing secrets of webhooks that were created elsewhere."""

import click

from sa_monitor.cli.asking import take_signing_secret
from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import NotFound, UsageError
from sa_monitor.present.lines import SECRET_HEADING, secret_cells
from sa_monitor.present.records import secret_record

Listed = tuple[str | None, int | None]


@click.group(cls=Group)
def secrets() -> None:
    """Keep signing secrets of webhooks that were created elsewhere."""


@secrets.command("list", cls=Command)
def list_secrets() -> None:
    """Print whose secrets are known, never the secrets."""
    session = open_session()
    listing: Listing[Listed] = Listing(
        SECRET_HEADING,
        lambda listed: secret_cells(*listed),
        lambda listed: secret_record(*listed),
        as_json=session.as_json,
    )
    kept = session.credentials().read().secrets
    listing.print([(secret.webhook_id, secret.added_at) for secret in kept if secret.good_until is None])


@secrets.command("add", cls=Command)
@click.argument("webhook_id", required=False)
def add_secret(webhook_id: str | None) -> None:
    """Keep a secret from standard input; without WEBHOOK_ID it is tried on the deliveries of any webhook.

    Where the webhook had one already, the old one stays good for ten minutes.
    """
    session = open_session()
    _check_id(webhook_id)
    session.credentials().add_secret(webhook_id, take_signing_secret())
    narrate(f"Kept in {session.places.credentials}. A running listener knows it before the next delivery.")


@secrets.command("remove", cls=Command)
@click.argument("webhook_id", required=False)
def remove_secret(webhook_id: str | None) -> None:
    """Forget the secrets of WEBHOOK_ID, or without it those of no particular webhook."""
    session = open_session()
    _check_id(webhook_id)
    if not session.credentials().remove_secret(webhook_id):
        whose = "of no particular webhook" if webhook_id is None else f"of webhook {webhook_id}"
        raise NotFound(f"No secret {whose} is known.", "See: sa-monitor secrets list")
    narrate("Forgotten. Deliveries that are signed with it are rejected from now on.")


def _check_id(webhook_id: str | None) -> None:
    if webhook_id is not None and (not webhook_id.strip() or not webhook_id.isprintable()):
        raise UsageError("That is no webhook's id.", "Leave it out for a secret of any webhook.")
