"""`sa-monitor listen`: the listener without a screen."""

import asyncio
import os
from contextlib import closing

import click

from sa_monitor.cli.commands import Command
from sa_monitor.cli.given import listener_options
from sa_monitor.cli.listing import write_records
from sa_monitor.cli.session import Session, open_session
from sa_monitor.cli.streams import narrate


@listener_options
@click.command(cls=Command)
def listen() -> None:
    """Listen until told to stop: SIGTERM and SIGINT end it gracefully.

    The first line says where it listens; then standard error has a line for each event, rejection and gap, and for what
    becomes of the webhooks.
    """
    from sa_monitor.cli.logs import logging_to
    from sa_monitor.cli.news import News
    from sa_monitor.cli.preparing import prepare_in_sight
    from sa_monitor.cli.recording import record_and_tell
    from sa_monitor.monitor.alert_watches import AlertWatches
    from sa_monitor.monitor.clocks import wall_clock
    from sa_monitor.monitor.health_watch import watch_health
    from sa_monitor.monitor.recorder import Recorder
    from sa_monitor.monitor.retention import RetentionWatch, retention_of
    from sa_monitor.present.lines import at

    session = open_session()
    prepare_in_sight(session.places.database)
    recorder = Recorder(session.settings, session.places, environ=session.environ)

    async def tell(news: News, last: bool) -> None:  # noqa: FBT001 (as `Tell` has it)
        for line in await news.lines(last=last):
            narrate(line)

    health = watch_health(session.settings, session.places, session.environ, recorder)
    alerts = AlertWatches(session.settings, session.places, recorder)
    retention = RetentionWatch(recorder, session.places.database, retention_of(session.settings))

    def ready(address: str) -> None:
        _ready(session, address)
        health.start()
        retention.start()
        alerts.start()

    with (
        logging_to(session.places.log, verbose=session.settings.verbose),
        closing(health),
        closing(retention),
        closing(alerts),
    ):
        asyncio.run(record_and_tell(recorder, session.places, ready, tell))
    narrate(f"Stopped at {at(wall_clock())}.")


def _ready(session: Session, address: str) -> None:
    if session.as_json:
        write_records([{"listening": address, "pid": os.getpid()}])
    else:
        narrate(f"Listening at {address}")
    if session.settings.allow_unsigned:
        narrate(_unsigned(session))


def _unsigned(session: Session) -> str:
    from sa_monitor.monitor.unsigned import known_secrets
    from sa_monitor.present.delivery_words import UNSIGNED_TAKEN, still_rejected

    known = known_secrets(session.places, session.environ)
    return still_rejected(known) if known else UNSIGNED_TAKEN
