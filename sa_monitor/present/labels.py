"""Labels that differ: two things that are called alike, or whose ids begin alike, are told apart on screen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.webex_id import uuid_of
from sa_monitor.present.cells import INSIDE, cut, width
from sa_monitor.present.clean import clean
from sa_monitor.present.names import app_label, org_label, short
from sa_monitor.present.things import Named, Thing

_LONGEST = 11
"""Characters of an id of which the first eight tell nothing: so many with the dots fit into the narrowest column."""

_LEAST_ENDING = 3


class Labels:
    """What the things of one kind are called. `own` is by their ids what each is called where nothing else is.

    A thing that isn't known here is called what `own` of the question says.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.own = dict(own or {})
        self._tails = _tails(self.own)
        self._cut: dict[int, dict[str, str]] = {}

    def whole(self, webex_id: str, own: str) -> str:
        """Give the label, however long."""
        base, tail = self._parts(webex_id, own)
        return f"{base} {tail}".strip()

    def within(self, webex_id: str, own: str, cells: int) -> str:
        """Give it cut to `cells`, so that it still differs from the others."""
        base, tail = self._parts(webex_id, own)
        if tail:
            return cut(f"{cut(base, cells - width(tail) - 1, INSIDE)} {tail}".strip(), cells, INSIDE)
        if width(base) <= cells:
            return base
        if cells not in self._cut:
            self._cut[cells] = _cut_apart(set(self.own.values()), cells)
        return self._cut[cells].get(base) or cut(base, cells, INSIDE)

    def _parts(self, webex_id: str, own: str) -> tuple[str, str]:
        return self._tails.get(webex_id) or (self.own.get(webex_id, own), "")


class Naming:
    """The labels of Service Apps and of organizations, as all the standings together make them needed."""

    def __init__(self, standings: Iterable[Authorization] = (), before: "Naming | None" = None) -> None:
        known: dict[Thing, dict[str, tuple[int, str]]] = {Thing.APP: {}, Thing.ORG: {}}
        for standing in standings:
            for thing, own in known.items():
                _newer(own, thing.id_of(standing), standing.heard or 0, own_label(standing, thing))
        self._labels: dict[Thing, Labels] = {
            thing: _labels(own, before.of(thing) if before else None) for thing, own in known.items()
        }

    def of(self, thing: Thing) -> Labels:
        """Give the labels of one kind."""
        return self._labels[thing]

    def whole(self, thing: Thing, named: Named) -> str:
        """Give the label of a standing's, or an event's, Service App or organization."""
        return self.of(thing).whole(thing.id_of(named), own_label(named, thing))

    def within(self, thing: Thing, named: Named, cells: int) -> str:
        """Give it cut to `cells`, so that it still differs from the others."""
        return self.of(thing).within(thing.id_of(named), own_label(named, thing), cells)


def own_label(named: Named, thing: Thing) -> str:
    """Give what the Service App, or the organization, is called by itself."""
    if thing is Thing.APP:
        return app_label(named.app_id, named.app_name)
    return org_label(named.org_id, named.org_name)


def _newer(known: dict[str, tuple[int, str]], webex_id: str, heard: int, label: str) -> None:
    if webex_id not in known or known[webex_id][0] < heard:
        known[webex_id] = heard, label


def _labels(known: dict[str, tuple[int, str]], before: Labels | None) -> Labels:
    """Make the labels, or keep those from before: telling apart costs more than to see that nothing is new."""
    own = {webex_id: label for webex_id, (_heard, label) in known.items()}
    return before if before is not None and before.own == own else Labels(own)


def _tails(own: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Give for the labels that several things share what is left of the label, and what of the id follows it."""
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for webex_id, label in own.items():
        sharing[label].append(webex_id)
    return {
        webex_id: (label.removesuffix(short(webex_id)).rstrip(), tail)
        for label, ids in sharing.items()
        if len(ids) > 1
        for webex_id, tail in _telling(ids).items()
    }


def _telling(ids: list[str]) -> dict[str, str]:
    """Give as little of each id as tells it from the others."""
    shorts = {webex_id: short(webex_id) for webex_id in ids}
    ending = 1
    while len(set(shorts.values())) < len(ids) and ending < max(map(len, ids)):
        ending += 1
        shorts = {webex_id: _longer(webex_id, ending) for webex_id in ids}
    return shorts


def _longer(webex_id: str, ending: int) -> str:
    uuid = uuid_of(webex_id)
    if uuid is None:
        return clean(webex_id[-len(short(webex_id)) - ending :])
    return f"{uuid[: min(8, max(0, _LONGEST - ending))]}{INSIDE}{uuid[-ending:]}"


def _cut_apart(labels: Iterable[str], cells: int) -> dict[str, str]:
    """Give the cut forms of those labels that are too long and would look alike: in the middle, not at the end."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        if width(label) > cells:
            alike[cut(label, cells, INSIDE)].append(label)
    return {
        label: form
        for group in alike.values()
        if len(group) > 1
        for label, form in zip(group, _middle_cuts(group, cells), strict=True)
    }


def _middle_cuts(labels: list[str], cells: int) -> list[str]:
    forms = [cut(label, cells, INSIDE) for label in labels]
    for ending in range(_LEAST_ENDING, cells // 2):
        forms = [_middle_cut(label, cells, ending) for label in labels]
        if len(set(forms)) == len(labels):
            break
    return forms


def _middle_cut(label: str, cells: int, ending: int) -> str:
    while width(label[-ending]) == 0:  # a mark belongs to the character before it
        ending += 1
    tail = label[-ending:]
    return cut(label, cells - width(tail), INSIDE) + tail


NOTHING_KNOWN = Naming()
"""Calls everything by its own name."""
