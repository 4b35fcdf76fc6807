from pathlib import Path

from sa_monitor.settings.places import find_places


def test_given_folders_hold_everything(tmp_path):
    places = find_places(tmp_path / "data", tmp_path / "conf" / "my.toml", {})
    assert places.database == tmp_path / "data" / "events.db"
    assert places.lock == tmp_path / "data" / "listener.lock"
    assert places.log.parent == tmp_path / "data"
    assert places.config == tmp_path / "conf" / "my.toml"


def test_credentials_stand_beside_the_configuration(tmp_path):
    places = find_places(None, tmp_path / "my.toml", {})
    assert places.credentials == tmp_path / "credentials.toml"


def test_the_environment_moves_both_folders(tmp_path):
    environ = {"SA_MONITOR_DATA_DIR": str(tmp_path / "d"), "SA_MONITOR_CONFIG": str(tmp_path / "c.toml")}
    places = find_places(environ=environ)
    assert (places.data, places.config) == (tmp_path / "d", tmp_path / "c.toml")


def test_what_is_given_goes_before_the_environment(tmp_path):
    environ = {"SA_MONITOR_DATA_DIR": "/elsewhere", "SA_MONITOR_CONFIG": "/elsewhere/c.toml"}
    places = find_places(tmp_path, tmp_path / "c.toml", environ)
    assert (places.data, places.config) == (tmp_path, tmp_path / "c.toml")


def test_without_anything_the_users_own_folders_are_used():
    places = find_places(environ={})
    assert places.config.name == "config.toml"
    assert "sa-monitor" in str(places.config)
    assert "sa-monitor" in str(places.data)


def test_a_relative_folder_becomes_absolute_and_home_is_known():
    places = find_places(Path("data"), Path("~/c.toml"), {})
    assert places.data == Path.cwd() / "data"
    assert places.config == Path.home() / "c.toml"
