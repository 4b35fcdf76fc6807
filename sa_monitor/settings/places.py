"""Where things are: configuration, credentials, data."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

import platformdirs
from msgspec import Struct

APPLICATION = "sa-monitor"


class Places(Struct, frozen=True):
    """Absolute paths; none of them needs to exist. Credentials stand beside the configuration.

    `options` are those with which another command line is told the same, as a shell takes them; empty where this one
    wasn't told either.
    """

    config: Path
    credentials: Path
    data: Path
    database: Path
    lock: Path
    log: Path
    options: str = ""


def find_places(
    data_dir: Path | None = None, config: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Places:
    """Give the places: what is given, else SA_MONITOR_DATA_DIR and SA_MONITOR_CONFIG, else the user's own folders."""
    config = _absolute(config or environ.get("SA_MONITOR_CONFIG")) or (
        platformdirs.user_config_path(APPLICATION) / "config.toml"
    )
    data = _absolute(data_dir or environ.get("SA_MONITOR_DATA_DIR")) or platformdirs.user_data_path(
        APPLICATION
    )
    return Places(
        config=config,
        credentials=config.parent / "credentials.toml",
        data=data,
        database=data / "events.db",
        lock=data / "listener.lock",
        log=data / "sa-monitor.log",
    )


def options_of(places: Places, *, data_dir: bool, config: bool) -> str:
    """Write the options that name the data folder, the configuration, or both."""
    named = [*(["--data-dir", str(places.data)] if data_dir else [])]
    named += ["--config", str(places.config)] if config else []
    return shlex.join(named)


def _absolute(path: Path | str | None) -> Path | None:
    return Path(path).expanduser().absolute() if path else None
