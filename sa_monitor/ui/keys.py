"""The keys in force: those of `actions`, with what the reader has changed in config.toml."""

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from textual.keys import KEY_NAME_REPLACEMENTS
from textual.keys import Keys as Named

from sa_monitor.errors import SettingsError
from sa_monitor.ui.actions import ACTIONS, STACKS, Place, actions_at

_WORDS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "full_stop": ".",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}
_SHOWN = {shown: key for key, shown in _WORDS.items()}
_KEPT = frozenset({"ctrl+q", "ctrl+c", "ctrl+z"})
"""Keys whose meaning nobody can change."""

_NAMED = frozenset(str(key.value) for key in Named) | {"space"}
_MODIFIERS = ("ctrl+", "shift+", "alt+")


class Keys:
    """Which keys do which action, and how they are written.

    `changed` holds keys by the names of actions: a text with commas between several. Raises SettingsError for an
    action or a key that there isn't, and where one key would then mean two things in one place.
    """

    def __init__(self, changed: Mapping[str, object] | None = None) -> None:
        self.changed = {name: _read(name, keys) for name, keys in (changed or {}).items()}
        for name, keys in self.changed.items():
            _check_clashes(name, keys, self)

    def of(self, name: str) -> tuple[str, ...]:
        """Give Textual's names of an action's keys; none for one that only the palette has."""
        keys = ACTIONS[name].keys
        return self.changed.get(name) or (tuple(keys.split(",")) if keys else ())

    def shown(self, name: str) -> str:
        """Write the first key of an action; empty for one that only the palette has."""
        return next(iter(self.written(name)), "")

    def written(self, name: str) -> list[str]:
        """Write all keys of an action."""
        return [written(key) for key in self.of(name)]

    @property
    def keymap(self) -> dict[str, str]:
        """What was changed, as Textual takes it."""
        return {name: ",".join(keys) for name, keys in self.changed.items()}


def written(key: str) -> str:
    """Write a key as people know it, such as `?` for `question_mark`."""
    from textual.keys import format_key

    if key in _WORDS:
        return _WORDS[key]
    if "+" in key or len(key) == 1 or key in _NAMED - {"slash"}:
        return f"F{key[1:]}" if key[:1] == "f" and key[1:].isdigit() else key
    return format_key(key)


def pressed(shown: str) -> str:
    """Give Textual's name of a key that is written so; the opposite of `written`."""
    if shown in _SHOWN:
        return _SHOWN[shown]
    if len(shown) == 1:
        return _name_of(shown)
    return shown.lower() if shown[0] == "F" and shown[1:].isdigit() else shown


def _read(name: str, keys: object) -> tuple[str, ...]:
    """Read what config.toml says of one action."""
    if name not in ACTIONS or not ACTIONS[name].keys:
        close = get_close_matches(name, [known for known, action in ACTIONS.items() if action.keys], n=1)
        hint = f"Did you mean {close[0]} ?" if close else "sa-monitor's README lists them."
        raise SettingsError(f"{_shown(name)} is no action.", hint, entry=name)
    if not isinstance(keys, str) or not keys.strip():
        raise SettingsError(f"{name} must be keys, such as {ACTIONS[name].keys!r}.", entry=name)
    return tuple(_key(name, part.strip()) for part in _parts(keys))


def _parts(keys: str) -> list[str]:
    """Split at commas; a comma alone is the key of that name."""
    return ["comma"] if keys.strip() == "," else keys.split(",")


def _key(name: str, key: str) -> str:
    if key in _KEPT:
        raise SettingsError(
            f"{key} can't be given to {name}.", "It means the same for everybody.", entry=name
        )
    if len(key) == 1 and key.isprintable() and not key.isspace():
        return _name_of(key)
    bare = key
    for modifier in _MODIFIERS:
        bare = bare.removeprefix(modifier)
    if key in _NAMED or bare in _NAMED or (bare != key and len(bare) == 1 and bare.isalnum()):
        return key
    if key in {known for action in ACTIONS.values() for known in action.keys.split(",")}:
        return key
    raise SettingsError(
        f"{_shown(key)}, given to {name}, is no key.", "Such as: x, X, ?, f5, ctrl+x, enter.", entry=name
    )


def _name_of(character: str) -> str:
    """Give Textual's name of the key that types a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _check_clashes(name: str, keys: tuple[str, ...], all_keys: Keys) -> None:
    """Refuse a key that already means something else where the action works."""
    added = set(keys) - set(ACTIONS[name].keys.split(","))
    for other in sorted(_beside(ACTIONS[name].places) - {name}):
        if both := added & set(all_keys.of(other)):
            key = written(min(both))
            raise SettingsError(
                f"{key} can't mean both {name} and {other}.",
                "Give one of them another key under [keys].",
                entry=name,
            )


def _beside(places: tuple[Place, ...]) -> set[str]:
    """Name the actions that hear a key at the same time as one of these places."""
    return {action.name for stack in _stacks_of(places) for place in stack for action in actions_at(place)}


def _stacks_of(places: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    return (stack for stack in STACKS if set(stack) & set(places))


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 30 else f"{text[:30]}...")  # noqa: PLR2004 (a name is shorter)
