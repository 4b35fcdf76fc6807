"""The two own themes: every colour of text at least 4.5:1 on what it stands on."""

from textual.theme import Theme

BANNER = "#B3261E"


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
