"""`sa-monitor doctor` about the channels: what would keep alerts from going out, without sending any."""

import json
import sys

import pytest

from tests.cli.laying import delivery


@pytest.fixture
def channels(sa, outside, places):
    """Give what is found about the channels of a configuration, as pairs of how it stands and the words."""
    outside.setenv("SA_MONITOR_PORT", "0")

    def found(config="", secrets=None):
        places.config.parent.mkdir(parents=True, exist_ok=True)
        places.config.write_text(config)
        if secrets is not None:
            places.credentials.touch(0o600)
            places.credentials.write_text(secrets)
        _, out, _ = sa("doctor", "--json")
        checks = [json.loads(line) for line in out.splitlines()]
        return [(one["status"], one["detail"]) for one in checks if one["check"] == "channels"]

    return found


def channel(**settings):
    return "[[channels]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())


def test_without_any_it_says_who_is_told(channels):
    assert channels() == [("pass", "None is configured: screens show alerts, and nobody else is told.")]


def test_those_that_could_be_told_pass_and_nothing_is_sent(channels, tmp_path):
    sent = tmp_path / "sent"
    command = [sys.executable, "-c", f"open({str(sent)!r}, 'w')"]
    config = channel(name="team", command=command) + channel(name="bell", terminal="bell")
    config += channel(name="siem", url="credentials:siem", secret="credentials:key")
    assert channels(config, '[channels]\nsiem = "https://siem.example.com/in"\nkey = "k"\n') == [
        ("pass", "3 channels: team, bell, siem.")
    ]
    assert not sent.exists()


def test_a_command_that_does_not_exist_or_cannot_be_run_fails(channels, tmp_path):
    plain, script = tmp_path / "plain", tmp_path / "script"
    plain.write_text("echo")
    script.write_text("#!/nowhere/python\n")
    script.chmod(0o755)
    commands = {
        "gone": "/nowhere/page",
        "folder": tmp_path,
        "plain": plain,
        "script": script,
        "path": "sa-monitor-nowhere",
    }
    config = "".join(channel(name=name, command=[str(path)]) for name, path in commands.items())
    assert channels(config) == [
        ("fail", '"gone": /nowhere/page doesn\'t exist.'),
        ("fail", f'"folder": {tmp_path} is a folder.'),
        ("fail", f'"plain": {plain} can\'t be executed.'),
        ("fail", f'"script": {script} is run by /nowhere/python, which doesn\'t exist.'),
        ("fail", '"path": sa-monitor-nowhere isn\'t found on the PATH.'),
    ]


def test_a_secret_that_is_missing_and_a_url_that_is_none_fail_without_repeating_it(channels):
    config = channel(name="siem", url="credentials:siem") + channel(name="chat", url="credentials:chat")
    found = channels(config, '[channels]\nchat = "canary://x"\n')
    assert found[0] == ("fail", '"siem": credentials.toml has no siem under [channels].')
    assert found[1][0] == "fail"
    assert found[1][1].startswith('"chat": its URL must be ')
    assert "canary" not in str(found)


def test_apprise_that_is_not_installed_fails_with_the_command_that_helps(channels, monkeypatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    config = channel(name="chat", apprise="credentials:chat")
    ((status, words),) = channels(config, '[channels]\nchat = "json://127.0.0.1:9"\n')
    assert status == "fail"
    assert 'pip install "sa-monitor[notify]"' in words


def test_a_rule_that_tells_nobody_is_named(channels):
    config = channel(name="pager", command=[sys.executable], min_severity="critical")
    config += '[[rules]]\nname = "mine"\nquery = "app:x"\nchannels = ["pager"]\n'
    config += '[[rules]]\nname = "lost"\nchannels = ["pager"]\n'  # an app that is marked so makes it critical
    assert channels(config) == [
        ("warn", 'Rule "mine" tells nobody: it finds a warning, and "pager" hears from critical on.')
    ]


def test_what_has_not_gone_out_for_a_while_fails(channels, store, places):
    import sqlite3

    store(delivery())
    with sqlite3.connect(places.database) as connection:  # as a listener left it whose channel is dead
        connection.execute(
            "INSERT INTO alerts (id, rule, what, severity, raised_at, last_at, count, lost) "
            "VALUES (1, 'lost', 'lost', 1, 1, 1, 1, 0)"
        )
        connection.execute(
            "INSERT INTO outbox (alert, channel, about, outcome, due_at, tries, at, error) "
            "VALUES (1, 'pager', 'raised', 'failing', 9, 9, 9, 'HTTP 502')"
        )
    connection.close()
    ((status, words),) = channels(channel(name="pager", command=[sys.executable]))
    assert status == "fail"
    assert words.startswith('Alerts to "pager" haven\'t gone out since ')
    assert "HTTP 502" in words
