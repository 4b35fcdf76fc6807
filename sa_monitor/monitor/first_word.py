"""What goes before config.toml for the public URL."""

from collections.abc import Mapping

from msgspec.structs import replace

from sa_monitor.settings.document import read_document
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings, target_url

_NAME = "public_url"
_VARIABLE = "SA_MONITOR_PUBLIC_URL"


def goes_first(settings: Settings, places: Places, environ: Mapping[str, str]) -> str | None:
    """Name what will go before a URL in config.toml at the next start; None where nothing does.

    Raises SettingsError.
    """
    if environ.get(_VARIABLE):
        return _VARIABLE
    kept = read_document(places.config).entries.get(_NAME)
    own = target_url(settings)
    same = own is None or (isinstance(kept, str) and own == target_url(replace(settings, public_url=kept)))
    return None if same else "--public-url"
