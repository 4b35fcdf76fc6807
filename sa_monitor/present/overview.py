"""Standings gathered: by Service App for the first pane, by organization for the second."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from sa_monitor.model.authorization import Authorization
from sa_monitor.model.event import Kind
from sa_monitor.present.names import app_label, org_label


class Counts(Struct, frozen=True):
    """How many authorizations are lost, in order, and ended as expected."""

    lost: int = 0
    ok: int = 0
    ended: int = 0


class AppSummary(Struct, frozen=True, kw_only=True):
    """One Service App and the counts of its organizations; `app_id` is None for all of them together."""

    app_id: str | None
    label: str
    counts: Counts
    critical: bool = False
    owner: str | None = None


class OrgSummary(Struct, frozen=True, kw_only=True):
    """One organization and what it authorized: one authorization where one Service App is looked at, else all."""

    org_id: str
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


def apps_of(authorizations: Sequence[Authorization]) -> list[AppSummary]:
    """Gather by Service App: those with losses first, then by name."""
    grouped: dict[str, list[Authorization]] = {}
    for authorization in authorizations:
        grouped.setdefault(authorization.app_id, []).append(authorization)
    summaries = [_app(app_id, own) for app_id, own in grouped.items()]
    return sorted(summaries, key=lambda app: (not app.counts.lost, app.label.casefold(), app.app_id or ""))


def _app(app_id: str, own: list[Authorization]) -> AppSummary:
    newest = max(own, key=_changed)
    return AppSummary(
        app_id=app_id,
        label=app_label(app_id, newest.app_name),
        counts=counted_states(own),
        critical=newest.critical,
        owner=newest.owner,
    )


def organizations_of(authorizations: Iterable[Authorization], app_id: str | None) -> list[OrgSummary]:
    """Gather by organization, of one Service App or of all: lost, authorized by latest change, ended."""
    grouped: dict[str, list[Authorization]] = {}
    for authorization in authorizations:
        if app_id in (None, authorization.app_id):
            grouped.setdefault(authorization.org_id, []).append(authorization)
    summaries = [_organization(org_id, own) for org_id, own in grouped.items()]
    return sorted(summaries, key=lambda org: (*_urgency(org.worst), org.org_id))


def _organization(org_id: str, own: list[Authorization]) -> OrgSummary:
    name = max(own, key=_changed).org_name
    ordered = tuple(sorted(own, key=_urgency))
    return OrgSummary(org_id=org_id, label=org_label(org_id, name), authorizations=ordered)


def _urgency(authorization: Authorization) -> tuple[int, int]:
    state = 0 if authorization.lost else 1 if authorization.state is Kind.AUTHORIZED else 2
    return state, -_changed(authorization)


def _changed(authorization: Authorization) -> int:
    return authorization.since if authorization.heard is None else authorization.heard
