"""The benchmarks themselves: what they leave out they name, and what they print holds no path of the machine."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.profile import summarised
from tests.benchmarks.report import at_least, ratio


def _run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.benchmarks", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environ)


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_can_be_chosen_by_name(name: str) -> None:
    assert callable(importlib.import_module(f"tests.benchmarks.{name}").run)


def test_a_store_that_is_not_there_is_named_and_not_made(tmp_path: Path) -> None:
    done = _run("history", "--stores", str(tmp_path))

    assert done.returncode == 0
    assert "history:\n  skipped: lacks the store of 1,000 events" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_report_names_versions_and_no_path_of_the_machine(tmp_path: Path) -> None:
    done = _run("history", "--stores", str(tmp_path), "--json", str(tmp_path / "report.json"))

    assert "Python" in done.stdout
    assert "SQLite" in done.stdout
    for text in (done.stdout, (tmp_path / "report.json").read_text(encoding="utf-8")):
        assert str(tmp_path) not in text
        assert str(Path(sys.executable).parent) not in text


def test_an_unknown_benchmark_is_refused() -> None:
    done = _run("nothing")

    assert done.returncode == 2
    assert "there is no benchmark nothing" in done.stderr


def test_a_ratio_is_the_median_of_its_rounds_with_their_spread() -> None:
    figure = at_least(ratio("ours, of theirs", [10.0, 20.0, 90.0], [10.0, 10.0, 10.0], notes={"a": 1.0}), 2)

    assert (figure.value, figure.reached, figure.spread) == (2.0, True, (1.0, 9.0))
    assert figure.as_line() == "  ours, of theirs: 2 (1 to 9)   wanted >= 2: reached\n      a 1"


def test_a_profile_keeps_functions_and_drops_the_paths_before_them() -> None:
    raw = (
        "thread (0x7F1): MainThread;main (/home/someone/sa_monitor/cli/main.py:3);drain "
        "(/home/someone/sa_monitor/ui/app.py:9) 3\n"
    )

    text = summarised(raw)

    assert "100.0 %  drain (sa_monitor/ui/app.py)" in text
    assert "someone" not in text
