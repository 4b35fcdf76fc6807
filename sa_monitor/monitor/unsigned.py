"""Whether unsigned deliveries are taken: never while a secret is known."""

from collections.abc import Mapping

from sa_monitor.errors import CredentialsError
from sa_monitor.model.signature import LOCAL
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import KeyringSource
from sa_monitor.settings.places import Places


def known_secrets(places: Places, environ: Mapping[str, str]) -> int:
    """Count the signing secrets that are known, without the local one; 0 where they can't be read."""
    try:
        keyring = KeyringSource(CredentialsFile(places.credentials, wall_clock), environ, wall_clock)()
    except CredentialsError:
        return 0
    return sum(secret.label != LOCAL for secret in keyring.secrets)
