"""Who listens on a port, as far as this user may know."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from sa_monitor.model.child_environment import child_environment

_PROC = Path("/proc")
_LISTENING = "0A"
OURS = "sa-monitor"
"""What our own processes are named."""

_UNKNOWN = "another program"
_LSOF_SECONDS = 5


class Owner(Struct, frozen=True):
    """A process: its program's name, clean for a terminal, and its user (None: unknown).

    `pid` is None for a process of another user that hides all but who that is.
    """

    pid: int | None
    program: str
    user: str | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it is a sa-monitor."""
        return self.program == OURS


def owner_of(port: int) -> Owner | None:
    """Give the process that listens on a TCP port; None where that can't be known."""
    try:
        if (_PROC / "net" / "tcp").exists():
            return _owner_by_proc(port)
        return _owner_by_lsof(port)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _owner_by_proc(port: int) -> Owner | None:
    users = dict(_listening(port))
    links = {f"socket:[{inode}]" for inode in users}
    if not links:
        return None
    for folder in _PROC.glob("[0-9]*"):
        if any(link in links for link in _open_files(folder / "fd")):
            return Owner(int(folder.name), _program(folder), user_of(folder.stat().st_uid))
    return Owner(None, _UNKNOWN, user_of(next(iter(users.values()))))


def _listening(port: int) -> Iterator[tuple[str, int]]:
    """Give the inode of each socket that listens on the port, and the user that it is of."""
    for table in ("tcp", "tcp6"):
        try:
            lines = (_PROC / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, local, _, state, *rest = line.split()
            if state == _LISTENING and int(local.rpartition(":")[2], 16) == port:
                yield rest[5], int(rest[3])


def _open_files(folder: Path) -> Iterator[str]:
    try:
        for file in folder.iterdir():
            yield str(file.readlink())
    except OSError:  # another user's process, or one that just ended
        return


def _program(folder: Path) -> str:
    arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
    return name_of(arguments, (folder / "comm").read_text(errors="replace"))


def name_of(arguments: list[str], command: str) -> str:
    """Name a program by its command line, or by what the system calls it."""
    started = {Path(argument).name for argument in arguments[:4]}
    if (
        OURS in started
        or "sa_monitor" in started
        or ("__main__.py" in started and "sa_monitor" in str(arguments))
    ):
        return OURS
    clean = "".join(character for character in command if character.isprintable()).strip()
    return clean or _UNKNOWN


def user_of(uid: int) -> str | None:
    """Give the name of a user; None for one that the system doesn't know."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None


def _owner_by_lsof(port: int) -> Owner | None:
    lsof = shutil.which("lsof")
    if lsof is None:
        return None
    found = subprocess.run(  # noqa: S603 (a number is all that varies)
        [lsof, "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-FpcL"],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_LSOF_SECONDS,
        check=False,
        env=child_environment(os.environ),
    )
    return read_lsof(found.stdout)


def read_lsof(text: str) -> Owner | None:
    """Read the first process of lsof's `-FpcL` output."""
    fields: dict[str, str] = {}
    for line in text.splitlines():
        fields.setdefault(line[:1], line[1:])
    if not fields.get("p", "").isdigit():
        return None
    return Owner(int(fields["p"]), name_of([], fields.get("c", "")), fields.get("L"))
