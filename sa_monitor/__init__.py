"""sa-monitor: watch the authorizations of Webex Service Apps from a terminal."""

__version__ = "0.1.0"
