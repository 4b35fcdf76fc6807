"""What is said of the public URL while it is chosen: the whole target, and what speaks against it."""

from collections.abc import Sequence

from sa_monitor.errors import SaMonitorError
from sa_monitor.model.reach import Tunnel
from sa_monitor.model.target import Doubt
from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.present.tone import Tone

_DOUBTS = {
    Doubt.NO_URL: "That is no URL.",
    Doubt.NOT_HTTPS: "Webex reaches public https addresses only.",
    Doubt.THIS_COMPUTER: "That is this computer: Webex can't reach it.",
    Doubt.PRIVATE: "That is an address of a private network: Webex can't reach it.",
}


def now_set(target: str | None) -> Said:
    """Say what is set before another is chosen."""
    if target is None:
        return "None is set. Webex reaches public https addresses only.", Tone.TEXT
    return f"Set now: {clean(target)}", Tone.TEXT


def tunnels_found(found: Sequence[Tunnel] | None) -> list[Said]:
    """Say which tunnels run here; None is not looked yet."""
    if found is None:
        return [("Looking for a running ngrok or cloudflared.", Tone.QUIET)]
    if not found:
        return [("No running ngrok or cloudflared leads to this program.", Tone.QUIET)]
    return [(f"{tunnel.tool} leads here from {clean(tunnel.url)}", Tone.TEXT) for tunnel in found]


def resulting(target: str, doubts: Sequence[Doubt]) -> list[Said]:
    """Say what webhooks will point to, whole, and what speaks against it."""
    return [(f"Webhooks will point to {clean(target)}", Tone.TEXT), *doubted(doubts)]


def doubted(doubts: Sequence[Doubt]) -> list[Said]:
    """Say what speaks against a target."""
    return [(f"! {_DOUBTS[doubt]}", Tone.WARNING) for doubt in doubts]


def not_kept(error: SaMonitorError) -> list[Said]:
    """Say why it can't be kept."""
    return [(clean(error.title), Tone.ERROR), (clean(error.advice), Tone.TEXT)]


def kept(target: str, goes_first: str | None) -> list[Said]:
    """Say that it holds, and what goes before it when the program starts again."""
    said = [(f"Kept in config.toml. Webhooks are to point to {clean(target)}", Tone.SUCCESS)]
    if goes_first is not None:
        said.append((f"{goes_first} goes first when it starts again: change it there too.", Tone.WARNING))
    return said
