"""The palette: every action of where the reader is, by its words."""

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from sa_monitor.ui.actions import ACTIONS, Action

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual.screen import Screen

    from sa_monitor.ui.keys import Keys


def available(screen: "Screen[object]") -> dict[str, DOMNode]:
    """Give the actions that keys reach on a screen now, each with the node that does it, in their own order."""
    nodes = {
        active.binding.id: active.node
        for active in screen.active_bindings.values()
        if active.enabled and active.binding.id
    }
    nodes |= {name: screen.app for name, action in ACTIONS.items() if action.places and not action.keys}
    return {name: nodes[name] for name in ACTIONS if name in nodes}


class ActionCommands(Provider):
    """Offers the actions of the screen that the palette was opened on. The app has the keys in force as `keys`."""

    async def discover(self) -> Hits:
        """Offer all of them while nothing is typed."""
        for action, node in self._offered():
            yield DiscoveryHit(self._words(action), self._run(action.name, node))

    async def search(self, query: str) -> Hits:
        """Offer those whose words match."""
        matcher = self.matcher(query)
        for action, node in self._offered():
            words = self._words(action)
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), self._run(action.name, node))

    def _offered(self) -> list[tuple[Action, DOMNode]]:
        return [
            (ACTIONS[name], node) for name, node in available(self.screen).items() if not ACTIONS[name].move
        ]

    def _words(self, action: Action) -> str:
        keys: Keys = self.app.keys  # type: ignore[attr-defined]
        shown = keys.shown(action.name)
        return f"{action.help}  ({shown})" if shown else action.help

    def _run(self, name: str, node: DOMNode) -> "partial[Coroutine[object, object, bool]]":
        return partial(self.app.run_action, ACTIONS[name].does or name, node)
