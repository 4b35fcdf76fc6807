"""Does the target lead to this process? Nothing is stored by asking."""

from sa_monitor.model.reach import Elsewhere, Outcome, Reached, Unreached, WrongPath
from sa_monitor.reach.visit import PATIENCE, Visit, visit

_NO_SUCH_PATH = 404


async def probe(target: str, instance: str, *, patience: float = PATIENCE) -> Outcome:
    """GET the target; `instance` is what this process's listener answers with.

    A listener refuses a GET of the path that takes deliveries, and has nothing at any other path.
    """
    found = await visit(target, patience=patience)
    if isinstance(found, Unreached):
        return found
    if found.instance != instance:
        return who(found)
    return WrongPath() if found.status == _NO_SUCH_PATH else Reached(found.milliseconds)


async def instance_at(address: str, *, patience: float = PATIENCE) -> str | Elsewhere | Unreached:
    """Ask a listener of this computer for its instance."""
    found = await visit(address, patience=patience, trusting=True)
    if isinstance(found, Unreached):
        return found
    return found.instance or who(found)


def who(found: Visit) -> Elsewhere:
    """Say who answered instead of us."""
    return Elsewhere(found.status, found.server, another=found.instance is not None)
