"""Who records, and what is wrong with it."""

from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """What this process is to its data folder."""

    RECORDING = "recording"
    VIEWING = "viewing"
    NOBODY = "nobody listens"


class Status(Struct, frozen=True, kw_only=True):
    """What the status line says of recording.

    `address` is the URL that listens, or did last, and `pid` whose it is, where known. `since` is the instant since
    which nobody listens, or since which `fault` or `failure` lasts. `fault` says why storing doesn't work now or,
    where `behind`, why what is stored isn't shown yet; `advice` says what helps. `failure` says why this process,
    which records, can't be reached; `sheds_since` is the instant since which more comes than it can store.
    `can_listen` tells whether this process may become the recorder. `rejected` counts the deliveries that were
    rejected since this process started, by whoever listens. `credentials` says why secrets can't be read now; those
    known before stay in force.
    """

    role: Role
    address: str | None = None
    pid: int | None = None
    since: int | None = None
    fault: str | None = None
    advice: str = ""
    behind: bool = False
    failure: str | None = None
    sheds_since: int | None = None
    can_listen: bool = False
    rejected: int = 0
    credentials: str | None = None
