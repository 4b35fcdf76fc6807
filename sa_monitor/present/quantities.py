"""Numbers and how much of what."""


def grouped(number: int) -> str:
    """Write a number with its thousands apart: `1,204,331`."""
    return f"{number:,}"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """Write how many of a thing: `1 site`, `2 sites`, `2 deliveries`."""
    return f"{grouped(number)} {thing if number == 1 else things or thing + 's'}"
