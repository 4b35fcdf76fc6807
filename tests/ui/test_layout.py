import pytest

from sa_monitor.ui.layout import layout_of
from sa_monitor.ui.log_window import LogWindow
from tests.ui.stage import Posed, lines, shown

SIZES = [
    (80, 24),
    (97, 30),
    (109, 29),
    (110, 30),
    (120, 36),
    (137, 44),
    (159, 45),
    (160, 45),
    (200, 60),
    (260, 70),
]


@pytest.mark.parametrize(("cells", "height"), SIZES)
def test_panes_and_borders_fill_the_width(cells, height):
    layout = layout_of(cells, height)
    assert layout.first + 1 + layout.second + (layout.third + 1 if layout.third else 0) == cells
    assert layout.log + (layout.details + 1 if layout.details else 0) == cells


def test_the_sketched_sizes_have_the_sketched_panes():
    assert [
        (layout_of(*size).first, layout_of(*size).panes) for size in ((80, 24), (120, 36), (200, 60))
    ] == [
        (34, 6),
        (44, 9),
        (52, 14),
    ]


def test_the_details_begin_under_the_scopes():
    layout = layout_of(200, 60)
    assert layout.borders == [52, 124]
    assert layout.log == 124


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_is_as_wide_as_the_screen_and_borders_meet_the_rules(seeded, size):
    async with shown(Posed(seeded), size) as (_app, pilot):
        shows = lines(pilot)
        layout = layout_of(*size)
        assert [len(line) for line in shows] == [size[0]] * size[1]
        for at in layout.borders:
            assert shows[1][at] == "┬"
            assert {line[at] for line in shows[2 : 2 + layout.panes]} == {"│"}
            assert shows[2 + layout.panes][at] in "┴┼"
        if layout.details:
            assert {line[layout.log] for line in shows[3 + layout.panes : -1]} == {"│"}


async def test_a_terminal_too_small_says_so_and_comes_back(seeded):
    async with shown(Posed(seeded), (62, 20)) as (_app, pilot):
        words = " ".join(" ".join(lines(pilot)).split())
        assert words == "80x24 is needed, this is 62x20. Recording goes on. q quits"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Service Apps" in lines(pilot)[1]


async def test_the_log_has_the_rows_that_the_layout_says(seeded):
    for size in ((80, 24), (120, 36), (200, 60)):
        async with shown(Posed(seeded), size) as (app, _pilot):
            assert app.screen.query_one("#log").size.height == layout_of(*size).rows


def test_the_first_picture_reads_no_more_than_it_shows():
    window = LogWindow()
    window.resize(layout_of(120, 36).rows)
    first = window.need()
    assert first is not None
    assert first.limit == 22 + 1
