import pytest

from sa_monitor.errors import CredentialsError
from sa_monitor.model.signature import Secret
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import KeyringSource

NOW = 1_794_662_463_120


class Clock:
    """A clock that the test sets."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        """Tell the time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def file(tmp_path, clock):
    return CredentialsFile(tmp_path / "credentials.toml", clock)


def test_each_secret_is_labelled_by_where_it_is_from(file, clock):
    file.add_secret("hook", "a")
    file.add_secret(None, "b")
    local = file.local_secret()
    keyring = KeyringSource(file, {"SA_MONITOR_SECRET": "c"}, clock)()
    assert keyring.secrets == (
        Secret("hook", "a", webhook_id="hook"),
        Secret("general", "b"),
        Secret("environment", "c"),
        Secret("local", local),
    )


def test_an_empty_variable_is_no_secret(file, clock):
    assert KeyringSource(file, {"SA_MONITOR_SECRET": ""}, clock)().secrets == ()


def test_a_change_is_known_at_the_next_call(file, clock):
    source = KeyringSource(file, {}, clock)
    for change in (
        lambda: file.add_secret("hook", "a"),
        lambda: file.add_secret("hook", "b"),
        lambda: file.remove_secret("hook"),
    ):
        change()
        expected = [(s.value, s.good_until) for s in file.read().secrets]
        assert [(s.value, s.good_until) for s in source().secrets] == expected


def test_a_replaced_secret_is_good_until_its_time(file, clock):
    file.add_secret("hook", "a")
    file.add_secret("hook", "b")
    keyring = KeyringSource(file, {}, clock)()
    assert [s.value for s in keyring.candidates("hook", NOW)] == ["a", "b"]
    assert [s.value for s in keyring.candidates("hook", NOW + 600_000)] == ["b"]


def test_an_unchanged_file_is_not_read_again(file, clock):
    file.add_secret("hook", "a")
    source = KeyringSource(file, {}, clock)
    assert source() is source()


def test_the_file_is_read_five_times_a_second_at_most(file, clock):
    source = KeyringSource(file, {}, clock)
    seen = []
    for number in range(8):
        file.add_secret(None, f"{number}")
        seen.append(len(source().secrets))
    assert seen == [1, 2, 3, 4, 5, 5, 5, 5]
    clock.now += 1000
    assert len(source().secrets) == 8


def test_a_clock_set_back_does_not_stop_the_reading(file, clock):
    source = KeyringSource(file, {}, clock)
    for number in range(5):
        file.add_secret(None, f"{number}")
        source()
    clock.now -= 3_600_000
    file.add_secret(None, "later")
    assert len(source().secrets) == 6


def test_a_file_that_became_unreadable_leaves_the_last_good_keyring(file, clock):
    file.add_secret("hook", "a")
    source = KeyringSource(file, {}, clock)
    file.path.chmod(0o644)
    assert [s.value for s in source().secrets] == ["a"]
    assert "chmod 600" in source.problem
    file.path.chmod(0o600)
    assert [s.value for s in source().secrets] == ["a"]
    assert source.problem is None


def test_a_removed_file_takes_its_secrets_along(file, clock):
    file.add_secret("hook", "a")
    source = KeyringSource(file, {}, clock)
    file.path.unlink()
    assert source().secrets == ()


def test_a_file_that_cannot_be_read_from_the_first_is_an_error(file, clock):
    file.add_secret("hook", "a")
    file.path.chmod(0o644)
    with pytest.raises(CredentialsError):
        KeyringSource(file, {}, clock)


def test_neither_the_source_nor_the_keyring_shows_a_secret(file, clock):
    file.add_secret("hook", "sEcReT")
    source = KeyringSource(file, {"SA_MONITOR_SECRET": "sEcReT"}, clock)
    assert "sEcReT" not in repr(source) + repr(source())
