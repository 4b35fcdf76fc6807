"""Each face as a picture, in two sizes: what a reader sees is kept, and tells when it changes."""

import os
from pathlib import Path

import pytest

from tests.ui.faces import FACES, MEDIUM, SMALL, Face, showing
from tests.ui.pictures import RENEW, picture
from tests.ui.stage import seen

FOLDER = Path(__file__).parent / "snapshots"
COMMAND = f"{RENEW}=1 python -m pytest tests/ui/test_face_pictures.py"
SIZES = (SMALL, MEDIUM)


def sizes_of(face: Face) -> tuple[tuple[int, int], ...]:
    """Give the sizes that a face is drawn in."""
    return SIZES if face.size is None else (face.size,)


SCENES = {
    f"{name}-{size[0]}x{size[1]}": (face, size) for name, face in FACES.items() for size in sizes_of(face)
}


@pytest.mark.parametrize("name", SCENES)
async def test_a_face_looks_as_it_is_kept(seeded, tmp_path, name):
    face, size = SCENES[name]
    async with showing(face, seeded, tmp_path, size) as (app, pilot):
        await seen(pilot, face.sign)
        drawn = picture(app, "sa-monitor")
    file = FOLDER / f"{name}.svg"
    if os.environ.get(RENEW):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    assert kept == drawn, f"tests/ui/snapshots/{name}.svg is out of date. Renew the pictures: {COMMAND}"


def test_no_picture_is_kept_that_nothing_draws():
    kept = {file.stem for file in FOLDER.glob("*.svg")}
    assert set(SCENES) <= kept
