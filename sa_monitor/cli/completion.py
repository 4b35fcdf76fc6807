"""`sa-monitor completion`: what a shell needs to complete commands and options."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from sa_monitor.cli.commands import Command
from sa_monitor.cli.streams import write


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script, e.g. for `source <(sa-monitor completion bash)`."""
    from sa_monitor.cli.main import COMPLETE, PROGRAM

    shape = get_completion_class(shell)
    assert shape is not None, "click knows the shells above"  # noqa: S101 (for the type checker)
    # The plain source: bash's own class first asks an installed bash for its version.
    write(ShellComplete.source(shape(context.find_root().command, {}, PROGRAM, COMPLETE)))
