"""Settings out of their four sources: command line, environment, config.toml, defaults, in this order."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sa_monitor.errors import SettingsError
from sa_monitor.settings.document import Document, read_document
from sa_monitor.settings.schema import IN_FILE_ALONE, SORTS, Settings
from sa_monitor.settings.values import Sort

_LONGEST_SHOWN = 60
_TYPED = frozenset(name for name in SORTS if isinstance(getattr(Settings(), name), int))
"""Settings that TOML has a type for: `"no"` in quotes must not mean yes, nor anything else."""

_SECRET = frozenset({"heartbeat_url", "channels"})
"""Settings that hold addresses which are secrets: a wrong one isn't repeated."""

_PATHS = frozenset({"data_dir", "tls_cert", "tls_key"})


def load_settings(given: Mapping[str, object], environ: Mapping[str, str], config: Path) -> Settings:
    """Give the settings in force. `given` are those of the command line, by the names of `Settings`.

    Raises SettingsError, which names the option, the variable, or the file and line of a wrong one.
    """
    document = read_document(config)
    merged = dict(_of_file(document)) | dict(_of_environment(environ)) | dict(_of_command(given))
    settings = Settings(**merged)
    _check_pairs(settings, document)
    if settings.channels or settings.rules:
        from sa_monitor.settings.alerting import check_alerting

        check_alerting(settings, document)
    return settings


def _of_command(given: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    for name, raw in given.items():
        if raw is not None:
            yield name, _read(name, raw, f"--{name.replace('_', '-')}")


def _of_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Read SA_MONITOR_<OPTION>. An empty one is none; unknown ones are let be, since Kubernetes makes some."""
    for name in SORTS.keys() - IN_FILE_ALONE:
        variable = f"SA_MONITOR_{name.upper()}"
        if raw := environ.get(variable):
            yield name, _read(name, raw, variable)
    if raw := environ.get("SA_MONITOR_NO_MOUSE"):
        yield "mouse", not _read("mouse", raw, "SA_MONITOR_NO_MOUSE")


def _of_file(document: Document) -> Iterator[tuple[str, Any]]:
    for name, raw in document.entries.items():
        if name not in SORTS:
            raise SettingsError(f"{document.place(name)}: {_shown(name)} is no setting.", _hint(name))
        try:
            if name in _TYPED and isinstance(raw, str):
                raise ValueError  # noqa: TRY301 (a text is wrong here as any other wrong value is)
            value = SORTS[name].read(raw)
        except ValueError as error:
            raise SettingsError(_wrong(document.place(name), name, SORTS[name], raw)) from error
        if name in _PATHS and value is not None:
            value = document.path.parent / value
        yield name, value


def _read(name: str, raw: object, source: str) -> Any:
    try:
        return SORTS[name].read(raw)
    except ValueError as error:
        raise SettingsError(f"{source} must be {SORTS[name].wants}{_instead(name, raw)}.") from error


def _wrong(place: str, name: str, sort: Sort, raw: object) -> str:
    return f"{place}: {name} must be {sort.wants}{_instead(name, raw)}."


def _instead(name: str, raw: object) -> str:
    return "" if name in _SECRET else f", not {_shown(raw)}"


def _shown(raw: object) -> str:
    """Show a value as ASCII on one line, so that nothing in it can act on a terminal."""
    import json

    text = json.dumps(raw, default=str)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def _hint(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.lower().replace("-", "_"), SORTS, n=1)
    return f"Did you mean {close[0]} ?" if close else f"Settings are {', '.join(SORTS)}."


def _check_pairs(settings: Settings, document: Document) -> None:
    """Refuse a key without a certificate; a certificate's file may hold its key too."""
    if settings.tls_key is not None and settings.tls_cert is None:
        place = f"{document.place('tls_key')}: " if "tls_key" in document.entries else ""
        raise SettingsError(f"{place}tls_key is given, but no tls_cert.", "HTTPS needs a certificate.")
