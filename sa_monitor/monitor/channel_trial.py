"""A trial of the channels: each is told of an alert that says it is a test."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sa_monitor.model.alert import About, Alert, Circumstances, Condition, Severity
from sa_monitor.model.channel import SENT, ChannelSetting
from sa_monitor.model.instants import SECOND
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.present.alert_records import message_record

if TYPE_CHECKING:
    from sa_monitor.monitor.alert_channels import Teller

Tell = Callable[[ChannelSetting, str | None, int], None]
"""Is told how a channel went: what failed, in foreign words (None: nothing), and the milliseconds it took."""


async def try_channels(channels: Sequence[ChannelSetting], teller: "Teller", tell: Tell) -> None:
    """Send a trial to every channel that is sent to, to all at once."""
    now = wall_clock()
    trial = Alert(
        id=0,
        rule="trial",
        what=Condition.LOSS,
        severity=Severity.NOTICE,
        raised_at=now,
        last_at=now,
        app_id="trial",
        app_name="a trial of sa-monitor",
    )
    message = message_record(trial, Circumstances(), About.TEST)

    async def try_one(channel: ChannelSetting) -> None:
        began = time.monotonic()
        error = await teller.tell(channel, message)
        tell(channel, error, round((time.monotonic() - began) * SECOND))

    await asyncio.gather(*(try_one(channel) for channel in channels if channel.means in SENT))
