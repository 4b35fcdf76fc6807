"""The two own themes, every colour of text at least 4.5:1 on what it stands on; and the terminal's own colours."""

from textual.theme import Theme

BANNER = "#B3261E"

_OWN = "ansi_default"


def _theme(
    name: str,
    *,
    dark: bool,
    background: str,
    cursor: str,
    text: str,
    quiet: str,
    error: str,
    warning: str,
    success: str,
    accent: str,
) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        error=error,
        warning=warning,
        success=success,
        accent=accent,
        secondary=quiet,
        foreground=text,
        background=background,
        surface=background,
        panel=cursor,
        boost=cursor,
        text_alpha=1.0,
        variables={
            "quiet": quiet,
            "cursor": cursor,
            "banner": BANNER,
            "block-cursor-background": cursor,
            "block-cursor-foreground": text,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": cursor,
            "block-cursor-blurred-foreground": text,
            "input-cursor-background": text,
            "input-cursor-foreground": background,
            "input-selection-background": cursor,
            "border": quiet,
            "border-blurred": quiet,
        },
    )


DARK = _theme(
    "sa-dark",
    dark=True,
    background="#16191D",
    cursor="#23282F",
    text="#D8DCE2",
    quiet="#8F98A3",
    error="#FF6B6B",
    warning="#F2B84B",
    success="#5FC77E",
    accent="#6CB6FF",
)

LIGHT = _theme(
    "sa-light",
    dark=False,
    background="#FAFAF7",
    cursor="#EBEBE4",
    text="#22262B",
    quiet="#5C6670",
    error="#B3261E",
    warning="#8A5A00",
    success="#1B6E3A",
    accent="#0B5CAD",
)

ANSI = Theme(
    name="sa-ansi",
    ansi=True,
    primary="ansi_blue",
    secondary=_OWN,
    error="ansi_red",
    warning="ansi_yellow",
    success="ansi_green",
    accent="ansi_blue",
    foreground=_OWN,
    background=_OWN,
    surface=_OWN,
    panel=_OWN,
    boost=_OWN,
    variables={
        "block-hover-background": _OWN,
        "scrollbar": _OWN,
        "scrollbar-background": _OWN,
        "scrollbar-corner-color": _OWN,
        "ansi-background": _OWN,
        "ansi-foreground": _OWN,
        "quiet": _OWN,
        "cursor": _OWN,
        "banner": "ansi_red",
        "block-cursor-background": _OWN,
        "block-cursor-foreground": _OWN,
        "block-cursor-text-style": "bold reverse",
        "block-cursor-blurred-background": _OWN,
        "block-cursor-blurred-foreground": _OWN,
        "input-cursor-background": _OWN,
        "input-cursor-foreground": _OWN,
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "border": _OWN,
        "border-blurred": _OWN,
    },
)

THEMES = {"dark": DARK, "light": LIGHT, "ansi": ANSI}
"""The themes by the names that the setting `theme` knows them by; the palette goes from one to the next."""


def after(name: str) -> Theme:
    """Give the theme after the one of that name."""
    themes = list(THEMES.values())
    names = [theme.name for theme in themes]
    return themes[(names.index(name) + 1) % len(themes)]
