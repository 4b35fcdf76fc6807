"""What the command line gives, collected from before and after the subcommand; what stands later goes first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sa_monitor import __version__
from sa_monitor.settings.places import find_places, options_of

_KEY = "sa_monitor.given"

Decorated = Callable[[Any], Any]


def given() -> dict[str, Any]:
    """Give what the running command's line has given so far: settings by name, and `json` and `config`."""
    collected: dict[str, Any] = click.get_current_context().meta.setdefault(_KEY, {})
    return collected


def options_given() -> str:
    """Write the options by which the running command was told where its folders are; empty without any."""
    context = click.get_current_context(silent=True)
    told = context.meta.get(_KEY, {}) if context is not None else {}
    data, config = told.get("data_dir"), told.get("config")
    places = find_places(Path(data) if data else None, Path(config) if config else None)
    return options_of(places, data_dir=bool(data), config=bool(config))


def _collect(_context: click.Context, param: click.Parameter, value: Any) -> None:
    if value is not None and param.name is not None:
        given()[param.name] = value


def _version(context: click.Context, _param: click.Parameter, value: Any) -> None:
    if value:
        click.echo(f"sa-monitor {__version__}")
        context.exit()


def _option(*names: str, **attributes: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_collect, default=None, **attributes)


def _flag(*names: str, value: bool = True, **attributes: Any) -> click.Option:
    return _option(*names, is_flag=True, flag_value=value, type=click.BOOL, **attributes)


def shared_options() -> list[click.Option]:
    """Make the options that every command takes."""
    return [
        _option("--data-dir", metavar="DIR", help="Folder of events.db."),
        _option("--config", metavar="FILE", help="Configuration; credentials.toml stands beside it."),
        _option("--api-url", metavar="URL", help="Where the Webex API is."),
        _flag("--read-only", help="Change nothing at Webex."),
        _flag("--json", help="Print data as JSON, one object a line."),
        _flag("--verbose", help="Say more when something unexpected happens."),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Print the version.",
        ),
    ]


def listener_options(command: click.Command) -> click.Command:
    """Add the options of everything that listens."""
    command.params[:0] = [
        _option("--host", metavar="ADDRESS", help="Address to listen at (127.0.0.1)."),
        _option("--port", metavar="N", help="Port to listen at (8787; in demo 0); 0 picks a free one."),
        _option("--path", metavar="PATH", help="Path that takes deliveries (/webhook)."),
        _option(
            "--public-url", metavar="URL", help="Where Webex reaches it; with a path it is the whole target."
        ),
        _flag("--allow-unsigned", help="Take unsigned deliveries while no secret is known."),
        _option("--tls-cert", metavar="FILE", help="Certificate to serve HTTPS with."),
        _option("--tls-key", metavar="FILE", help="Key of that certificate."),
    ]
    return command


def screen_options(command: click.Command) -> click.Command:
    """Add the options of everything that draws on the terminal."""
    command.params[:0] = [
        _flag("--view", help="Never listen, only watch the store."),
        _flag("--no-mouse", "mouse", value=False, help="Leave the mouse to the terminal."),
        _flag("--ascii", help="Draw with ASCII alone."),
    ]
    return command
