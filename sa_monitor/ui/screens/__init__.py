"""Screens: each reads, asks for one thing, and shows the outcome."""
