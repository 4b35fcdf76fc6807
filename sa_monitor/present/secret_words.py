"""What is said of signing secrets while one is given. Text is clean, and no secret is ever part of it."""

from collections.abc import Sequence

from sa_monitor.errors import SaMonitorError
from sa_monitor.present.clean import clean
from sa_monitor.present.paragraph import Said
from sa_monitor.present.quantities import counted
from sa_monitor.present.tone import Tone

PURPOSE: Said = (
    "The secret of a webhook that was made elsewhere: without it, its deliveries are rejected.",
    Tone.TEXT,
)


def proposal(name: str) -> Said:
    """Say which webhook the id in the field is of; `name` is clean."""
    return f'The id is that of "{name}", which the cursor is on.', Tone.TEXT


def claims(found: Sequence[tuple[str | None, str, int]]) -> list[Said]:
    """Say whose secret seems to be missing: the name, the id and the number of rejected deliveries of each."""
    if not found:
        return []
    said = [("Rejected deliveries claim to be of these, which nobody vouches for:", Tone.QUIET)]
    for name, ident, deliveries in found:
        called = f'"{clean(name)}"' if name else "a webhook"
        said.append(
            (f"{counted(deliveries, 'delivery', 'deliveries')} of {called} {clean(ident)}", Tone.QUIET)
        )
    return said


def kept(webhook_id: str | None, *, replaced: bool) -> list[Said]:
    """Say that it was kept, and from when on it counts."""
    whose = "any webhook" if webhook_id is None else "this webhook"
    said = [(f"Kept for {whose}. The listener knows it before it judges the next delivery.", Tone.SUCCESS)]
    if replaced:
        said.append(("The one that it had before is good for ten minutes more.", Tone.TEXT))
    return said


def refused(error: SaMonitorError) -> list[Said]:
    """Say why it wasn't kept."""
    return [(clean(error.title), Tone.ERROR), (clean(f"Nothing was kept. {error.advice}"), Tone.TEXT)]
