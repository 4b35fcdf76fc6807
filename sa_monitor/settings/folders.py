"""Folders that only their owner can look into."""

import os
import stat
from pathlib import Path

_OWNER_ALONE = 0o700


def make_private(folder: Path) -> None:
    """Make the folder, and those missing above it, open to their owner alone (0700), whatever the umask.

    A folder that exists is closed too where it is empty and the user's own; any other is somebody's decision and
    stays as it is. Raises OSError.
    """
    if folder.is_dir():
        _close(folder)
        return
    if not folder.parent.is_dir():
        make_private(folder.parent)
    try:
        folder.mkdir(mode=_OWNER_ALONE)
    except FileExistsError:
        if not folder.is_dir():
            raise


def _close(folder: Path) -> None:
    found = folder.stat()
    if found.st_uid != os.geteuid() or not stat.S_IMODE(found.st_mode) & 0o077:
        return
    with os.scandir(folder) as entries:
        if not any(entries):
            folder.chmod(_OWNER_ALONE)
