import os
import stat

import pytest

from sa_monitor.settings.folders import make_private


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("open_umask")
def test_a_folder_and_those_above_it_are_made_for_their_owner_alone(tmp_path):
    folder = tmp_path / "a" / "b"
    make_private(folder)
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)


@pytest.mark.usefixtures("open_umask")
def test_an_empty_folder_of_ours_is_closed(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    make_private(folder)
    assert mode(folder) == 0o700


@pytest.mark.usefixtures("open_umask")
def test_a_folder_that_holds_something_keeps_its_rights(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    (folder / "thing").touch()
    make_private(folder)
    assert mode(folder) == 0o755


def test_a_file_in_its_place_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="File exists"):
        make_private(tmp_path / "file")
