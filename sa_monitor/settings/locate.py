"""On which line of a TOML file a key stands: tomllib keeps no lines."""

import tomllib


def line_of(text: str, key: str) -> int:
    """Give the line, counted from 1, on which the top-level `key` of a well-formed document begins; 1 if nowhere.

    A document cut after any whole entry is well-formed too, so the key begins where the shortest one that has it
    goes on from the longest one that hasn't.
    """
    lines = text.split("\n")
    complete = 0
    for end in range(1, len(lines) + 1):
        try:
            document = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        if key in document:
            return complete + 1 + _leading_blanks(lines[complete:end])
        complete = end
    return 1


def _leading_blanks(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            return number
    return 0
