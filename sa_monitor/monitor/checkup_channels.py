"""Whether the channels could be told of alerts. Nothing is sent."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC
from pathlib import Path

from sa_monitor.errors import CredentialsError
from sa_monitor.model.alert import Condition
from sa_monitor.model.channel import SENT, ChannelSetting, Means
from sa_monitor.model.checkup import Check, doubtful, failed, passed
from sa_monitor.model.rulebook import Finding, Rule, Rulebook
from sa_monitor.monitor.channel_secrets import Missing, known
from sa_monitor.monitor.history import History
from sa_monitor.present.channel_words import dead_words
from sa_monitor.present.quantities import counted
from sa_monitor.settings.alerting import channels_of, rulebook_of
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from sa_monitor.settings.values import URL

_NAME = "channels"
_LONGEST_LINE = 512
"""Bytes of a script that are read for the line that names its interpreter."""


async def check_channels(
    settings: Settings,
    places: Places,
    environ: Mapping[str, str],
    history: History,
    clock: Callable[[], int],
) -> Sequence[Check]:
    """Look at each, at the rules that name them, and at what couldn't be sent lately."""
    channels = channels_of(settings)
    if not channels:
        return [passed(_NAME, "None is configured: screens show alerts, and nobody else is told.")]
    secrets = await asyncio.to_thread(_secrets, places, clock)
    wrong = [check for one in channels for check in await asyncio.to_thread(_wrong, one, secrets, environ)]
    unheard = list(_unheard(rulebook_of(settings), channels))
    dead = [failed(_NAME, dead_words(one, clock(), UTC)) for one in await history.dead_channels()]
    if found := [*wrong, *unheard, *dead]:
        return found
    names = ", ".join(channel.name for channel in channels)
    return [passed(_NAME, f"{counted(len(channels), 'channel')}: {names}.")]


def _secrets(places: Places, clock: Callable[[], int]) -> dict[str, str] | None:
    """Give the secrets of channels; None where they can't be read, which the check of the credentials tells."""
    try:
        return CredentialsFile(places.credentials, clock).read().channels
    except CredentialsError:
        return None


def _wrong(
    channel: ChannelSetting, secrets: dict[str, str] | None, environ: Mapping[str, str]
) -> Iterator[Check]:
    """Tell what is in the way of one channel."""
    if channel.means is Means.COMMAND:
        yield from _wrong_command(channel, environ)
    elif channel.means in SENT and secrets is not None:
        try:
            url = known(channel.url, secrets)
            if channel.secret is not None:
                known(channel.secret, secrets)
        except Missing as missing:
            yield failed(_NAME, f'"{channel.name}": {missing}.', f"{channel.name} can't be told without it.")
        else:
            refused = _refused_apprise(url) if channel.means is Means.APPRISE else _refused(url)
            if refused:
                yield failed(_NAME, f'"{channel.name}": {refused}.')


def _refused(url: str) -> str | None:
    """Say that a URL isn't one, without it: it may be a secret."""
    try:
        URL.read(url)
    except ValueError:
        return f"its URL must be {URL.wants}"
    return None


def _refused_apprise(url: str) -> str | None:
    from sa_monitor.alerts.notify import messenger

    found = messenger(url)
    return found if isinstance(found, str) else None


def _wrong_command(channel: ChannelSetting, environ: Mapping[str, str]) -> Iterator[Check]:
    program = channel.command[0]
    found = shutil.which(program, path=environ.get("PATH", os.defpath))
    if found is None:
        words, advice = _why_not(program)
        yield failed(_NAME, f'"{channel.name}": {words}', advice)
        return
    interpreter = _interpreter(Path(found))
    if interpreter and not Path(interpreter).exists():
        yield failed(_NAME, f'"{channel.name}": {program} is run by {interpreter}, which doesn\'t exist.')
    elif os.sep in program and not Path(program).is_absolute():
        words = f"{program} is looked for in the folder in which sa-monitor is started."
        yield doubtful(_NAME, f'"{channel.name}": {words}', f"Write {Path(program).resolve()}.")


def _why_not(program: str) -> tuple[str, str]:
    """Say why it can't be run, and what to do."""
    if os.sep not in program:
        return f"{program} isn't found on the PATH.", "Write its whole path: the PATH of a service is short."
    if not Path(program).exists():
        return f"{program} doesn't exist.", "command in config.toml names it."
    if Path(program).is_dir():
        return f"{program} is a folder.", "command in config.toml names it."
    return f"{program} can't be executed.", f"chmod +x {program}"


def _interpreter(path: Path) -> str | None:
    """Give what runs a script, as its first line says; None for anything else."""
    with suppress(OSError), path.open("rb") as file:
        first = file.readline(_LONGEST_LINE).decode(errors="replace")
        if first.startswith("#!") and (words := first[2:].split()):
            return words[0]
    return None


def _unheard(rulebook: Rulebook, channels: Sequence[ChannelSetting]) -> Iterator[Check]:
    """Name the rules whose channels hear of worse alone."""
    screens = {channel.name for channel in channels if channel.means not in SENT}
    least = {channel.name: channel.min_severity for channel in channels}
    for what, rule in _rules(rulebook):
        if not rule.enabled or not rule.channels or screens & set(rule.channels):
            continue
        if not rulebook.listeners(Finding(rule.name, what, rule.severity, rule.channels)):
            hears = ", ".join(f'"{name}" hears from {least[name]} on' for name in rule.channels)
            words = f'Rule "{rule.name}" tells nobody: it finds a {rule.severity}, and {hears}.'
            yield doubtful(_NAME, words, "Change severity or min_severity in config.toml.")


def _rules(rulebook: Rulebook) -> Iterator[tuple[Condition, Rule]]:
    yield from ((Condition.MATCHED, rule) for rule in rulebook.own)
    for what, rule in rulebook.built_in.items():
        if what is not Condition.LOSS:  # of an app that is marked so it is critical
            yield what, rule
