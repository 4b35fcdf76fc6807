"""Commands that are named to the reader: with the options by which this program was told where its folders are."""

import re

_COMMANDS = (
    "listen|trigger|webhooks|token|secrets|apps|events|show|deliveries|gaps|export|import|prune|rebuild|alerts|expect|"
    "doctor|info"
)
_NAMED = re.compile(rf'\bsa-monitor(?= (?:{_COMMANDS})\b(?![a-z ]*--help))|(?<=")sa-monitor(?=")')


def as_started(words: str, options: str) -> str:
    """Put the options into each command that the words name, so that it works where it is pasted."""
    return _NAMED.sub(lambda found: f"{found[0]} {options}", words) if options else words
