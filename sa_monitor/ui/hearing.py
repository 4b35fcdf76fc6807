"""What hears a key now: that decides which keys of an open alert help."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


class Hearing(StrEnum):
    """A page, a dialog over it, which has few keys of its own, or a field, which takes every key for text.

    ANSWER is the dialog about an alert itself: its foot names the keys.
    """

    PAGE = "page"
    DIALOG = "dialog"
    FIELD = "field"
    ANSWER = "answer"


def hearing_of(screen: "Screen[Any]") -> Hearing:
    """Tell what hears a key on the screen that lies on top."""
    if getattr(screen, "answers_alert", False):
        return Hearing.ANSWER
    if screen.focused is not None and screen.focused.check_consume_key("a", "a"):
        return Hearing.FIELD
    return Hearing.DIALOG if screen.is_modal else Hearing.PAGE
