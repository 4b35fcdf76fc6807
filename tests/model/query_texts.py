"""Queries as people write them, right and wrong."""

from hypothesis import strategies as st

_values = st.sampled_from(
    ["acme", '"ACME Corp"', "a*", "*", "globex,acme", '"a b",globex', "acme-prod", "*corp"]
)
_named = st.builds(
    "{}:{}".format,
    st.sampled_from(["app", "org", "scope", "site", "admin-site", "actor", "webhook"]),
    _values,
)
_chosen = st.sampled_from(
    [
        "event:authorized",
        "event:authorized,deauthorized",
        "signature:unsigned",
        "is:repeated",
        "is:synthetic,expected",
        "is:new",
        "is:new,repeated",
    ]
)
_timed = st.sampled_from(
    ["since:1h", "until:30m", "since:today", "until:1970-01-01", "since:1970-01-01T01:00"]
)

terms = _values | _named | _chosen | _timed
"""One term that reads, not excluded."""

queries = st.lists(st.builds("{}{}".format, st.sampled_from(["", "-"]), terms), max_size=5).map(" ".join)

scraps = st.lists(
    st.sampled_from(["event", "app", ":", '"', ",", "-", "*", " ", "since:", "is:", "24h", "\n", "x"])
    | st.text(),
    max_size=12,
).map("".join)
"""Text that is nearly a query."""
