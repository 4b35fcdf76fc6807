"""A line of a page of details, and how the page is written."""

from datetime import tzinfo

from msgspec import Struct

from sa_monitor.present.tone import Line

LABEL = 14
"""Cells of a label at the start of a line."""


class DetailLine(Struct, frozen=True):
    """One line of the page and what copying it gives; None where there is nothing to copy."""

    spans: Line
    copied: str | None = None


class Page(Struct, frozen=True):
    """How a page is written: its width, the moment and zone that it is read in, and whether bodies are laid out."""

    cells: int
    now: int
    zone: tzinfo
    laid_out: bool = False
