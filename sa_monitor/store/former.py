"""Reading the other names of Service Apps and of organizations; those that they have now aren't among them."""

import sqlite3

from sa_monitor.model.former import Former

_MOST = 8
"""Names that are told: whoever renames an app can give it any number."""

_APP = "app_names n JOIN apps t ON t.id = n.app WHERE t.ident = ?1 AND n.name IS NOT t.name"
_ORG = (
    "org_names n JOIN orgs t ON t.id = n.org LEFT JOIN called_orgs c ON c.org = t.id "
    "WHERE t.ident = ?1 AND n.name IS NOT t.name AND n.name IS NOT c.given"
)
_GIVEN = (
    "SELECT c.given FROM called_orgs c JOIN orgs o ON o.id = c.org WHERE o.ident = ? AND c.given <> c.name"
)


def former_of_app(connection: sqlite3.Connection, app_id: str) -> Former:
    """Give those of a Service App."""
    return _former(connection, _APP, app_id)


def former_of_org(connection: sqlite3.Connection, org_id: str) -> Former:
    """Give those of an organization."""
    given = connection.execute(_GIVEN, (org_id,)).fetchone()
    return _former(connection, _ORG, org_id, given[0] if given else None)


def _former(connection: sqlite3.Connection, source: str, webex_id: str, given: str | None = None) -> Former:
    names = connection.execute(
        f"SELECT n.name FROM {source} ORDER BY n.name LIMIT {_MOST}", (webex_id,)
    ).fetchall()
    count = connection.execute(f"SELECT count(*) FROM {source}", (webex_id,)).fetchone()[0]
    return Former(names=tuple(name for (name,) in names), more=count - len(names), given=given)
