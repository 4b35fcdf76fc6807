"""Scopes, read by their names (`webex.md`, "Scopes, read by their names")."""

_ORGANIZATION_WIDE = ("spark-admin:", "meeting:admin_", "analytics:", "cjp:config", "application:webhooks_")


def weight(scope: str) -> tuple[int, str]:
    """Sort key that puts what reaches furthest first: compliance and organization-wide write, then what reads."""
    wide = scope.startswith(_ORGANIZATION_WIDE)
    writes = scope.endswith(("_write", ":write")) or scope == "spark:all"
    if scope.startswith("spark-compliance:") or (wide and writes):
        return 0, scope
    if wide:
        return 1, scope
    return (2 if writes else 3), scope
