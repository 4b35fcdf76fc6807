"""What must be in place on this computer: credentials, store, disk."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from sa_monitor.errors import CredentialsError, StoreCorrupt, StoreError, StoreMissing
from sa_monitor.model.checkup import Check, doubtful, failed, passed
from sa_monitor.model.signature import LOCAL
from sa_monitor.present.quantities import counted, grouped
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import KeyringSource
from sa_monitor.settings.places import Places
from sa_monitor.store.connection import prove_never_made
from sa_monitor.store.examining import examine
from sa_monitor.store.faults import DAMAGED
from sa_monitor.store.reader import Reader
from sa_monitor.store.writable import try_writing

_PATIENCE = 20.0
"""Seconds for looking through events.db."""

_MIB = 1024**2
_SCARCE = 1024 * _MIB
_TOO_LITTLE = 100 * _MIB

_SHARED = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "vboxsf"}
)
"""File systems over a network: SQLite's write-ahead log needs memory that all its users share."""

_MOUNTS = Path("/proc/mounts")


def check_credentials(places: Places, environ: Mapping[str, str], clock: Callable[[], int]) -> Check:
    """Tell whether only the user can read them, and how many secrets deliveries are judged by."""
    name = "credentials"
    try:
        keyring = KeyringSource(CredentialsFile(places.credentials, clock), environ, clock)()
    except CredentialsError as error:
        return failed(name, error.title, error.advice)
    known = sum(secret.label != LOCAL for secret in keyring.secrets)
    if not known:
        advice = "sa-monitor webhooks create makes webhooks with secrets; sa-monitor secrets add takes those of others."
        return doubtful(name, "No signing secret is known: what Webex sends will be rejected.", advice)
    return passed(name, f"{counted(known, 'signing secret')} known, readable by you alone.")


def check_store(places: Places) -> Check:
    """Tell whether events can be kept: the file is there, whole, and can be written."""
    name = "store"
    try:
        events, whole = _look_through(places.database)
    except StoreMissing:
        return passed(name, f"{places.database} is made at the first start.")
    except StoreError as error:
        return failed(name, f"{error.title.rstrip('.')}.", error.advice)
    words = f"{places.database} can be written, {counted(events, 'event')}"
    return passed(name, f"{words}." if whole else f"{words}; it is too large to look through all of it.")


def _look_through(database: Path) -> tuple[int, bool]:
    """Count the events, and tell whether all of the file was looked at. Raises StoreError."""
    try:
        with Reader.open(database) as reader:
            events = reader.count()
    except StoreMissing:
        prove_never_made(database)
        raise
    whole = examine(database, seconds=_PATIENCE)
    if whole is False:
        raise StoreCorrupt("events.db is damaged", DAMAGED)
    try_writing(database)
    return events, whole is not None


def check_disk(places: Places) -> Check:
    """Tell whether there is room."""
    name = "disk"
    folder = _nearest(places.data)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return doubtful(name, f"The space left isn't known ({error.strerror}).")
    words = f"{_size(free)} free at {folder}."
    if free < _TOO_LITTLE:
        return failed(name, words, "Free space: without it Webex is answered 503, and gives the webhooks up.")
    return doubtful(name, words, "Free some space.") if free < _SCARCE else passed(name, words)


def _size(free: int) -> str:
    """Write an amount of space in the unit in which people think of it."""
    mib = free // _MIB
    return f"{grouped(mib)} MiB" if mib < 10 * 1024 else f"{grouped(mib // 1024)} GiB"


def check_file_system(places: Places) -> Check:
    """Tell whether the disk is one that SQLite's write-ahead log works on."""
    name = "file system"
    kind = _kind_of(_nearest(places.data).resolve())
    if kind is None:
        return passed(name, "Of what kind it is can't be told here; the store says whether it works.")
    if kind in _SHARED:
        advice = "Use --data-dir with a folder on a disk of this computer."
        return failed(
            name,
            f"{places.data} is on a network file system ({kind}): events.db may be damaged there.",
            advice,
        )
    return passed(name, f"{kind}, fit for a write-ahead log.")


def _nearest(path: Path) -> Path:
    """Give the path, or the nearest folder above it that exists."""
    return next((folder for folder in (path, *path.parents) if folder.is_dir()), Path("/"))


def _kind_of(folder: Path) -> str | None:
    """Give the kind of file system that a folder is on; None where the system doesn't tell."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    kinds = {parts[1].replace("\\040", " "): parts[2] for line in lines if len(parts := line.split(" ")) > 2}  # noqa: PLR2004
    return next((kinds[str(above)] for above in (folder, *folder.parents) if str(above) in kinds), None)
