"""What a program that is started from here finds in its environment: nothing secret."""

from collections.abc import Mapping

SECRET_VARIABLES = frozenset({"WEBEX_ACCESS_TOKEN", "SA_MONITOR_SECRET"})


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without the token and the signing secret: no child needs them, and some pass theirs on."""
    return {name: value for name, value in environ.items() if name not in SECRET_VARIABLES}
