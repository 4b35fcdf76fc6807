"""`sa-monitor trigger`: one delivery of our own, signed and sent to the listener."""

from typing import Any

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.listing import write_lines, write_records
from sa_monitor.cli.posting import Answer, own_address, post
from sa_monitor.cli.session import Session, open_session
from sa_monitor.errors import UsageError
from sa_monitor.model.event import Kind
from sa_monitor.model.moments import Clock, moment_range
from sa_monitor.model.signature import sign
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.made_up import Made, delivery_body
from sa_monitor.present.clean import clean
from sa_monitor.settings.keyring import VARIABLE
from sa_monitor.settings.values import URL

_NOT_TAKEN = 1


@click.command(cls=Command)
@click.argument("event", type=click.Choice([str(kind) for kind in Kind]))
@click.option("--app", metavar="ID", help="The Service App.")
@click.option("--name", metavar="NAME", help="Its friendly name.")
@click.option("--org", metavar="ID", help="The organization that authorizes it.")
@click.option("--scope", "scopes", multiple=True, metavar="SCOPE", help="A scope; again for more.")
@click.option("--site", "sites", multiple=True, metavar="SITE", help="A train site; again for more.")
@click.option(
    "--admin-site", "admin_sites", multiple=True, metavar="SITE", help="An admin site; again for more."
)
@click.option("--date", metavar="DATE", help="Its authorization date (now).")
@click.option("--url", metavar="URL", help="Where to send it (the listener of this data folder).")
@click.option("--real", is_flag=True, help="Let it count: it changes standings and raises alerts.")
@click.pass_context
def trigger(
    context: click.Context, /, event: str, date: str | None, url: str | None, *, real: bool, **fields: Any
) -> None:
    """Make and sign one delivery, and send it to the listener. What isn't given is made up.

    It is synthetic: stored and shown as such, it changes no standing and raises no alert, unless --real is given.
    """
    session = open_session()
    target = _checked(url) if url else own_address(session)
    made = Made(
        kind=Kind(event),
        app_id=fields["app"],
        app_name=fields["name"],
        org_id=fields["org"],
        scopes=_split(fields["scopes"]),
        sites=_split(fields["sites"]),
        admin_sites=_split(fields["admin_sites"]),
        date=_instant(date),
        target=target,
        synthetic=not real,
    )
    body = delivery_body(made)
    answer = post(target, body, sign(_secret(session), body), ours=url is None)
    _print(session, answer)
    if not answer.is_good:
        context.exit(_NOT_TAKEN)


def _secret(session: Session) -> str:
    return session.environ.get(VARIABLE) or session.credentials().local_secret()


def _checked(url: str) -> str:
    try:
        checked: str = URL.read(url)
    except ValueError as error:
        raise UsageError(f"--url must be {URL.wants}.") from error
    return checked


def _split(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """Take `--scope a --scope b` and `--scope "a b"` and `--scope a,b` alike; None where there is none."""
    return tuple(part for value in values for part in value.replace(",", " ").split()) if values else None


def _instant(text: str | None) -> int:
    now = wall_clock()
    if text is None:
        return now
    found = moment_range(text, Clock(now))
    if found is None:
        raise UsageError(
            f"--date can't be read: {text}.", "Write 2026-11-01, 2026-11-01T08:00:00Z, 24h or yesterday."
        )
    return found[0]


def _print(session: Session, answer: Answer) -> None:
    if session.as_json:
        write_records([{"status": answer.status, **answer.fields}])
    else:
        write_lines([clean(f"{answer.status} {answer.text}").rstrip()])
