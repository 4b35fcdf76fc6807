import os
import stat
import subprocess
import sys
import threading

import pytest

from sa_monitor.errors import CredentialsError
from sa_monitor.model.instants import MINUTE
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.stored import Credentials, Integration, StoredSecret

NOW = 1_794_662_463_120


@pytest.fixture
def path(tmp_path):
    return tmp_path / "conf" / "credentials.toml"


@pytest.fixture
def file(path):
    return CredentialsFile(path, lambda: NOW)


def write(path, text, mode=0o600):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def test_without_a_file_nothing_is_known_and_none_is_made(file, path):
    assert file.read() == Credentials()
    assert not path.parent.exists()


def test_what_is_kept_is_read_again(file):
    file.set_token("t0ken")
    file.add_secret("hook", "s1")
    assert file.read() == Credentials(token="t0ken", secrets=(StoredSecret("hook", "s1", NOW),))


def test_a_token_and_an_integration_replace_each_other(file):
    integration = Integration("id", "secret", "refresh")
    file.set_token("t0ken")
    file.set_integration(integration)
    assert file.read() == Credentials(integration=integration)
    file.set_token("t0ken")
    assert file.read() == Credentials(token="t0ken")


def test_removing_tells_whether_there_was_anything(file):
    file.set_token("t0ken")
    assert [file.remove_token(), file.remove_token()] == [True, False]
    file.add_secret(None, "s")
    assert [file.remove_secret("other"), file.remove_secret(None), file.remove_secret(None)] == [
        False,
        True,
        False,
    ]


def test_removing_from_nothing_makes_no_file(file, path):
    assert not file.remove_token()
    assert not path.exists()


def test_a_webhooks_replaced_secret_stays_good_for_ten_minutes(path):
    CredentialsFile(path, lambda: NOW).add_secret("hook", "old")
    CredentialsFile(path, lambda: NOW + 1000).add_secret("hook", "new")
    assert CredentialsFile(path, lambda: 0).read().secrets == (
        StoredSecret("hook", "old", NOW, NOW + 1000 + 10 * MINUTE),
        StoredSecret("hook", "new", NOW + 1000),
    )


def test_a_second_rotation_gives_the_oldest_no_more_time_and_drops_it_when_it_is_over(path):
    for minutes, value in ((0, "a"), (1, "b"), (5, "c")):
        CredentialsFile(path, lambda at=minutes: NOW + at * MINUTE).add_secret("hook", value)
    ends = [secret.good_until for secret in CredentialsFile(path, lambda: 0).read().secrets]
    assert ends == [NOW + 11 * MINUTE, NOW + 15 * MINUTE, None]
    CredentialsFile(path, lambda: NOW + 11 * MINUTE).add_secret("another", "x")
    assert [secret.value for secret in CredentialsFile(path, lambda: 0).read().secrets] == ["b", "c", "x"]


def test_the_same_secret_twice_is_one_and_current(path):
    file = CredentialsFile(path, lambda: NOW)
    for value in ("a", "b", "a"):
        file.add_secret("hook", value)
    assert [(s.value, s.good_until is None) for s in file.read().secrets] == [("b", False), ("a", True)]


def test_secrets_of_no_webhook_add_up(file):
    file.add_secret(None, "a")
    file.add_secret(None, "b")
    file.add_secret(None, "a")
    assert [(s.value, s.good_until) for s in file.read().secrets] == [("b", None), ("a", None)]


def test_the_local_secret_is_made_once(file, path):
    local = file.local_secret()
    assert len(local) >= 32
    assert CredentialsFile(path, lambda: 0).local_secret() == local


def test_entries_of_the_user_stay(file, path):
    write(path, "chatops = 'https://x'\n[siem]\nsecret = 'y'\n")
    file.set_token("t0ken")
    assert "chatops" in path.read_text()
    assert "[siem]" in path.read_text()


def test_file_and_folder_are_for_their_owner_alone_under_any_umask(path):
    script = (
        "import os, sys; os.umask(0)\n"
        "from pathlib import Path\n"
        "from sa_monitor.settings.credentials import CredentialsFile\n"
        "CredentialsFile(Path(sys.argv[1]), lambda: 0).set_token('x')\n"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True, timeout=60)
    modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}
    assert modes.pop("credentials.toml") == 0o600
    assert set(modes.values()) <= {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_can_reach_is_refused_with_advice(file, path, mode):
    write(path, "token = 'x'", mode)
    with pytest.raises(CredentialsError, match=f"chmod 600 {path}") as caught:
        file.read()
    assert caught.value.exit_code == 2
    with pytest.raises(CredentialsError):
        file.set_token("y")
    assert path.read_text() == "token = 'x'"


def test_rights_are_judged_behind_a_symbolic_link(file, path, tmp_path):
    write(tmp_path / "real.toml", "token = 'x'", 0o644)
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real.toml")
    with pytest.raises(CredentialsError, match="Others can read"):
        file.read()


def test_nothing_is_written_through_a_symbolic_link(file, path, tmp_path):
    write(tmp_path / "real.toml", "token = 'x'")
    path.parent.mkdir()
    path.symlink_to(tmp_path / "real.toml")
    file.set_token("y")
    assert (tmp_path / "real.toml").read_text() == "token = 'x'"
    assert not path.is_symlink()
    assert file.read().token == "y"


def test_a_planted_lock_is_not_followed(file, path, tmp_path):
    path.parent.mkdir()
    (path.parent / ".credentials.toml.lock").symlink_to(tmp_path / "victim")
    with pytest.raises(CredentialsError, match="can't be opened"):
        file.set_token("y")
    assert not (tmp_path / "victim").exists()


def test_no_file_in_its_place_is_an_error(file, path):
    path.mkdir(parents=True)
    with pytest.raises(CredentialsError, match="Is a directory"):
        file.read()


def test_a_pipe_in_its_place_does_not_hang(file, path):
    path.parent.mkdir()
    os.mkfifo(path, 0o600)
    with pytest.raises(CredentialsError, match="is no file"):
        file.read()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CredentialsError, match="can't be opened"):
        CredentialsFile(tmp_path / "file" / "credentials.toml", lambda: 0).set_token("x")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\nsEcReT", 2),
        ("token = 'sEcReT", 1),
        ("a = 1\ntoken = ['sEcReT']", 2),
        ("token = ''", 1),
        ("local = 7", 1),
        ("integration = 'sEcReT'", 1),
        ("\n[integration]\nclient_id = 'sEcReT'", 2),
        ("secrets = 'sEcReT'", 1),
        ("[[secrets]]\nwebhook_id = 'x'", 1),
        ("[[secrets]]\nvalue = 1", 1),
        ("[[secrets]]\nvalue = 'sEcReT'\nadded_at = 'sEcReT'", 1),
        ("\n[[secrets]]\nvalue = 'sEcReT'\nwebhook_id = 1", 2),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_line_and_never_repeated(file, path, text, line):
    write(path, text)
    with pytest.raises(CredentialsError) as caught:
        file.read()
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert "sEcReT" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_what_cannot_be_understood_is_not_written_over(file, path):
    write(path, "secrets = 'mine'")
    with pytest.raises(CredentialsError):
        file.add_secret(None, "x")
    assert path.read_text() == "secrets = 'mine'"


def test_a_secret_written_by_hand_needs_no_dates_and_may_have_them_without_a_zone(file, path):
    write(path, "[[secrets]]\nvalue = 'a'\n[[secrets]]\nvalue = 'b'\ngood_until = 2000-01-01T00:00:00\n")
    assert file.read().secrets[0] == StoredSecret(None, "a")
    file.add_secret(None, "c")
    assert [secret.value for secret in file.read().secrets] == ["a", "c"]


def test_no_secret_shows_itself():
    credentials = Credentials(
        token="sEcReT",
        integration=Integration("client", "sEcReT", "sEcReT"),
        secrets=(StoredSecret("hook", "sEcReT", 1),),
        local="sEcReT",
    )
    assert "sEcReT" not in repr(credentials)
    assert "sEcReT" not in f"{credentials}"
    assert "client" in repr(credentials)


def test_changes_at_the_same_time_are_all_kept(path):
    def add(number):
        CredentialsFile(path, lambda: NOW).add_secret(f"hook {number}", "x")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(CredentialsFile(path, lambda: 0).read().secrets) == 12
    assert not [entry for entry in path.parent.iterdir() if entry.name.startswith(".credentials-")]


class TestSecretsOfWebhooksThatAreMade:
    def test_a_secret_of_no_webhook_is_given_to_the_one_it_turned_out_to_be_of(self, file):
        file.add_secret(None, "value")
        file.assign_secret("value", "hook")
        assert [(s.webhook_id, s.value, s.good_until) for s in file.read().secrets] == [
            ("hook", "value", None)
        ]

    def test_one_that_came_to_nothing_is_forgotten_and_no_other(self, file):
        file.add_secret(None, "kept")
        file.add_secret(None, "value")
        file.add_secret("hook", "value")
        file.take_back_secret("value")
        assert [(s.webhook_id, s.value) for s in file.read().secrets] == [(None, "kept"), ("hook", "value")]

    def test_one_that_may_come_to_something_is_good_for_a_while(self, file):
        file.add_secret(None, "kept")
        file.add_secret(None, "value")
        file.retire_secret(None, "value")
        assert [s.good_until is None for s in file.read().secrets] == [True, False]
