"""Standings gathered: by Service App, or by organization, for the first pane; by the other of them for the second."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Kind
from sa_monitor.present.labels import NOTHING_KNOWN, Naming
from sa_monitor.present.things import Thing


class Counts(Struct, frozen=True):
    """How many authorizations are lost, in order, and ended as expected."""

    lost: int = 0
    ok: int = 0
    ended: int = 0


class Summary(Struct, frozen=True, kw_only=True):
    """One Service App, or one organization, and the counts of its authorizations; `key` None is all of them."""

    key: str | None
    label: str
    counts: Counts
    critical: bool = False
    owner: str | None = None


class Member(Struct, frozen=True, kw_only=True):
    """One organization and what it authorized, or one Service App and who authorized it.

    It is one authorization where one counterpart is looked at, else all of them, the worst first.
    """

    key: str
    label: str
    authorizations: tuple[Authorization, ...]

    @property
    def worst(self) -> Authorization:
        """The authorization that decides its sign and its place."""
        return self.authorizations[0]


def counted_states(authorizations: Iterable[Authorization]) -> Counts:
    """Count the standings."""
    lost = ok = ended = 0
    for authorization in authorizations:
        if authorization.state is Kind.AUTHORIZED:
            ok += 1
        elif authorization.lost:
            lost += 1
        else:
            ended += 1
    return Counts(lost, ok, ended)


def summaries_of(
    authorizations: Iterable[Authorization], thing: Thing, naming: Naming = NOTHING_KNOWN
) -> list[Summary]:
    """Gather by a thing: those with losses first, then by name."""
    summaries = [_summary(key, own, thing, naming) for key, own in _gathered(authorizations, thing)]
    return sorted(
        summaries, key=lambda found: (not found.counts.lost, found.label.casefold(), found.key or "")
    )


def members_of(
    authorizations: Iterable[Authorization],
    thing: Thing,
    of: str | None = None,
    naming: Naming = NOTHING_KNOWN,
) -> list[Member]:
    """Gather by a thing, of one counterpart or of all: lost, authorized by latest change, ended."""
    other = thing.other
    chosen = (own for own in authorizations if of in (None, other.id_of(own)))
    members = [_member(key, own, thing, naming) for key, own in _gathered(chosen, thing)]
    return sorted(members, key=lambda member: (*_urgency(member.worst), member.key))


def _gathered(
    authorizations: Iterable[Authorization], thing: Thing
) -> Iterable[tuple[str, Sequence[Authorization]]]:
    gathered: defaultdict[str, list[Authorization]] = defaultdict(list)
    for authorization in authorizations:
        gathered[thing.id_of(authorization)].append(authorization)
    return gathered.items()


def _summary(key: str, own: Sequence[Authorization], thing: Thing, naming: Naming) -> Summary:
    newest = max(own, key=_changed)
    is_app = thing is Thing.APP
    return Summary(
        key=key,
        label=naming.whole(thing, newest),
        counts=counted_states(own),
        critical=is_app and newest.critical,
        owner=newest.owner if is_app else None,
    )


def _member(key: str, own: Sequence[Authorization], thing: Thing, naming: Naming) -> Member:
    newest = max(own, key=_changed)
    ordered = tuple(sorted(own, key=_urgency))
    return Member(key=key, label=naming.whole(thing, newest), authorizations=ordered)


def _urgency(authorization: Authorization) -> tuple[int, int]:
    state = 0 if authorization.lost else 1 if authorization.state is Kind.AUTHORIZED else 2
    return state, -_changed(authorization)


def _changed(authorization: Authorization) -> int:
    return authorization.since if authorization.heard is None else authorization.heard
