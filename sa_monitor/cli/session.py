"""What a command works with: the settings in force, the places, and how it prints."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sa_monitor.cli.given import given, options_given
from sa_monitor.cli.last_resort import brief
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.places import Places, find_places
from sa_monitor.settings.schema import Settings

if TYPE_CHECKING:
    from sa_monitor.settings.credentials import CredentialsFile

NO_SETTINGS = ("json", "config")
"""What the command line gives beside settings."""


class Session(Struct, frozen=True):
    """One run of a command."""

    settings: Settings
    places: Places
    as_json: bool
    environ: Mapping[str, str]

    def credentials(self) -> "CredentialsFile":
        """Give the credentials that stand beside the configuration."""
        from sa_monitor.settings.credentials import CredentialsFile

        return CredentialsFile(self.places.credentials, wall_clock)


def open_session(environ: Mapping[str, str] = os.environ) -> Session:
    """Make the session of the command that runs. Raises SettingsError."""
    brief()
    told = given()
    config = Path(told["config"]) if told.get("config") else None
    config = find_places(None, config, environ).config
    settings = load_settings({k: v for k, v in told.items() if k not in NO_SETTINGS}, environ, config)
    places = find_places(settings.data_dir, config, environ)
    places = replace(places, options=options_given())
    return Session(settings, places, bool(told.get("json")), environ)
