"""What can be done on the screens, each defined once: keys, footer, palette and help all come from here."""

from msgspec import Struct
from textual.binding import Binding, BindingType


class Action(Struct, frozen=True):
    """One action. `keys` are Textual's names of keys, `shown` is how they are written.

    Without keys only the palette has it, and the app does it.
    `label` is the word of the footer, `help` the sentence of the palette and of help. `name` is the action that a
    screen or widget implements as `action_<name>`, and the name by which its keys can be set.
    `move`: it is only of use as a key, so that the palette leaves it out.
    """

    name: str
    keys: str
    shown: str
    label: str
    help: str
    move: bool = False


_ALL = (
    Action("down", "j,down", "j", "down", "Move down", move=True),
    Action("up", "k,up", "k", "up", "Move up", move=True),
    Action(
        "newest",
        "g,home",
        "g",
        "newest",
        "Go to the newest event, and follow; in lists to the first",
        move=True,
    ),
    Action("oldest", "G,end", "G", "oldest", "Go to the oldest event; in lists to the last", move=True),
    Action("page_down", "pagedown,space", "space", "page", "Turn a page down", move=True),
    Action("page_up", "pageup", "PgUp", "page up", "Turn a page up", move=True),
    Action("next_pane", "tab,l,right", "tab", "next pane", "Go to the next pane", move=True),
    Action("previous_pane", "shift+tab,h,left", "h", "pane before", "Go to the pane before", move=True),
    Action(
        "open",
        "enter",
        "enter",
        "details",
        "Show the event whole; of an app or organization its events",
        move=True,
    ),
    Action("query", "slash", "/", "query", "Show only what matches a query"),
    Action("pause", "p", "p", "pause", "Pause where you are, or follow the newest"),
    Action("older_loss", "d", "d", "next ✗", "Go to the next older deauthorization"),
    Action("newer_loss", "D", "D", "✗ above", "Go to the next newer deauthorization"),
    Action("older", "h,left", "h", "older", "Show the next older event", move=True),
    Action("newer", "l,right", "l", "newer", "Show the next newer event", move=True),
    Action("layout", "b", "b", "body", "Lay the body out, or show it exact"),
    Action("utc", "u", "u", "UTC", "Show local time, or UTC"),
    Action("colours", "", "", "colours", "Use light colours, or dark ones"),
    Action("help", "question_mark,f1", "?", "help", "Show the keys of where you are"),
    Action("command_palette", "colon,ctrl+p", ":", "commands", "Find a command by its name", move=True),
    Action("back", "escape", "esc", "back", "Go one level back: field, query, narrowing, page", move=True),
    Action("leave", "q", "q", "quit", "Go back; on Monitor quit, which asks once"),
)

ACTIONS = {action.name: action for action in _ALL}
"""Every action by its name."""


def bindings(*names: str) -> list[BindingType]:
    """Bind the keys of actions; none of them goes before what a focused field does with its keys."""
    chosen = [ACTIONS[name] for name in names]
    return [Binding(action.keys, action.name, action.help, show=False, id=action.name) for action in chosen]
