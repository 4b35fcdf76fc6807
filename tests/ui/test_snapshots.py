"""Each face as it stands, in three sizes, in both themes, without colours, and in ASCII.

A file holds the characters once, then what looks otherwise than the rest in each way of showing it. So a difference
tells what changed.
"""

import os
from functools import partial
from pathlib import Path

import pytest

from sa_monitor.ui.themes import DARK, LIGHT
from tests.ui.faces import FACES, showing
from tests.ui.pictures import RENEW
from tests.ui.stage import text, until
from tests.ui.written import characters, looks

FOLDER = Path(__file__).parent / "snapshots"
SMALL, MEDIUM, WIDE = (80, 24), (120, 36), (200, 60)
IN_ASCII = ("no-event", "paused", "nobody-listens")
COMMAND = f"{RENEW}=1 python -m pytest tests/ui/test_snapshots.py"

CASES = {
    f"{name}-{'x'.join(map(str, size))}": (name, size)
    for name, face in FACES.items()
    for size in ((face.size,) if face.size else (SMALL, MEDIUM, *((WIDE,) if name in IN_ASCII else ())))
}


def _stand(pilot, words) -> bool:
    return " ".join(words.split()) in " ".join(text(pilot).split())


async def settled(pilot, face) -> None:
    """Wait until the face stands, with nothing that comes and goes."""
    for words in face.words:  # as they stand on the smallest screen; on others they are set wider
        await until(pilot, partial(_stand, pilot, words))
    for worker in list(pilot.app.workers):
        if worker.group in ("rejected", "scopes", "details"):
            await worker.wait()
    await pilot.pause()


async def drawn(name, size, seeded, folder, monkeypatch) -> str:
    """Draw a face in every way."""
    face = FACES[name]
    async with showing(face, seeded, folder / "coloured", size) as (app, pilot):
        await settled(pilot, face)
        told = [characters(app)]
        for theme in (DARK, LIGHT):
            app.theme = theme.name
            await pilot.pause(0.05)
            told.append(f"== {theme.name}\n{looks(app)}")
    monkeypatch.setenv("NO_COLOR", "1")
    async with showing(face, seeded, folder / "plain", size) as (app, pilot):
        await settled(pilot, face)
        told.append(f"== NO_COLOR\n{looks(app)}")
        if name in IN_ASCII:
            told.append(f"== --ascii\n{ascii_of(app)}")
    return "".join(told)


def ascii_of(app) -> str:
    from textual.color import Color
    from textual.strip import Strip

    from sa_monitor.ui.filters import AsciiFilter

    lines = [
        AsciiFilter().apply(list(strip), Color(0, 0, 0)) for strip in app.screen._compositor.render_strips()
    ]
    return "".join("".join(piece.text for piece in Strip(line)).rstrip() + "\n" for line in lines)


@pytest.mark.parametrize("case", CASES)
async def test_a_face_stands_as_it_stood(seeded, tmp_path, monkeypatch, case):
    name, size = CASES[case]
    shows = await drawn(name, size, seeded, tmp_path, monkeypatch)
    file = FOLDER / f"{case}.txt"
    if os.environ.get(RENEW):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shows, encoding="utf-8")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    assert kept == shows, f"{file.name} is out of date. Look what changed, and renew it: {COMMAND}"


def test_no_face_is_kept_that_nothing_draws():
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(CASES)
