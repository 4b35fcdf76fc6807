"""The names that users and scripts hold on to: `interface.md`, "Commands", as far as this version has them."""

import click
import pytest

from sa_monitor.cli.main import cli

SHARED = {"--data-dir", "--config", "--api-url", "--read-only", "--json", "--verbose", "--version", "--help"}
LISTENER = {"--host", "--port", "--path", "--public-url", "--allow-unsigned", "--tls-cert", "--tls-key"}
SCREEN = {"--view", "--no-mouse", "--ascii"}

COMMANDS = {
    "": LISTENER | SCREEN,
    "demo": LISTENER | SCREEN | {"--keep", "--seed"},
    "listen": LISTENER,
    "simulate": {"--port", "--token", "--seed", "--rate"},
    "trigger": {
        "--app",
        "--name",
        "--org",
        "--scope",
        "--site",
        "--admin-site",
        "--date",
        "--url",
        "--real",
    },
    "webhooks list": {"--all"},
    "webhooks show": set(),
    "webhooks create": {
        "--name",
        "--target-url",
        "--event",
        "--filter-id",
        "--filter-friendly-name",
        "--filter-site",
        "--filter-admin-site",
        "--secret-stdin",
        "--dry-run",
        "--force",
        "--yes",
    },
    "webhooks update": {"--name", "--target-url", "--secret-stdin", "--new-secret", "--yes"},
    "webhooks reactivate": {"--force", "--yes"},
    "webhooks delete": {"--yes"},
    "token set": {"--integration"},
    "token show": set(),
    "token remove": set(),
    "secrets list": set(),
    "secrets add": set(),
    "secrets remove": set(),
    "apps": set(),
    "events": {"--limit", "--follow", "--reverse"},
    "show": set(),
    "deliveries": {"--outcome", "--limit"},
    "gaps": set(),
    "prune": {"--keep-days", "--keep-events", "--dry-run", "--yes"},
    "rebuild": set(),
    "alerts list": set(),
    "alerts ack": {"--intended", "--note"},
    "alerts test": set(),
    "alerts channels": {"--test"},
    "expect": {"--app", "--org", "--for", "--note"},
    "expect list": set(),
    "expect remove": set(),
    "doctor": LISTENER,
    "info": set(),
    "export": {"--format", "--output", "--force"},
    "import": set(),
    "completion": set(),
}


def command_of(path):
    command, context = cli, click.Context(cli)
    for name in path.split():
        command = command.get_command(context, name)
        assert command is not None, path
    return command, context


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_its_options_and_those_that_all_share(path):
    command, context = command_of(path)
    options = {name for param in command.get_params(context) for name in param.opts if name.startswith("-")}
    assert options == COMMANDS[path] | SHARED


def test_there_is_no_command_beside_these():
    context = click.Context(cli)
    assert set(cli.list_commands(context)) == {path.split()[0] for path in COMMANDS if path}
    for group in ("webhooks", "token", "secrets"):
        listed = command_of(group)[0].list_commands(context)
        assert {f"{group} {name}" for name in listed} == {p for p in COMMANDS if p.startswith(f"{group} ")}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help(sa, path):
    code, out, err = sa(*path.split(), "--help")
    assert (code, err) == (0, "")
    assert "Usage: sa-monitor" in out
    assert "--data-dir" in out


@pytest.mark.parametrize("name", ["events", "apps"])
def test_commands_that_take_a_query_have_no_short_options(name):
    command, context = command_of(name)
    assert all(len(name) > 2 for param in command.get_params(context) for name in param.opts)


def test_help_lists_every_command_with_a_line(sa):
    _, out, _ = sa("--help")
    for name in cli.list_commands(click.Context(cli)):
        assert f"\n  {name} " in out
