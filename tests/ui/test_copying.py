"""Copying by `c` and `C`: what each kind of row gives, and what is said of it."""

import json
import re
import shlex

import pytest

from sa_monitor.monitor.clipboard import Clipboard, Reached
from tests.ui.stage import Posed, gone, seen, shown, text, until

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


async def copied(app, pilot, *keys: str) -> str:
    """Press keys, and give what is on the clipboard then."""
    app._clipboard = ""
    await pilot.press(*keys)
    await until(pilot, lambda: bool(app.clipboard))
    return app.clipboard


async def test_an_event_is_copied_as_a_line_for_a_ticket(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        line = await copied(app, pilot, "c")
        assert line.startswith("2026-11-14 13:21:00Z  ✗ DEAUTHORIZED  call-reporting")
        assert "org 193cc5db" in line
        await seen(pilot, "Sent event as a line to the terminal's")


async def test_an_organization_is_copied_by_its_uuid(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("h")
        uuid = await copied(app, pilot, "c")
        assert re.fullmatch(UUID, uuid)
        await seen(pilot, "Sent organization UUID")


async def test_a_service_app_without_uuid_is_copied_by_its_id(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("h", "h", "j")
        assert await copied(app, pilot, "c")
        await seen(pilot, "Sent Service App")


async def test_all_together_can_not_be_copied_and_it_is_said(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("h", "h", "c")
        await seen(pilot, "Nothing to copy here.")
        assert app.clipboard == ""


async def test_in_the_details_the_line_under_the_cursor_is_copied_whole(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("enter")
        await seen(pilot, "esc back")
        assert "is no longer authorized by" in await copied(app, pilot, "c")
        await pilot.press("G")
        assert len(await copied(app, pilot, "c")) > 1


async def test_a_rejected_request_is_copied_as_json(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("5")
        await seen(pilot, "Deliveries")
        await seen(pilot, "taken")
        record = json.loads(await copied(app, pilot, "c"))
        assert {"id", "verdict", "outcome"} <= record.keys()


async def test_every_form_is_offered_and_the_chosen_one_is_copied(seeded):
    async with shown(Posed(seeded), (120, 36)) as (app, pilot):
        await pilot.press("slash", *"event:deauthorized", "enter")
        await seen(pilot, "match")
        await pilot.press("C")
        for words in (
            "as JSON",
            "event id",
            "organization UUID",
            "Service App name",
            "body, exact",
            "query as a command",
        ):
            await seen(pilot, words)
        record = json.loads(await copied(app, pilot, "j", "enter"))
        assert record["event"] == "deauthorized"
        assert record["deliveries"][0]["body"]
        await gone(pilot, "Copy as")
        await pilot.press("C")
        await seen(pilot, "Copy as")
        command = await copied(app, pilot, "G", "k", "enter")
        assert shlex.split(command) == ["sa-monitor", "events", "event:deauthorized"]


async def test_the_exact_body_is_copied_byte_for_byte(seeded):
    async with shown(Posed(seeded), (120, 36)) as (app, pilot):
        await pilot.press("C")
        await seen(pilot, "body, exact")
        rows = [row for row in text(pilot).splitlines() if "│ " in row or "│>" in row]
        place = next(number for number, row in enumerate(rows) if "body, exact" in row)
        first = next(number for number, row in enumerate(rows) if "event as a line" in row)
        body = await copied(app, pilot, *["j"] * (place - first), "enter")
        assert json.loads(body)["resource"] == "serviceApp"


async def test_a_form_is_written_to_a_new_file_that_is_named(seeded, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    async with shown(Posed(seeded)) as (_app, pilot):
        for name in ("sa-monitor-event-as-a-line.txt", "sa-monitor-event-as-a-line-2.txt"):
            await pilot.press("C")
            await seen(pilot, "Copy as")
            await pilot.press("w")
            await until(pilot, (tmp_path / name).exists)
            await seen(pilot, "Wrote event as a line to")
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
            assert "DEAUTHORIZED" in (tmp_path / name).read_text(encoding="utf-8")


async def test_ctrl_c_says_once_what_quits(seeded):
    async with shown(Posed(seeded)) as (_app, pilot):
        await pilot.press("ctrl+c", "ctrl+c", "ctrl+c")
        await seen(pilot, "ctrl+c doesn't quit. q does.")
        assert text(pilot).count("ctrl+c doesn't quit") == 1


async def test_ctrl_c_copies_what_is_selected_in_a_field(seeded):
    async with shown(Posed(seeded)) as (app, pilot):
        await pilot.press("slash", *"acme", "shift+home")
        assert await copied(app, pilot, "ctrl+c") == "acme"
        await seen(pilot, "Sent selection to the terminal's")


async def test_outside_tmux_nothing_is_known():
    assert await Clipboard({}).copy("text") is Reached.UNKNOWN


@pytest.mark.parametrize("found", [False, True], ids=["no tmux", "no server"])
async def test_a_tmux_that_is_not_there_is_not_claimed(monkeypatch, tmp_path, found):
    if not found:
        monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TMUX", f"{tmp_path}/none,1,0")
    assert await Clipboard({"TMUX": "set"}).copy("text") is Reached.UNKNOWN


async def test_what_would_fill_memory_is_not_copied():
    assert not Clipboard.fits("x" * (2**20 + 1))
