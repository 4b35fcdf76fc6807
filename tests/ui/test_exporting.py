"""Exporting what is shown, by keyboard alone."""

import csv
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from sa_monitor.monitor.export_here import Exports
from sa_monitor.monitor.workplace import Workplace
from sa_monitor.present.exports import DELIVERY_COLUMNS
from sa_monitor.settings.schema import Settings
from sa_monitor.ui.screens.export import ExportScreen
from tests.ui.rejections import SEVERAL, reject
from tests.ui.stage import Posed, gone, seen, shown, told, until


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home folder in which nothing was exported yet."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


async def test_what_a_query_shows_is_in_the_file_that_is_proposed(seeded, home):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("slash", *"event:deauthorized", "enter")
        await pilot.press("e")
        await told(pilot, "which match event:deauthorized.")
        await seen(pilot, "~/sa-monitor-2026-11-14.jsonl")
        await pilot.press("enter")
        await seen(pilot, "2026-11-14.jsonl. c")
    (file,) = home.iterdir()
    assert file.name == "sa-monitor-2026-11-14.jsonl"
    events = [json.loads(line) for line in file.read_text().splitlines()]
    assert events
    assert {event["event"] for event in events} == {"deauthorized"}


async def test_the_key_that_copies_copies_the_path_while_it_is_said(seeded, home):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("e", "enter")
        await seen(pilot, "2026-11-14.jsonl. c")
        await pilot.press("c")
        await seen(pilot, "Sent path")
        await pilot.press("c")
        await seen(pilot, "Sent event as a line")


async def test_a_table_has_the_name_of_one(seeded, home):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("e", "tab", "l")
        await seen(pilot, "2026-11-14.csv")
        await pilot.press("enter")
        await seen(pilot, "2026-11-14.csv. c")
    assert (home / "sa-monitor-2026-11-14.csv").read_text().startswith("id,event,app_id")


async def test_a_file_that_is_there_is_replaced_only_when_said_twice(seeded, home):
    async with shown(Posed(seeded)) as (app, pilot):
        (home / "mine.jsonl").write_text("mine")
        await pilot.press("e", "ctrl+u", *"~/mine.jsonl", "enter")
        await told(pilot, "~/mine.jsonl exists already.")
        assert (home / "mine.jsonl").read_text() == "mine"
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ExportScreen))
    assert (home / "mine.jsonl").read_text().startswith("{")


async def test_a_name_that_is_free_is_proposed(seeded, home):
    (home / "sa-monitor-2026-11-14.jsonl").write_text("yesterday's")
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("e")
        await seen(pilot, "~/sa-monitor-2026-11-14-2.jsonl")


async def test_what_cant_be_written_is_said_and_another_file_can_be_named(seeded, home):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("e", "ctrl+u", *"~/none/at-all.jsonl", "enter")
        await told(pilot, "can't be written")
        await pilot.press("ctrl+u", *"~/here.jsonl", "enter")
        await seen(pilot, "~/here.jsonl. c")
    assert [file.name for file in home.iterdir()] == ["here.jsonl"]


async def test_esc_leaves_nothing_behind(seeded, home):
    tools = Workplace(Settings(), seeded, {})
    tools.exports = Halting(seeded)
    async with shown(Posed(seeded), workplace=tools) as (app, pilot):
        await pilot.press("e", "enter")
        await until(pilot, lambda: tools.exports.made.done > 0)
        await pilot.press("escape")
        await told(pilot, "Giving it up")
        tools.exports.made.going.set()
        await until(pilot, lambda: not isinstance(app.screen, ExportScreen))
        await gone(pilot, "Export")
    assert list(home.iterdir()) == []


async def test_deliveries_are_exported_as_their_page_shows_them_rejected_ones_first(seeded, home):
    reject(seeded, [*SEVERAL])
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "Deliveries ─ 4 rejected ─ 794 taken")
        await pilot.press("e")
        await told(pilot, "798 deliveries, which is all there are.")
        await pilot.press("enter")
        await seen(pilot, "2026-11-14.jsonl. c")
    (file,) = home.iterdir()
    assert file.name == "deliveries-2026-11-14.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["outcome"] == "rejected" for row in rows] == [True] * 4 + [False] * 794
    taken = [row["id"] for row in rows[4:]]
    assert taken == sorted(taken, reverse=True)
    assert "body" not in rows[0]


async def test_a_table_of_deliveries_holds_no_formula(seeded, home):
    (hostile, *_others) = SEVERAL
    reject(seeded, [replace(hostile, headers={"user-agent": "=1+1"}, remote="=cmd()")])
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("5")
        await seen(pilot, "1 rejected")
        await pilot.press("e", "tab", "l", "enter")
        await seen(pilot, "2026-11-14.csv. c")
    (file,) = home.iterdir()
    with file.open(newline="") as table:
        heading, first, *rest = csv.reader(table)
    assert heading == list(DELIVERY_COLUMNS)
    assert first[heading.index("remote")] == "'=cmd()"
    assert first[heading.index("headers")] == '{"user-agent":"=1+1"}'
    assert len(rest) == 794


class Halting(Exports):
    """Holds each export after its first page until it may go on, as a slow disk does."""

    def job(self, query):
        from threading import Event

        job = super().job(query)
        job.going = Event()
        tell = job._told

        def told(done: int, total: int) -> None:
            job.done, job.total = done, total
            job.going.wait(30)
            tell(done, total)

        job._told = told
        self.made = job
        return job
