"""Use cases: what owns lifetimes and knows every adapter, and has no front end."""
