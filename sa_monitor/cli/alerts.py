"""`sa-monitor alerts`: what the rules found, acknowledging it, and whether anybody would be told."""

import asyncio

import click

from sa_monitor.cli.commands import Command, Group
from sa_monitor.cli.listing import Listing
from sa_monitor.cli.progress import Progress
from sa_monitor.cli.questions import reading
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate
from sa_monitor.errors import SaMonitorError
from sa_monitor.model.alert import Alert, Circumstances, Outcome
from sa_monitor.model.channel import SENT, ChannelSetting
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.alert_lines import (
    ALERT_HEADING,
    CHANNEL_HEADING,
    alert_cells,
    channel_cells,
    channel_record,
)
from sa_monitor.present.alert_records import alert_record
from sa_monitor.present.alert_words import subject_words
from sa_monitor.present.quantities import counted


@click.group(cls=Group)
def alerts() -> None:
    """Print, acknowledge and try alerts."""


@alerts.command("list", cls=Command)
def list_alerts() -> None:
    """Print all alerts, newest first: open, acknowledged and resolved ones."""
    session = open_session()
    with reading(session) as reader:
        if reader is not None:
            _listing(session).print(reader.alerts())


@alerts.command("ack", cls=Command)
@click.argument("number", metavar="ID", type=int)
@click.option("--intended", is_flag=True, help="It was meant to be: listed as ended, no longer as lost.")
@click.option("--note", help="What the others should know.")
def acknowledge_alert(number: int, note: str | None, *, intended: bool) -> None:
    """Take alert ID on: it stays listed as lost until it is authorized again. Every screen knows it at once."""
    from sa_monitor.monitor.persons import who
    from sa_monitor.store.alerts import acknowledge

    session = open_session()
    with reading(session) as reader:
        if reader is None:
            raise SaMonitorError(f"There is no alert {number}.", "Nothing was recorded yet.")
        reader.alert(number)
    by = who(session.environ)
    found = acknowledge(session.places.database, number, by=by, at=wall_clock(), note=note, intended=intended)
    if session.as_json:
        _listing(session).print([found])
    what = subject_words(found, Circumstances())
    narrate(f"{what} was intended, says {by}." if intended else f"{by} is on it: {what}.")


@alerts.command("test", cls=Command)
def test_rules() -> None:
    """Run the rules over stored history, and print what they would have raised. Nobody is told of it."""
    from sa_monitor.settings.alerting import rulebook_of
    from sa_monitor.store.rehearsal import rehearse

    session = open_session()
    if not session.places.database.exists():
        narrate(f"Nothing was recorded yet in {session.places.data}.")
        return
    with Progress("deliveries") as progress:
        found = rehearse(session.places.database, rulebook_of(session.settings), progress.tell)
    _listing(session).print(found)
    narrate(
        f"{counted(len(found), 'alert')} would have been raised. Nothing was changed, and nobody was told."
    )


@alerts.command("channels", cls=Command)
@click.option("--test", "send", is_flag=True, help="Send a trial to each, and tell how that went.")
def list_channels(*, send: bool) -> None:
    """Print the channels that are told of alerts."""
    from sa_monitor.settings.alerting import channels_of

    session = open_session()
    channels = channels_of(session.settings)
    if not channels:
        narrate(f"No channel is configured: write [[channels]] in {session.places.config}.")
        return
    errors = asyncio.run(_try_all(session, channels)) if send else {}
    listing: Listing[ChannelSetting] = Listing(
        CHANNEL_HEADING,
        lambda channel: _channel_cells(channel, errors, send=send),
        lambda channel: channel_record(
            channel, _outcome_name(channel, errors, send=send), errors.get(channel.name)
        ),
        as_json=session.as_json,
    )
    listing.print(channels)
    failed = [name for name, error in errors.items() if error]
    if failed:
        raise SaMonitorError(f"{counted(len(failed), 'channel')} couldn't be told.", "The table says why.")


def _listing(session: Session) -> Listing[Alert]:
    return Listing(ALERT_HEADING, alert_cells, alert_record, as_json=session.as_json)


async def _try_all(session: Session, channels: tuple[ChannelSetting, ...]) -> dict[str, str | None]:
    """Send a trial to every channel that is sent to; gives what failed of each."""
    from sa_monitor.monitor.alert_channels import Teller
    from sa_monitor.monitor.channel_trial import try_channels

    teller = Teller(lambda: session.credentials().read().channels)
    errors: dict[str, str | None] = {}

    def note(channel: ChannelSetting, error: str | None, _took: int) -> None:
        errors[channel.name] = error

    await try_channels(channels, teller, note)
    return {channel.name: errors[channel.name] for channel in channels if channel.name in errors}


def _outcome_name(channel: ChannelSetting, errors: dict[str, str | None], *, send: bool) -> str | None:
    if not send or channel.name not in errors:
        return None
    return Outcome.FAILING if errors[channel.name] else Outcome.SENT


def _channel_cells(channel: ChannelSetting, errors: dict[str, str | None], *, send: bool) -> tuple[str, ...]:
    if channel.means not in SENT:
        return channel_cells(channel, "told by screens", fails=None)
    error = errors.get(channel.name)
    words = (error or "told") if send else ""
    return channel_cells(channel, words, fails=bool(error) if send else None)
