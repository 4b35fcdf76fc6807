"""Secrets that nothing may ever tell, planted in every place where a secret is kept."""

from pathlib import Path

from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import Places
from sa_monitor.settings.stored import Integration

TOKEN = "canary-token-5b1f"
IN_ENVIRONMENT = "canary-environment-secret-77aa"
OF_WEBHOOK = "canary-webhook-secret-0c3d"
CANARY = "canary-"
INTEGRATION = Integration(
    client_id="C-visible",
    client_secret="canary-client-secret-91",
    refresh_token="canary-refresh-token-44",
    access_token="canary-access-token-12",
)
CHANNEL = "https://hooks.example.com/canary-channel-url-e6"


def planted(places: Places) -> CredentialsFile:
    """Keep all that is secret."""
    file = CredentialsFile(places.credentials, lambda: 0)
    file.add_secret("hook-1", OF_WEBHOOK)
    file.set_integration(INTEGRATION)
    written = places.credentials.read_text()
    places.credentials.write_text(f'chatops = "{CHANNEL}"\n{written}')
    places.config.write_text('[[channels]]\nname = "chatops"\napprise = "credentials:chatops"\n')
    return file


def files(folder: Path) -> list[Path]:
    """Give all files in it, at any depth."""
    return [path for path in folder.rglob("*") if path.is_file()]
