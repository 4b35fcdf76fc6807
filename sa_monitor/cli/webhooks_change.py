"""`sa-monitor webhooks update`, `reactivate` and `delete`."""

import click

from sa_monitor.cli.asking import is_piped, take_signing_secret
from sa_monitor.cli.commands import Command
from sa_monitor.cli.proving import proves
from sa_monitor.cli.session import open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.cli.webhook_office import (
    carry_out,
    confirm,
    found,
    print_webhooks,
    refuse_read_only,
    yes_option,
)
from sa_monitor.errors import UsageError
from sa_monitor.model.target import Doubt, doubts_of
from sa_monitor.model.webhook_request import delete_request, update_request
from sa_monitor.monitor.changing import Manner
from sa_monitor.present.clean import clean
from sa_monitor.present.webhook_words import doubt_words


@click.command(cls=Command)
@click.argument("ident", metavar="ID")
@click.option("--name", metavar="NAME", help="What it is called from now on.")
@click.option("--target-url", metavar="URL", help="Where it posts to from now on.")
@click.option("--secret-stdin", is_flag=True, help="Take a new signing secret from standard input.")
@click.option("--new-secret", is_flag=True, help="Give it a new random signing secret.")
@yes_option
@click.pass_context
def update(
    context: click.Context,
    /,
    ident: str,
    name: str | None,
    target_url: str | None,
    *,
    secret_stdin: bool,
    new_secret: bool,
    yes: bool,
) -> None:
    """Change name, target or secret of the webhook ID. Event and filter can't be changed: create another one.

    A replaced secret stays good for ten minutes.
    """
    session = open_session()
    refuse_read_only(session)
    if not (name or target_url or secret_stdin or new_secret):
        raise UsageError(
            "There is nothing to change.", "Give --name, --target-url, --secret-stdin or --new-secret."
        )
    if target_url and Doubt.NO_URL in doubts_of(target_url):
        raise UsageError(f"--target-url can't be {clean(target_url)}.", doubt_words(Doubt.NO_URL))
    if secret_stdin and not yes and is_piped():
        raise UsageError("Standard input has the secret, so nobody can be asked.", "Confirm it with --yes.")
    secret = take_signing_secret() if secret_stdin else None
    _, listed = found(session, ident)
    request = update_request(
        listed.webhook, name=name, target_url=target_url, signs=secret_stdin or new_secret
    )
    confirm([request], yes=yes)
    context.exit(carry_out(session, [request], Manner(secret=secret)))


@click.command(cls=Command)
@click.argument("ident", metavar="ID")
@click.option("--force", is_flag=True, help="Do it though the target isn't proven to take deliveries.")
@yes_option
@click.pass_context
def reactivate(context: click.Context, /, ident: str, *, force: bool, yes: bool) -> None:
    """Let the webhook ID deliver again; first a signed test delivery must come through its target.

    One failure within the next five minutes disables it again.
    """
    session = open_session()
    refuse_read_only(session)
    _, listed = found(session, ident)
    if listed.webhook.active:
        narrate(f'"{listed.webhook.name}" is active already. Nothing was sent.')
        print_webhooks(session, [listed])
        return
    request = update_request(listed.webhook, reactivates=True)
    confirm([request], yes=yes)
    context.exit(carry_out(session, [request], Manner(proves=proves(session), anyway=force)))


@click.command(cls=Command)
@click.argument("ident", metavar="ID")
@yes_option
@click.pass_context
def delete(context: click.Context, /, ident: str, *, yes: bool) -> None:
    """Delete the webhook ID. Events that only it reports will no longer come."""
    session = open_session()
    refuse_read_only(session)
    _, listed = found(session, ident)
    request = delete_request(listed.webhook)
    confirm([request], yes=yes)
    context.exit(carry_out(session, [request]))
