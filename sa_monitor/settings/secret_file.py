"""A small file that holds secrets: read only when nobody else can, replaced whole, under a lock."""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from sa_monitor.errors import CredentialsError
from sa_monitor.settings.folders import make_private

LARGEST = 16 * 1024 * 1024
_OTHERS = 0o077
_TO_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a FIFO in its place must not hang us
_TO_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_PATIENCE = 10.0
_PAUSE = 0.02


class Stamp(Struct, frozen=True):
    """What tells one state of a file from another. Rights are part of it: correcting them is a change."""

    modified: int
    changed: int
    size: int
    inode: int


class SecretFile:
    """A file of the user's alone. A symbolic link is followed to read, and replaced, never written through."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> Stamp | None:
        """Give the stamp of the file as it is now; None where there is none, or it can't be looked at."""
        try:
            return _stamp(self.path.stat())
        except OSError:
            return None

    def read(self) -> tuple[bytes, Stamp | None]:
        """Give the content and the stamp of what was read. Without a file: nothing, and None.

        Raises CredentialsError when others can read it, or nobody can.
        """
        try:
            with os.fdopen(os.open(self.path, _TO_READ), "rb") as file:
                found = os.fstat(file.fileno())
                self._check(found)
                content = file.read(LARGEST + 1)
        except FileNotFoundError:
            return b"", None
        except OSError as error:
            raise CredentialsError(f"{self.path} can't be read ({error.strerror}).") from error
        if len(content) > LARGEST:
            raise CredentialsError(
                f"{self.path} is larger than 16 MiB.", "It holds a token and secrets alone."
            )
        return content, _stamp(found)

    def _check(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise CredentialsError(f"{self.path} is no file.")
        if os.geteuid() not in (0, found.st_uid):
            raise CredentialsError(
                f"{self.path} belongs to another user.", "Use --config to name one of yours."
            )
        if stat.S_IMODE(found.st_mode) & _OTHERS:
            advice = f"Run: chmod 600 {self.path}. Others may have seen what is in it: replace that too."
            raise CredentialsError(f"Others can read {self.path}.", advice)

    def replace(self, content: bytes) -> None:
        """Put the content in its place: whole, on disk, mode 0600. Raises CredentialsError; the old one then stays."""
        try:
            self._replace(content)
        except OSError as error:
            raise CredentialsError(f"{self.path} can't be written ({error.strerror}).") from error

    def _replace(self, content: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=".credentials-", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(file.fileno(), 0o600)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(self.path.parent)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock among all who change the file. Makes its folder. Raises CredentialsError."""
        handle = self._open_lock("lock")
        try:
            self._wait_for(handle)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def claimed(self, purpose: str) -> Iterator[bool]:
        """Claim something beside the file, without waiting; gives False where somebody else has it now."""
        handle = self._open_lock(f"{purpose}.lock")
        try:
            yield _try_lock(handle)
        finally:
            os.close(handle)

    def _open_lock(self, ending: str) -> int:
        lock = self.path.with_name(f".{self.path.name}.{ending}")
        try:
            make_private(self.path.parent)
            return os.open(lock, _TO_LOCK, 0o600)
        except OSError as error:
            raise CredentialsError(f"{lock} can't be opened ({error.strerror}).") from error

    def _wait_for(self, handle: int) -> None:
        give_up = time.monotonic() + _PATIENCE
        while not _try_lock(handle):
            if time.monotonic() > give_up:
                raise CredentialsError(
                    f"Another program is changing {self.path} and doesn't end.", "Try again later."
                )
            time.sleep(_PAUSE)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
