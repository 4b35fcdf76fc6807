"""Alerts as lines of `listen`, from the delivery to the line."""

import json
from signal import SIGKILL

import pytest

from sa_monitor.cli.news import News
from sa_monitor.monitor.watch import Watch
from sa_monitor.store.alerts import acknowledge
from tests.cli.laying import MINUTE, NOON, body, delivery
from tests.cli.test_listen import SECRET, post

RULES = """
[[rules]]
name = "silence"
hours = 1

[[rules]]
name = "rejected"
count = 3
minutes = 1
"""


@pytest.fixture
async def news(places, heard):
    heard(delivery())
    async with Watch(places) as watch:
        news = News(watch)
        await news.begin()
        yield news


def alerts_of(lines):
    return [line for line in lines if "alert" in line.lower()]


def lost(minutes=1, **more):
    return delivery(minutes=minutes, event="deauthorized", **more)


def back(minutes=2):
    return delivery(minutes=minutes, authorizationDate="2026-11-14T12:30:00.000Z")


@pytest.fixture
def listening(start, places):
    """Start listening; gives the program and its address."""

    def listen(config=""):
        places.config.parent.mkdir(parents=True, exist_ok=True)
        places.config.write_text(config)
        program = start("listen", "--json", "--port", "0", SA_MONITOR_SECRET=SECRET)
        return program, json.loads(program.out.next())["listening"]

    return listen


async def test_a_loss_is_told_when_it_rises_and_when_it_is_over(news, heard):
    heard(lost())
    (rose,) = alerts_of(await news.lines())
    assert rose == ("2026-11-14 12:01:00Z  ✗ ALERT 1  warning  lost  name of app-1 at org org-1  open")
    assert alerts_of(await news.lines()) == []
    heard(back())
    (over,) = alerts_of(await news.lines())
    assert over.startswith("2026-11-14 12:02:00Z  ✓ alert 1  ")
    assert over.endswith("back after 1 min")


async def test_one_that_rose_and_ended_between_two_looks_is_told_as_well(news, heard):
    heard(lost(), back())
    rose, over = alerts_of(await news.lines())
    assert "✗ ALERT 1" in rose
    assert rose.endswith("open")
    assert over.endswith("back after 1 min")
    assert alerts_of(await news.lines()) == []


async def test_what_a_wave_took_in_is_told_by_the_wave_alone(news, heard):
    heard(*(lost(org=f"org-{number}") for number in range(9)))
    (wave,) = alerts_of(await news.lines())
    assert "wave" in wave
    assert "9 organizations" in wave


async def test_a_wave_that_goes_on_is_told_again_a_minute_later(places, heard):
    now = NOON
    async with Watch(places, clock=lambda: now) as watch:
        news = News(watch)
        await news.begin()
        heard(*(lost(org=f"org-{number}") for number in range(9)))
        assert "9 organizations" in alerts_of(await news.lines())[0]
        heard(*(lost(org=f"more-{number}") for number in range(9)))
        assert alerts_of(await news.lines()) == []
        now += MINUTE
        assert "18 organizations" in alerts_of(await news.lines())[0]


def test_a_channel_that_is_dead_is_told_once_and_once_more_when_it_is_back(listening, tmp_path):
    pager = tmp_path / "pager"
    program, address = listening(f'[[channels]]\nname = "pager"\ncommand = ["{pager}"]\n')
    assert post(address, body("deauthorized")).status_code == 200
    program.err.until('Alerts to "pager" haven\'t gone out since', "can't be run", "Kept")
    pager.write_text("#!/bin/sh\nexit 0\n")
    pager.chmod(0o755)
    program.err.until('Alerts to "pager" go out again.')
    assert program.stop() == 0
    assert program.err.text.count("haven't gone out") == 1


async def test_what_is_open_is_told_first_and_what_somebody_has_taken_on_is_not(places, heard):
    heard(lost(), lost(org="org-2"))
    acknowledge(places.database, 1, by="jane on ops-1", at=NOON + MINUTE, note=None, intended=False)
    async with Watch(places) as watch:
        news = News(watch)
        await news.begin()
        assert ["ALERT 2" in line for line in alerts_of(await news.lines())] == [True]
        assert alerts_of(await news.lines()) == []


def test_acknowledged_by_another_process_it_is_told_and_after_a_restart_only_what_is_open(
    listening, sa, outside
):
    outside.setenv("SUDO_USER", "jane")
    program, address = listening()
    assert post(address, body("deauthorized")).status_code == 200
    program.err.until("ALERT 1", "name of app-1", "open")
    assert sa("alerts", "ack", "1")[0] == 0
    program.err.until("ALERT 1", "jane is on it")
    assert post(address, body("deauthorized", org="org-2")).status_code == 200
    program.err.until("ALERT 2", "open")
    assert program.stop(SIGKILL) == -SIGKILL
    again, _ = listening()
    again.err.until("ALERT 2", "org-2", "open")
    assert again.stop() == 0
    assert "ALERT 1" not in again.err.text


def test_conditions_are_told_from_the_delivery_to_the_line(listening, heard):
    heard(delivery())
    program, address = listening(RULES)
    for _ in range(3):
        assert post(address, body(), secret="wrong").status_code == 401
    assert post(address, json.dumps({"resource": "serviceApp", "data": {}}).encode()).status_code == 200
    told = sorted(program.err.until("ALERT").split("  ", 3)[2:] for _ in range(3))
    assert [(severity, words.split("  ")[0]) for severity, words in told] == [
        ("notice", "silence"),
        ("warning", "rejected"),
        ("warning", "unreadable"),
    ]
    assert "3 deliveries rejected in a short time" in told[1][1]
    assert "1 serviceApp delivery couldn't be read" in told[2][1]
    assert program.stop() == 0
