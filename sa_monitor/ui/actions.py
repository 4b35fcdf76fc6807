"""What can be done on the screens, each defined once: keys, footer, palette and help all come from here."""

from enum import StrEnum

from msgspec import Struct
from textual.binding import Binding, BindingType


class Place(StrEnum):
    """Where a key works: in a widget that has the focus, on a page, one of what was recorded or any, or everywhere."""

    EVERYWHERE = "everywhere"
    PAGE = "page"
    MONITOR = "monitor"
    RECORDED = "recorded"
    LOG = "log"
    LIST = "list"
    LINES = "lines"
    EVENT = "event"
    DETAILS = "details"
    WEBHOOKS = "webhooks"
    TIMELINE = "timeline"
    STEPS = "steps"
    DELIVERIES = "deliveries"
    READY = "ready"
    DOCTOR = "doctor"
    ALERTS = "alerts"


class Action(Struct, frozen=True):
    """One action. `keys` are Textual's names of its keys, the first of which the footer shows.

    Without keys only the palette has it, and the app does it. `label` is the word of the footer, `help` the sentence
    of the palette and of help. `name` is the name by which its keys can be set; a screen or widget implements it as
    `action_<name>`, or as `does` where that is given. `places` are where it works. `move`: it is only of use as a key,
    so that the palette leaves it out. `changes`: it changes something at Webex, which --read-only forbids.
    """

    name: str
    keys: str
    label: str
    help: str
    places: tuple[Place, ...] = ()
    does: str = ""
    move: bool = False
    changes: bool = False


_MOVING = (Place.LOG, Place.LIST, Place.LINES)
_STEPPING = (*_MOVING, Place.STEPS)
_PANES = (Place.MONITOR, Place.DOCTOR)


def _page(number: int, name: str, title: str, *places: Place) -> Action:
    """Define how one of the numbered pages is opened."""
    return Action(name, str(number), title, f"Go to {title}", places, does=f"go('{name}')")


_ALL = (
    Action("down", "j,down", "down", "Move down", _STEPPING, move=True),
    Action("up", "k,up", "up", "Move up", _STEPPING, move=True),
    Action(
        "newest",
        "g,home",
        "newest",
        "Go to the newest event, and follow; in lists to the first",
        _STEPPING,
        move=True,
    ),
    Action("oldest", "G,end", "oldest", "Go to the oldest event; in lists to the last", _STEPPING, move=True),
    Action("page_down", "space,pagedown", "page", "Turn a page down", _MOVING, move=True),
    Action("page_up", "pageup", "page up", "Turn a page up", _MOVING, move=True),
    Action("next_pane", "tab,l,right", "next pane", "Go to the next pane", _PANES, move=True),
    Action(
        "previous_pane",
        "h,shift+tab,left",
        "pane before",
        "Go to the pane before",
        _PANES,
        move=True,
    ),
    Action(
        "open",
        "enter",
        "details",
        "Show the event whole; of an app or organization its timeline",
        (Place.LOG, Place.LIST),
        move=True,
    ),
    Action("do_step", "enter", "do it", "Do the step under the cursor", (Place.STEPS,), move=True),
    Action("query", "slash", "query", "Show only what matches a query", (Place.MONITOR,)),
    Action("only_this", "f", "only this", "Write what the cursor is on into the query", (Place.MONITOR,)),
    Action("pause", "p", "pause", "Pause where you are, or follow the newest", (Place.LOG,)),
    Action("older_loss", "d", "next ✗", "Go to the next older deauthorization", (Place.LOG,)),
    Action("newer_loss", "D", "✗ above", "Go to the next newer deauthorization", (Place.LOG,)),
    Action("go_to_time", "t", "time", "Go to a time", (Place.MONITOR,)),
    Action("swap", "s", "swap", "Swap Service Apps and organizations", (Place.MONITOR,)),
    Action("zoom", "z", "zoom", "Show this pane alone, or all again", (Place.MONITOR,)),
    Action("older", "h,left", "older", "Show the next older event", (Place.EVENT,), move=True),
    Action("newer", "l,right", "newer", "Show the next newer event", (Place.EVENT,), move=True),
    Action("zoom_in", "plus,equals_sign", "shorter", "Show a shorter time", (Place.TIMELINE,)),
    Action("zoom_out", "minus", "longer", "Show a longer time", (Place.TIMELINE,)),
    Action("earlier", "h,left", "earlier", "Go back in time", (Place.TIMELINE,), move=True),
    Action("later", "l,right", "later", "Go on in time", (Place.TIMELINE,), move=True),
    Action("layout", "b", "body", "Lay the body out, or show it exact", (Place.EVENT,)),
    Action("new_webhook", "n", "new webhook", "Make a new webhook", (Place.EVERYWHERE,), changes=True),
    Action("acknowledge", "a", "acknowledge", "Acknowledge an alert", (Place.EVERYWHERE,)),
    Action(
        "annotate",
        "o",
        "owner",
        "Tell owner, note and critical mark of the Service App, or name the organization",
        (Place.MONITOR, Place.DETAILS, Place.ALERTS),
    ),
    Action("window", "w", "planned", "Plan a window in which a loss is expected", (Place.EVERYWHERE,)),
    Action(
        "test_delivery",
        "v",
        "test",
        "Send a test delivery through the public URL",
        (Place.READY, Place.WEBHOOKS, Place.EVERYWHERE),
    ),
    Action(
        "test_channels",
        "v",
        "test channels",
        "Send a trial to every channel, and say how that went",
        (Place.ALERTS,),
    ),
    Action(
        "mend",
        "m",
        "mend",
        "Show what mends what is wrong, and send it on Enter",
        (Place.WEBHOOKS,),
        changes=True,
    ),
    Action(
        "like_this", "N", "like this", "Make a new webhook like this one", (Place.WEBHOOKS,), changes=True
    ),
    Action("edit", "E", "edit", "Change this webhook", (Place.WEBHOOKS,), changes=True),
    Action(
        "reactivate",
        "R",
        "reactivate",
        "Prove the target, and let Webex deliver again",
        (Place.WEBHOOKS,),
        changes=True,
    ),
    Action(
        "delete",
        "x,delete",
        "delete",
        "Delete this webhook, after a question",
        (Place.WEBHOOKS,),
        changes=True,
    ),
    Action(
        "others",
        "full_stop",
        "others",
        "Show also webhooks of other resources, or hide them",
        (Place.WEBHOOKS,),
    ),
    Action(
        "refresh",
        "r",
        "refresh",
        "Ask again: webhooks, public URL, names",
        (Place.READY, Place.WEBHOOKS, Place.DOCTOR, Place.EVERYWHERE),
    ),
    Action(
        "export", "e", "export", "Export what is shown", (Place.MONITOR, Place.TIMELINE, Place.DELIVERIES)
    ),
    Action("copy", "c", "copy", "Copy what the cursor is on", (Place.RECORDED,)),
    Action(
        "copy_as",
        "C",
        "copy as",
        "Copy what the cursor is on in another form, or write it to a file",
        (Place.RECORDED,),
    ),
    Action("token", "T", "token", "Give the Webex token", (Place.EVERYWHERE,)),
    Action("public_url", "", "public URL", "Choose the public URL", (Place.EVERYWHERE,)),
    Action("known", "i", "known", "Enter authorizations that you know already", (Place.READY,)),
    Action(
        "secret", "S", "secret", "Give the signing secret of a webhook", (Place.WEBHOOKS, Place.EVERYWHERE)
    ),
    Action(
        "listen",
        "L",
        "listen here",
        "Listen here: nobody listens, or listening failed",
        (Place.EVERYWHERE,),
    ),
    _page(1, "monitor", "Monitor", Place.EVERYWHERE),
    _page(2, "webhooks", "Webhooks", Place.EVERYWHERE),
    _page(3, "alerts", "Alerts", Place.EVERYWHERE),
    _page(4, "activity", "Activity", Place.EVERYWHERE),
    _page(5, "deliveries", "Deliveries", Place.EVERYWHERE),
    _page(6, "doctor", "Doctor", Place.EVERYWHERE),
    Action("since", "", "since", "Go to what came since you last looked", (Place.EVERYWHERE,)),
    Action("ready", "", "getting ready", "Go to Getting ready", (Place.EVERYWHERE,), does="go('ready')"),
    Action("utc", "u", "UTC", "Show local time, or UTC", (Place.EVERYWHERE,)),
    Action(
        "colours", "", "colours", "Use light colours, the terminal's own, or dark ones", (Place.EVERYWHERE,)
    ),
    Action("help", "question_mark,f1", "help", "Show the keys of where you are", (Place.EVERYWHERE,)),
    Action(
        "command_palette",
        "colon,ctrl+p",
        "commands",
        "Find a command by its name",
        (Place.EVERYWHERE,),
        move=True,
    ),
    Action(
        "back", "escape", "back", "Go one level back: field, query, narrowing, page", (Place.PAGE,), move=True
    ),
    Action("leave", "q", "quit", "Go back; on Monitor quit, which asks once", (Place.PAGE,)),
)

ACTIONS = {action.name: action for action in _ALL}
"""Every action by its name. One without a place can't be done yet."""

STACKS: tuple[tuple[Place, ...], ...] = (
    (Place.LOG, Place.MONITOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.MONITOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LINES, Place.MONITOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.EVENT, Place.LINES, Place.MONITOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.WEBHOOKS, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.DOCTOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LINES, Place.DOCTOR, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.ALERTS, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.TIMELINE, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.LIST, Place.DELIVERIES, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.EVENT, Place.LINES, Place.DETAILS, Place.RECORDED, Place.PAGE, Place.EVERYWHERE),
    (Place.STEPS, Place.READY, Place.PAGE, Place.EVERYWHERE),
)
"""Which places hear a key at one time, from the innermost out."""


def actions_at(place: Place) -> list[Action]:
    """Give the actions of a place."""
    return [action for action in _ALL if place in action.places]


def bindings(*places: Place) -> list[BindingType]:
    """Bind the keys of places; none of them goes before what a focused field does with its keys.

    Of several places of one widget the first that has a key keeps it.
    """
    bound: dict[str, str] = {}
    for place in places:
        for action in actions_at(place):
            for key in action.keys.split(",") if action.keys else ():
                bound.setdefault(key, action.name)
    return [
        Binding(",".join(own), action.does or action.name, action.help, show=False, id=action.name)
        for action in _ALL
        if (own := [key for key, name in bound.items() if name == action.name])
    ]
