"""Widgets: each shows one thing; attributes go down to it, messages come up from it."""
