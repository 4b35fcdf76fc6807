"""A text field on a screen on which nothing blinks."""

from textual.reactive import reactive
from textual.widgets import Input


class StillInput(Input):
    """A field whose cursor stands still."""

    cursor_blink: reactive[bool] = reactive(default=False, init=False)
