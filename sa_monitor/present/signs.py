"""The signs of the screens, each one cell wide everywhere, each with one meaning."""

from sa_monitor.present.cells import width

OK = "✓"
"""In order."""
LOST = "✗"
"""Lost or broken."""
LOOK = "!"
"""Wants a look."""
UNKNOWN = "?"
"""Not known or not verified."""
ENDED = "-"
ADDED = "+"
REMOVED = "−"
ASSUMED = "~"
CRITICAL = "*"
CURSOR = ">"

_ASCII = str.maketrans(
    {
        OK: "+",
        LOST: "x",
        REMOVED: "-",
        "…": ".",
        "─": "-",
        "│": "|",
        "┬": "+",
        "┴": "+",
        "┼": "+",
        "├": "+",
        "┤": "+",
        **dict.fromkeys("▔▁▀▄━", "-"),
        **dict.fromkeys("▌▐▎▊┃", "|"),
        **dict.fromkeys("┌┐└┘╭╮╰╯", "+"),
        "█": "=",
        "░": ".",
        "▓": "%",
    }
)


def ascii_form(text: str) -> str:
    """Give the text in ASCII, as wide as it was: our signs by their stand-ins, anything else by question marks."""
    if text.isascii():
        return text
    translated = text.translate(_ASCII)
    return "".join(sign if sign.isascii() else UNKNOWN * width(sign) for sign in translated)
