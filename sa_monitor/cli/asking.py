"""Taking a secret from standard input: piped in, or asked without echo."""

import sys

import click

from sa_monitor.errors import UsageError

LARGEST = 64 * 1024


def read_lines(most: int, what: str) -> list[str]:
    """Give the lines piped in that aren't empty. Raises UsageError where there are none, or more than `most`."""
    try:
        text = sys.stdin.buffer.read(LARGEST).decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise UsageError("Standard input is no text.", f"It should hold {what}.") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise UsageError("Standard input is empty.", f"It should hold {what}.")
    if len(lines) > most:
        raise UsageError(f"Standard input has {len(lines)} lines.", f"It should hold {what}.")
    return lines


def is_piped() -> bool:
    """Tell whether standard input is no terminal."""
    return sys.stdin is None or not sys.stdin.isatty()


def ask(question: str) -> str:
    """Ask on the terminal without echo, until something is answered."""
    answer: str = click.prompt(question, hide_input=True, err=True)
    return answer.strip()


def take_signing_secret() -> str:
    """Give a signing secret from standard input, or asked without echo. Raises UsageError for what is none."""
    value = read_lines(1, "the secret on one line")[0] if is_piped() else ask("Secret, not shown")
    if not value.isprintable():
        raise UsageError("That is no secret: it has control characters.", "Copy it whole.")
    return value


def check_secret(value: str, what: str) -> str:
    """Give the value where it can be one; what it is stays out of the message. Raises UsageError."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise UsageError(f"That is no {what}: it has blanks or characters beyond ASCII.", "Copy it whole.")
    return value
