"""`sa-monitor webhooks create`: one webhook for each event, limited as you say."""

import asyncio

import click

from sa_monitor.cli.asking import take_signing_secret
from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.cli.webhook_office import ask, carry_out, refuse_read_only
from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.filter import Filter
from sa_monitor.model.target import Doubt, doubts_of
from sa_monitor.model.webhook_request import BOTH, Request, create_requests
from sa_monitor.monitor.changing import Manner
from sa_monitor.present.clean import clean
from sa_monitor.present.webhook_words import doubt_words, matched_words

_DEFAULT_NAME = "sa-monitor"
_EVENTS: dict[str, tuple[Kind, ...]] = {**{str(kind): (kind,) for kind in Kind}, "both": BOTH}


@click.command(cls=Command)
@click.option("--name", default=_DEFAULT_NAME, metavar="NAME", help=f"What it is called ({_DEFAULT_NAME}).")
@click.option("--target-url", metavar="URL", help="Where it posts to (the public URL and path).")
@click.option(
    "--event", type=click.Choice(list(_EVENTS)), default="both", help="What it watches (both: two webhooks)."
)
@click.option("--filter-id", metavar="ID", help="Only this Service App.")
@click.option("--filter-friendly-name", metavar="NAME", help="Only the Service App of this name.")
@click.option("--filter-site", metavar="SITE", help="Only authorizations for this Webex site.")
@click.option("--filter-admin-site", metavar="SITE", help="Only authorizations for this admin site.")
@click.option(
    "--secret-stdin", is_flag=True, help="Take the signing secret from standard input (random ones)."
)
@click.option("--dry-run", is_flag=True, help="Print the request bodies, and send nothing.")
@click.option("--force", is_flag=True, help="Create also what exists.")
@click.option("--yes", is_flag=True, help="Accepted everywhere; creating asks nothing.")
@click.pass_context
def create(
    context: click.Context,
    /,
    name: str,
    target_url: str | None,
    event: str,
    *,
    secret_stdin: bool,
    dry_run: bool,
    force: bool,
    yes: bool,  # noqa: ARG001 (for scripts that always give it)
    **filters: str | None,
) -> None:
    """Create a webhook for each event; its signing secret is kept here and never shown.

    What exists with the same event, filter and target isn't created again. Webhooks fire for the Service Apps that
    the token's owner created.
    """
    session = open_session()
    condition = Filter(
        app_id=filters["filter_id"],
        friendly_name=filters["filter_friendly_name"],
        site=filters["filter_site"],
        admin_site=filters["filter_admin_site"],
    )
    target = target_url or asyncio.run(ask(session, lambda use: use.here()))
    requests = create_requests(
        name=name, target_url=_checked(target), events=_EVENTS[event], condition=condition
    )
    if dry_run:
        _print(session, requests)
        return
    refuse_read_only(session)
    secret = take_signing_secret() if secret_stdin else None
    matched = asyncio.run(ask(session, lambda use: use.matched(condition, _EVENTS[event])))
    if matched.looked_at:
        narrate(f"This {matched_words(matched)}.")
    context.exit(carry_out(session, requests, Manner(secret=secret, again=force)))


def _checked(target: str | None) -> str:
    """Give the target, and warn of what speaks against it. Raises UsageError for what is none."""
    if target is None:
        raise UsageError("There is no public URL.", "Set public_url in config.toml, or use --target-url.")
    doubts = doubts_of(target)
    if Doubt.NO_URL in doubts:
        raise UsageError(f"--target-url can't be {clean(target)}.", doubt_words(Doubt.NO_URL))
    for doubt in doubts:
        narrate(f"{target}: {doubt_words(doubt)}")
    return target


def _print(session: Session, requests: tuple[Request, ...]) -> None:
    bodies = [request.body() or {} for request in requests]
    if session.as_json:
        write_records(bodies)
        return
    import json

    for body in bodies:
        write_lines(json.dumps(body, indent=2).splitlines())
