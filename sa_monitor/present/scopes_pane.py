"""The scopes and sites of one authorization, against the step before it."""

from collections.abc import Sequence
from datetime import tzinfo

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Event, Kind, Step
from sa_monitor.model.scope import weight
from sa_monitor.present import signs
from sa_monitor.present.ages import rough_ago
from sa_monitor.present.clean import clean
from sa_monitor.present.columns import Column, first_fitting, row
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.member_row import standing_sign, standing_words
from sa_monitor.present.overview import Member
from sa_monitor.present.things import Thing
from sa_monitor.present.tone import Line, Span, Tone, line

_ROOM_FOR_STATE = 40
_WIDEST = 80

Difference = list[tuple[str, str]]
"""Signs (added, removed, or a blank for what stayed) with what they are about."""


def differences(before: Sequence[str], after: Sequence[str], *, by_reach: bool = False) -> Difference:
    """Set two lists side by side: what was added, what was removed, what stayed.

    With `by_reach` each of the three is in the order in which scopes reach, else in that of the lists.
    """
    was, now = dict.fromkeys(before), dict.fromkeys(after)
    parts = (
        (signs.ADDED, [item for item in now if item not in was]),
        (signs.REMOVED, [item for item in was if item not in now]),
        (" ", [item for item in now if item in was]),
    )
    return [
        (sign, item) for sign, items in parts for item in (sorted(items, key=weight) if by_reach else items)
    ]


def scope_differences(step: Step) -> Difference:
    """Give the scopes of an authorization against the step before; after a deauthorization all are removed."""
    return _differences(step, "scopes", by_reach=True)


def site_differences(step: Step, kind: str) -> Difference:
    """Give its sites in the same way; `kind` is `sites` or `admin_sites`."""
    return _differences(step, kind, by_reach=False)


def _differences(step: Step, field: str, *, by_reach: bool) -> Difference:
    own: Sequence[str] = getattr(step.event, field)
    before: Sequence[str] = getattr(step.before, field) if step.before else ()
    if step.event.kind is Kind.DEAUTHORIZED:
        return differences(own or before, (), by_reach=by_reach)
    compared = step.before is not None and step.before.kind is Kind.AUTHORIZED
    return differences(before if compared else own, own, by_reach=by_reach)


def scopes_lines(step: Step) -> list[Line]:
    """Write one line a scope, then one a site; an admin site only where it isn't a site too."""
    lines = [_difference(sign, "", scope, step.event) for sign, scope in scope_differences(step)]
    sites = site_differences(step, "sites")
    lines += [_difference(sign, "site   ", site, step.event) for sign, site in sites]
    admin = [pair for pair in site_differences(step, "admin_sites") if pair not in sites]
    lines += [_difference(sign, "admin  ", site, step.event) for sign, site in admin]
    return lines or [(Span("   no scopes and sites were told", Tone.QUIET),)]


def _difference(sign: str, what: str, item: str, event: Event) -> Line:
    gone = event.kind is Kind.DEAUTHORIZED
    tone = Tone.ERROR if gone and not event.expected and not event.synthetic else Tone.WARNING
    marked = Span(f" {sign} ", Tone.TEXT if sign == " " else tone)
    spans = (marked, Span(what, Tone.QUIET), Span(clean(item)))
    return tuple(span for span in spans if span.text)


def unconfirmed_line(authorization: Authorization, now: int, zone: tzinfo) -> list[Line]:
    """Say that the standing may be out of date, where nobody listened since it was last heard of."""
    if authorization.unconfirmed_since is None:
        return []
    return [
        line(
            f" {signs.UNKNOWN} unheard since a gap, {rough_ago(authorization.unconfirmed_since, now, zone)}",
            Tone.QUIET,
        )
    ]


def counterparts_lines(
    member: Member, thing: Thing, cells: int, now: int, zone: tzinfo, *, naming: Naming = NOTHING_KNOWN
) -> list[Line]:
    """Write one line for each Service App of an organization, or the other way round, where all are looked at.

    `thing` is what is listed.
    """
    cells = min(cells, _WIDEST)
    state = len("lost, heard 3 min ago") if cells >= _ROOM_FOR_STATE else 0
    columns = Column(1, 1), Column(3, cells - state - 4 - bool(state)), Column(cells - state, state)
    return [
        _standing(own, naming.within(thing, own, columns[1].cells), columns, now, zone)
        for own in member.authorizations
    ]


def _standing(
    authorization: Authorization, label: str, columns: tuple[Column, Column, Column], now: int, zone: tzinfo
) -> Line:
    sign, tone = standing_sign(authorization)
    words = first_fitting(standing_words(authorization, now, zone), columns[2].cells)
    return row([(columns[0], line(sign, tone)), (columns[1], line(label)), (columns[2], line(words, tone))])
