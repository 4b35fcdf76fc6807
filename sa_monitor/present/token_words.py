"""What the screens say of the Webex token: whose it is, where it came from, what its end means. Text is clean."""

from collections.abc import Sequence

from sa_monitor.errors import SaMonitorError
from sa_monitor.present.clean import clean
from sa_monitor.present.holder_words import holder_words, may_words
from sa_monitor.present.paragraph import Said
from sa_monitor.present.tone import Tone

ENDING = "A personal token ends after 12 h; then checks stop, deliveries go on."
ASKING = "Asking Webex whose it is."


def in_force(place: str | None, *, in_environment: bool, renews: bool) -> list[Said]:
    """Say which token is in force before another is given; `place` is None where there is none."""
    if place is None:
        words = "None is set. It is needed to create and check webhooks, not to receive."
    elif in_environment:
        words = f"In force: the one in {place}, which goes first. One kept here is used where that isn't set."
    elif renews:
        words = "In force: an Integration, which renews its token. A token given here takes its place."
    else:
        words = f"In force: the one kept in {_file(place)}. A token given here takes its place."
    return [(words, Tone.TEXT), (ENDING, Tone.QUIET)]


def accepted(
    name: str, emails: Sequence[str], place: str, *, reads: bool, changes: bool | None
) -> list[Said]:
    """Say whose token was kept, and what it may do."""
    whose = clean(holder_words(name, emails))
    may = may_words(reads=reads, changes=changes)
    able = reads and changes is not False
    return [
        (f"{whose}, kept in {_file(place)}. {may}", Tone.SUCCESS if able else Tone.WARNING),
        (f"Webhooks fire for Service Apps that {clean(name)} created.", Tone.TEXT),
        (ENDING, Tone.QUIET),
    ]


def shadowed(variable: str) -> Said:
    """Say that a variable goes before what was kept."""
    return f"{variable} is set and goes first: unset it to use this one.", Tone.WARNING


def refused(error: SaMonitorError) -> list[Said]:
    """Say why a token wasn't kept."""
    return [(clean(error.title), Tone.ERROR), (clean(f"Nothing was kept. {error.advice}"), Tone.TEXT)]


def unchecked(error: SaMonitorError) -> list[Said]:
    """Say that Webex can't be asked, and what can be done about it."""
    return [
        (clean(error.title), Tone.WARNING),
        ("So nobody knows yet whose token it is. Nothing was kept.", Tone.TEXT),
    ]


def kept_unchecked(place: str) -> list[Said]:
    """Say that it was kept all the same."""
    return [
        (f"Kept in {_file(place)}, not checked: Webex can't be reached now.", Tone.WARNING),
        (ENDING, Tone.QUIET),
    ]


def _file(place: str) -> str:
    """Give a file's name; which folder it is in, `sa-monitor info` tells."""
    return clean(place.rpartition("/")[2])
