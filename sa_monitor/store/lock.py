"""One listener for each data folder: who holds `listener.lock` is it."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self

import msgspec
from msgspec import Struct

from sa_monitor.errors import AlreadyListening, StoreUnavailable
from sa_monitor.store.footing import Footing, identity

LOCK = "listener.lock"
"""Its name, beside events.db."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600
"""Of the data folder, and of every file in it."""

_TRIES = 5
_PAUSE = 0.02


class Holder(Struct, frozen=True):
    """Who listens for a folder; None where it isn't known."""

    pid: int | None
    address: str | None


class ListenerLock:
    """Held from `take` to `release`; the system releases it with the process, however that ends."""

    _held: ClassVar[dict[Path, Footing | None]] = {}

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._address: str | None = None

    @classmethod
    def held_here(cls, path: Path) -> bool:
        """Tell whether this process took the lock of that name, whatever became of the file."""
        return path in cls._held

    @classmethod
    def recorded_here(cls, path: Path) -> Footing | None:
        """Give the files into which who holds the lock of that name in this process records, or did last."""
        return cls._held.get(path)

    def records_into(self, footing: Footing) -> None:
        """Note the files into which is recorded, for all of this process that opens them."""
        self._held[self._path] = footing

    def take(self) -> Self:
        """Take the lock. Raises AlreadyListening, with who holds it, or StoreUnavailable."""
        try:
            self._path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        except OSError as error:
            advice = "Allow it, or use another --data-dir."
            raise StoreUnavailable(
                f"{self._path.parent} can't be written: {error.strerror}.", advice
            ) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            holder = _read(self._path)
            title = f"Another sa-monitor (pid {holder.pid or 'unknown'}) listens for {self._path.parent}."
            advice = "Watch its events with: sa-monitor --view"
            raise AlreadyListening(title, advice, pid=holder.pid, address=holder.address) from error
        self._descriptor = descriptor
        self._held.setdefault(self._path, None)
        self.announce(None)
        return self

    def keep(self) -> None:
        """Take the lock that stands there now, where what was taken no longer does. Raises StoreUnavailable."""
        if self._stands() or not self._path.parent.is_dir():
            return
        before, address = self._descriptor, self._address
        try:
            self.take()
        except AlreadyListening as error:
            raise _another(error.pid) from error
        if before is not None:
            os.close(before)
        self.announce(address)

    def prove_no_other(self) -> None:
        """Make sure that nobody else took the lock that stands there now. Raises StoreUnavailable."""
        if not self._stands() and (other := holder_of(self._path)) is not None:
            raise _another(other.pid)

    def _stands(self) -> bool:
        """Tell whether what was taken stands there, or nothing was."""
        if self._descriptor is None:
            return True
        mine = os.fstat(self._descriptor)
        return identity(self._path) == (mine.st_dev, mine.st_ino)

    def announce(self, address: str | None) -> None:
        """Write who holds it, and where it listens, for those who find it held."""
        self._address = address
        if self._descriptor is not None:
            text = msgspec.json.encode({"pid": os.getpid(), "address": address})
            with suppress(OSError):  # a full disk: who finds it held then finds it held by somebody
                os.pwrite(self._descriptor, text, 0)
                os.ftruncate(self._descriptor, len(text))

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
            self._held.pop(self._path, None)


def _another(pid: int | None) -> StoreUnavailable:
    title = f"another sa-monitor (pid {pid or 'unknown'}) records in the folder of events.db"
    return StoreUnavailable(title, "Stop one of the two.")


def somebody_listens(path: Path) -> bool | None:
    """Tell whether the lock is held; None where nobody ever took it."""
    return holder_of(path) is not None if path.exists() else None


def _lock(descriptor: int) -> None:
    """Lock, or raise OSError. `holder_of` holds it for an instant to look, so one refusal says little."""
    for _ in range(_TRIES - 1):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def holder_of(path: Path) -> Holder | None:
    """Tell who holds the lock at this moment; None where nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _read(path)
    finally:
        os.close(descriptor)
    return None


def _read(path: Path) -> Holder:
    try:
        held = msgspec.json.decode(path.read_bytes() or b"{}")
        return Holder(held.get("pid"), held.get("address"))
    except (OSError, ValueError, AttributeError):
        return Holder(None, None)
