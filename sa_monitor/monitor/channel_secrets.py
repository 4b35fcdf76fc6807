"""What a channel's setting means: itself, or the secret of credentials.toml that it names."""

from collections.abc import Mapping

from sa_monitor.model.channel import FROM_CREDENTIALS


class Missing(Exception):
    """What config.toml names isn't in credentials.toml."""


def known(text: str, secrets: Mapping[str, str]) -> str:
    """Give a text of config.toml, or the secret that it names. Raises Missing."""
    if not text.startswith(FROM_CREDENTIALS):
        return text
    name = text.removeprefix(FROM_CREDENTIALS)
    found = secrets.get(name)
    if found is None:
        raise Missing(f"credentials.toml has no {name} under [channels]")
    return found
