"""Pictures of the screens: SVG that is the same on every computer, and drawn alike by every program."""

import html
import re
from pathlib import Path

from rich.cells import cell_len
from textual.app import App

FOLDER = Path(__file__).parents[2] / "screenshots"
RENEW = "SA_MONITOR_RENEW_PICTURES"
COMMAND = f"{RENEW}=1 python -m pytest tests/ui/test_pictures.py"

_FONTS = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_FAMILY = "font-family: Fira Code, monospace;"
_SIZE = "font-size: 20px;"
_EXACT = "font-size: 20.27px;"  # DejaVu Sans Mono is then as wide as the cells that Rich draws
_MONOSPACE = "font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace;"
_RUN = re.compile(
    r'(?P<head><text [^>]*?) x="(?P<x>[\d.]+)"(?P<y> y="[\d.]+") textLength="(?P<length>[\d.]+)"(?P<tail>[^>]*)>'
    r"(?P<words>[^<]*)</text>\n?"
)
_BLANK = "\u00a0"


def picture(app: App[None], title: str) -> str:
    """Draw what the app shows. No font is fetched from elsewhere."""
    drawn = app.export_screenshot(title=title, simplify=True)
    drawn = _FONTS.sub("\n", drawn).replace(_FAMILY, _MONOSPACE)
    drawn = drawn.replace(_SIZE, _EXACT)
    drawn = _RUN.sub(_unpadded, drawn)
    return "".join(f"{line.rstrip()}\n" for line in drawn.splitlines() if line.strip())


def _unpadded(run: re.Match[str]) -> str:
    """Write a run of text without the blanks at its ends: not every program that draws SVG gives them their width."""
    padded = html.unescape(run["words"])
    words = padded.strip(_BLANK + "\n")
    if not words:
        return ""
    cell = float(run["length"]) / cell_len(padded)
    at = float(run["x"]) + cell * (len(padded) - len(padded.lstrip(_BLANK)))
    length = cell * cell_len(words)
    text = html.escape(words, quote=False).replace(_BLANK, "&#160;")
    return f'{run["head"]} x="{at:.1f}"{run["y"]} textLength="{length:.1f}"{run["tail"]}>{text}</text>\n'
