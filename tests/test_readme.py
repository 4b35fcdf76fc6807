"""What the README says is true."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from sa_monitor.settings.loading import load_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)


def _blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def _commands() -> list[str]:
    lines = "\n".join(_blocks("sh")).splitlines()
    return [
        shlex.split(line, comments=True) for line in map(str.strip, lines) if line.startswith("sa-monitor ")
    ]


def test_two_commands_set_everything_up():
    lines = [line for block in _blocks("sh") for line in block.splitlines() if "venv" in line]
    assert [line.rsplit("&& ", 1)[1] for line in lines] == [".venv/bin/sa-monitor demo", ".venv/bin/pytest"]


@pytest.mark.parametrize("picture", re.findall(r"!\[[^]]*]\(([^)]+)\)", README))
def test_its_pictures_exist(picture):
    assert (ROOT / picture).is_file()


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`(tests/[\w/]+\.py)`", README))))
def test_the_tests_that_prove_its_promises_exist(file):
    assert "def test_" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_its_commands_and_options_exist(words):
    import click

    from sa_monitor.cli.main import cli

    command: click.Command = cli
    rest = words[1:]
    while rest and isinstance(command, click.Group) and not rest[0].startswith("--"):
        found = command.get_command(click.Context(command), rest[0])
        assert found is not None, rest[0]
        command, rest = found, rest[1:]
    with command.make_context(words[1], list(rest), resilient_parsing=True) as context:
        known = {option for parameter in context.command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_its_settings_are_settings(tmp_path):
    file = tmp_path / "config.toml"
    for block in _blocks("toml"):
        file.write_text(block, encoding="utf-8")
        load_settings({}, {}, file)


def test_its_layers_are_those_that_are_held():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    drawn = next(text for text in _blocks("") if text.startswith("cli\n"))
    assert [line.split("  ")[0] for line in drawn.splitlines()] == contract["layers"][1:]
