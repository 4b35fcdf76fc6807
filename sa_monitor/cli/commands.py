"""Commands as this program has them: what they share is accepted before and after a subcommand."""

from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from sa_monitor.cli.given import shared_options


class Command(click.Command):
    """A command that takes the shared options too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())


class QueryCommand(Command):
    """A command whose arguments are a query: no short options, so `-word` and `-key:value` are terms of it."""

    ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse a `--option` that isn't known, and leave everything else that isn't one to the query."""
        known = [name for param in self.get_params(ctx) for name in param.opts]
        options = args[: args.index("--")] if "--" in args else args
        for argument in options:
            name = argument.split("=", 1)[0]
            if name.startswith("--") and name not in known:
                possible = get_close_matches(name, known)
                raise click.NoSuchOption(name, possibilities=possible, ctx=ctx)
        return super().parse_args(ctx, args)


class BranchingQueryCommand(QueryCommand):
    """A query command some of whose first words are commands of their own; such a word is asked for as `app:word`."""

    def __init__(self, *args: Any, branches: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._branches = branches

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Begin the branch that the first word names, else the query."""
        place = self._branches.get(args[0]) if args else None
        if place is None:
            return super().make_context(info_name, args, parent, **extra)
        module, name = place.split(":")
        branch: click.Command = getattr(import_module(module), name)
        return branch.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)


class Group(click.Group):
    """A group that takes the shared options too, and imports a command only when it is used.

    `lazy` gives each command's name, its place as `module:name`, and the line that help shows for it.
    """

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, lazy: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())
        self._lazy = {name: place for name, place, _ in lazy}
        self._helps = [(name, text) for name, _, text in lazy]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which help shows them."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command, importing it now."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, name = self._lazy[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        if not self._helps:
            super().format_commands(ctx, formatter)
            return
        with formatter.section("Commands"):
            formatter.write_dl(self._helps)
