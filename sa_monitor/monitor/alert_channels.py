"""Telling one channel, whatever its means: a command, a signed POST, or Apprise."""

import hmac
from collections.abc import Callable

from sa_monitor.errors import CredentialsError
from sa_monitor.model.alert import About, Severity
from sa_monitor.model.channel import FROM_CREDENTIALS, ChannelSetting, Means
from sa_monitor.model.reach import Unreached
from sa_monitor.monitor.channel_secrets import Missing, known
from sa_monitor.present.reach_words import obstacle_words
from sa_monitor.present.records import Record, json_line

SIGNATURE_HEADER = "X-Sa-Monitor-Signature"
"""Carries `sha256=` and the hexadecimal HMAC-SHA256 of the body, where the channel has a secret."""

_GOOD = range(200, 300)


def _obstacle(found: Unreached, *, secret: bool) -> str:
    """Say what is in the way; a library's own words may repeat the URL, which is then a secret."""
    return obstacle_words(Unreached(found.obstacle) if secret else found)


def _written(message: Record) -> bytes:
    """Write it on one line, so that it acts on no terminal that whoever is told prints it on."""
    return json_line(message).encode()


class Teller:
    """Tells channels. `secrets` gives what credentials.toml holds for them, asked anew each time."""

    def __init__(self, secrets: Callable[[], dict[str, str]]) -> None:
        self._secrets = secrets

    async def tell(self, channel: ChannelSetting, message: Record) -> str | None:
        """Tell it; None where that succeeded, else why not, in foreign words. It never raises for a dead channel."""
        try:
            match channel.means:
                case Means.COMMAND:
                    return await self._command(channel, message)
                case Means.URL:
                    return await self._post(channel, message)
                case Means.APPRISE:
                    return await self._apprise(channel, message)
        except (Missing, CredentialsError) as error:
            return str(error)
        return "a screen tells it, where one is open"

    async def _command(self, channel: ChannelSetting, message: Record) -> str | None:
        from sa_monitor.alerts.command import run_command

        return await run_command(channel.command, _written(message), patience=channel.timeout)

    async def _post(self, channel: ChannelSetting, message: Record) -> str | None:
        from sa_monitor.reach.visit import visit

        body = _written(message)
        headers = {"Content-Type": "application/json"}
        if channel.secret is not None:
            secret = self._known(channel.secret)
            headers[SIGNATURE_HEADER] = f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"
        url = self._known(channel.url)
        answer = await visit(url, method="POST", content=body, headers=headers, patience=channel.timeout)
        if isinstance(answer, Unreached):
            return _obstacle(answer, secret=channel.url.startswith(FROM_CREDENTIALS))
        return None if answer.status in _GOOD else f"HTTP {answer.status}"

    async def _apprise(self, channel: ChannelSetting, message: Record) -> str | None:
        import asyncio

        from sa_monitor.alerts.notify import notify

        try:
            async with asyncio.timeout(channel.timeout):
                about, severity = About(message["about"]), Severity(message["severity"])
                return await notify(self._known(channel.url), message["text"], about, severity)
        except TimeoutError:
            return f"no answer within {channel.timeout} s"

    def _known(self, text: str) -> str:
        return known(text, self._secrets() if text.startswith(FROM_CREDENTIALS) else {})
