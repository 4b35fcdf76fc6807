"""The service and the container of the README, as far as they can be proved without installing them."""

import configparser
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sa_monitor.cli.main import cli
from sa_monitor.settings.schema import SORTS
from tests.test_readme import ROOT, _blocks

UNIT = next(iter(_blocks("ini")))
CONTAINER = {
    name: words
    for line in next(iter(_blocks("dockerfile"))).splitlines()
    for name, _, words in [line.partition(" ")]
    if name != "COPY"
}
OPTIONS_OF_PLACES = {"SA_MONITOR_CONFIG"}


def unit():
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string(UNIT)
    return parser


def takes(words):
    """Have the command line take these words, or refuse them as it does."""
    program, name, *rest = words
    assert Path(program).name == "sa-monitor"
    command = cli.get_command(click.Context(cli), name)
    with command.make_context(name, rest):
        return True


def test_the_unit_runs_a_command_that_there_is():
    assert takes(shlex.split(unit()["Service"]["ExecStart"]))


def test_the_unit_may_write_where_its_users_folders_are():
    service = unit()["Service"]
    assert f"--home-dir {service['ReadWritePaths']} " in "".join(_blocks("sh"))
    assert f"sudo -u {service['User']} sa-monitor" in "".join(_blocks("sh"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_the_unit(tmp_path):
    file = tmp_path / "sa-monitor.service"
    file.write_text(UNIT.replace("/usr/local/bin/sa-monitor", sys.executable), encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr
    assert file.name not in verified.stderr


def test_the_container_runs_a_command_that_there_is():
    assert takes([*json.loads(CONTAINER["ENTRYPOINT"]), *json.loads(CONTAINER["CMD"])])


def test_the_container_sets_variables_that_are_read_and_listens_to_others():
    given = dict(pair.split("=", 1) for pair in shlex.split(CONTAINER["ENV"]))
    known = {f"SA_MONITOR_{name.upper()}" for name in SORTS} | OPTIONS_OF_PLACES
    assert set(given) <= known
    assert given["SA_MONITOR_HOST"] == "0.0.0.0"
    assert all(Path(given[name]).is_relative_to(CONTAINER["VOLUME"]) for name in given if "HOST" not in name)


def test_the_container_asks_for_its_health_where_it_listens():
    words = json.loads(CONTAINER["HEALTHCHECK"].removeprefix("CMD "))
    compile(words[2], "health", "exec")
    assert f":{CONTAINER['EXPOSE']}/healthz" in words[2]


def test_the_container_copies_what_the_package_is_made_of():
    copied = [line.split()[1:-1] for line in next(iter(_blocks("dockerfile"))).splitlines() if "COPY" in line]
    assert all((ROOT / name).exists() for names in copied for name in names)
