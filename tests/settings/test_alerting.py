"""`[[channels]]` and `[[rules]]`, as they are written and as they are refused."""

import pytest

from sa_monitor.errors import SettingsError
from sa_monitor.model.alert import Condition, Severity
from sa_monitor.model.channel import Means
from sa_monitor.model.instants import MINUTE
from sa_monitor.settings.alerting import channels_of, rulebook_of
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.stored import read_credentials

CONTRACT = """
[[channels]]
name = "team"
command = ["/usr/local/bin/page", "--json"]
timeout = 20
min_severity = "critical"

[[channels]]
name = "chatops"
apprise = "credentials:chatops"

[[channels]]
name = "siem"
url = "https://siem.example.com/in"
secret = "credentials:siem"

[[channels]]
name = "bell"
terminal = "bell"
min_severity = "notice"

[[rules]]
name = "reporting lost"
query = "event:deauthorized app:call-reporting"
severity = "critical"
channels = ["team", "chatops"]

[[rules]]
name = "wave"
count = 20
minutes = 3

[[rules]]
name = "rejected"
enabled = false
"""


@pytest.fixture
def load(tmp_path):
    def loading(text):
        config = tmp_path / "config.toml"
        config.write_text(text)
        return load_settings({}, {}, config)

    return loading


def test_channels_are_read_as_the_contract_writes_them(load):
    team, chatops, siem, bell = channels_of(load(CONTRACT))
    assert (team.means, team.command, team.timeout, team.min_severity) == (
        Means.COMMAND,
        ("/usr/local/bin/page", "--json"),
        20,
        Severity.CRITICAL,
    )
    assert (chatops.means, chatops.url, chatops.timeout) == (Means.APPRISE, "credentials:chatops", 10)
    assert (siem.means, siem.url, siem.secret) == (
        Means.URL,
        "https://siem.example.com/in",
        "credentials:siem",
    )
    assert (bell.means, bell.min_severity) == (Means.BELL, Severity.NOTICE)


def test_rules_are_a_users_own_beside_those_that_are_built_in_as_they_were_switched(load):
    rulebook = rulebook_of(load(CONTRACT))
    (own,) = rulebook.own
    assert (own.name, own.severity, own.channels) == (
        "reporting lost",
        Severity.CRITICAL,
        ("team", "chatops"),
    )
    wave, rejected = rulebook.built_in[Condition.WAVE], rulebook.built_in[Condition.REJECTED]
    assert (wave.count, wave.within, wave.enabled) == (20, 3 * MINUTE, True)
    assert not rejected.enabled
    assert rulebook.built_in[Condition.LOSS].enabled


def test_what_the_terminal_tells_is_sent_by_nobody(load):
    assert [channel.name for channel in rulebook_of(load(CONTRACT)).channels] == ["team", "chatops", "siem"]


def test_a_rule_that_is_named_is_switched_on(load):
    assert rulebook_of(load('[[rules]]\nname = "silence"\nhours = 6')).built_in[Condition.SILENCE].enabled


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[channels]]\nname = "a"', 2, "needs one of command, url, apprise, terminal"),
        ('[[channels]]\ncommand = ["x"]', 1, "name must be text"),
        ('[[channels]]\nname = "a"\ncommand = "x; rm"', 3, "command must be a list"),
        ('[[channels]]\nname = "a"\ncommand = ["x"]\nurl = "https://x"', 4, "needs one of"),
        ('[[channels]]\nname = "a"\napprise = "wxteams://token"', 3, 'must be "credentials:NAME"'),
        ('[[channels]]\nname = "a"\nurl = "ftp://x"', 3, "url must be a URL"),
        ('[[channels]]\nname = "a"\nterminal = "flash"', 3, 'must be "bell" or "desktop"'),
        ('[[channels]]\nname = "a"\ncomand = ["x"]', 3, "isn't known here"),
        ('[[channels]]\nname = "a"\ncommand = ["x"]\ntimeout = 0', 4, "timeout must be"),
        ('[[channels]]\nname = "a"\ncommand = ["x"]\nmin_severity = "bad"', 4, "notice, warning, critical"),
        (
            'port = 1\n[[channels]]\nname = "a"\ncommand = ["x"]\n[[channels]]\nname = "a"\ncommand = ["x"]',
            6,
            "two",
        ),
        (
            '[[rules]]\nname = "wave"\n[[rules]]\nname = "wave"\nenabled = false',
            4,
            'there are two rules "wave"',
        ),
        ('[[rules]]\nname = "silence"\nhours = 1\nminutes = 5', 4, "two ways to say one time"),
        ('[[rules]]\nname = "lost"\nseverity = "Critical"', 3, "severity must be notice, warning, critical"),
        ('[[rules]]\nname = "mine"', 2, "needs a query"),
        ('[[rules]]\nname = "wave"\nquery = "app:x"', 2, "is built in"),
        ('[[rules]]\nname = "mine"\nquery = "ap:x"', 3, "isn't a key"),
        ('[[rules]]\nname = "mine"\nquery = "since:7d"', 3, "since: means nothing in a rule"),
        ('[[rules]]\nname = "mine"\nquery = "is:new"', 3, "is:new means nothing"),
        ('[[rules]]\nname = "mine"\nquery = "x"\nchannels = ["tem"]', 4, "no channel"),
        ('[[rules]]\nname = "mine"\nquery = "x"\nenabled = "no"', 4, "true or false"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(load, tmp_path, text, line, words):
    with pytest.raises(SettingsError) as caught:
        load(text)
    assert caught.value.title.startswith(f"{tmp_path / 'config.toml'}, line {line}: ")
    assert words in caught.value.title


@pytest.mark.parametrize("written", ["criticl", "Critical"])
def test_a_severity_that_is_misspelt_is_answered_by_the_one_that_is_meant(load, written):
    with pytest.raises(SettingsError) as caught:
        load(f'[[channels]]\nname = "a"\ncommand = ["x"]\nmin_severity = "{written}"')
    assert caught.value.advice == "Did you mean critical ?"


def test_no_message_repeats_a_secret(load):
    with pytest.raises(SettingsError) as caught:
        load('[[channels]]\nname = "a"\napprise = "wxteams://canary"')
    assert "canary" not in str(caught.value)


def test_secrets_of_channels_stand_in_the_credentials(tmp_path):
    kept = read_credentials(b'[channels]\nsiem = "s3cret"', tmp_path / "credentials.toml")
    assert kept.channels == {"siem": "s3cret"}
    assert "s3cret" not in repr(kept)
