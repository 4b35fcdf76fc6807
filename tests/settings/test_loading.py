import re
from pathlib import Path

import pytest

from sa_monitor.errors import SettingsError
from sa_monitor.settings.loading import load_settings
from sa_monitor.settings.schema import SORTS, Settings, target_url


@pytest.fixture
def config(tmp_path):
    return tmp_path / "config.toml"


def load(config, text="", *, given=None, environ=None):
    config.write_text(text)
    return load_settings(given or {}, environ or {}, config)


def refused(config, text="", *, given=None, environ=None):
    with pytest.raises(SettingsError) as caught:
        load(config, text, given=given, environ=environ)
    return caught.value


def test_without_anything_the_defaults_hold(config):
    assert load_settings({}, {}, config) == Settings()


def test_every_setting_says_what_it_may_be():
    assert list(SORTS) == list(Settings.__struct_fields__)


def test_command_line_goes_before_environment_before_file_before_default(config):
    text, environ = (
        "port = 1\nhost = 'file'\npath = '/file'",
        {
            "SA_MONITOR_PORT": "2",
            "SA_MONITOR_HOST": "variable",
        },
    )
    settings = load(config, text, given={"port": "3"}, environ=environ)
    assert (settings.port, settings.host, settings.path) == (3, "variable", "/file")
    assert settings.api_url == Settings().api_url


def test_an_option_that_was_not_given_hides_nothing(config):
    assert load(config, "port = 1", given={"port": None}).port == 1


def test_an_empty_variable_is_none(config):
    assert load(config, "port = 1", environ={"SA_MONITOR_PORT": ""}).port == 1


@pytest.mark.parametrize(("text", "value"), [("1", True), ("TRUE", True), ("off", False), ("no", False)])
def test_a_flag_may_stand_in_a_variable(config, text, value):
    assert load(config, environ={"SA_MONITOR_ALLOW_UNSIGNED": text}).allow_unsigned is value


def test_the_mouse_is_turned_off_by_the_name_of_its_option(config):
    assert load(config, environ={"SA_MONITOR_NO_MOUSE": "1"}).mouse is False
    assert load(config, environ={"SA_MONITOR_MOUSE": "0"}).mouse is False


def test_variables_of_others_are_let_be(config):
    """Kubernetes makes SA_MONITOR_SERVICE_HOST and more for a service named sa-monitor."""
    assert load(config, environ={"SA_MONITOR_SERVICE_HOST": "10.0.0.1"}) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\nport = 'x'", 3, 'port must be a whole number from 0 to 65535, not "x"'),
        ("host = 'h'\nport = 65536", 2, "port must be"),
        ("port = true", 1, "port must be"),
        ("port = -1", 1, "port must be"),
        ("allow_unsigned = 1", 1, "allow_unsigned must be true or false"),
        ("host = ''", 1, "host must be"),
        ("path = 'webhook'", 1, "path must be a path"),
        ("path = '/healthz'", 1, "path must be a path"),
        ("path = '/a?b'", 1, "path must be a path"),
        ("public_url = 'hooks.example.com'", 1, "public_url must be a URL"),
        ("public_url = 'https://a b'", 1, "public_url must be a URL"),
        ("public_url = 'https://[::1'", 1, "public_url must be a URL"),
        ("public_url = 'https://x:99999'", 1, "public_url must be a URL"),
        ("api_url = 'ftp://x'", 1, "api_url must be a URL"),
        ("api_url = ''", 1, "api_url must be a URL"),
        ("retention_days = 1.5", 1, "retention_days must be"),
        ("tls_cert = 3\ntls_key = 'b'", 1, "tls_cert must be"),
        ("port = 1\nport = 2", 2, "no TOML"),
        ("port = 1\nhost = ", 2, "no TOML"),
        ("\n[channels]\nname = 'x'", 2, "channels must be tables"),
        ("keys = 1", 1, "keys must be a table"),
        ("tls_key = 'a'", 1, "no tls_cert"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_line(config, text, line, words):
    error = refused(config, text)
    assert str(error).startswith(f"{config}, line {line}: ")
    assert words in str(error)
    assert error.exit_code == 2


@pytest.mark.parametrize(("key", "hint"), [("prot", "port"), ("public-url", "public_url"), ("PORT", "port")])
def test_an_unknown_key_is_wrong_and_a_close_one_is_named(config, key, hint):
    error = refused(config, f"host = 'x'\n{key} = 1")
    assert f'line 2: "{key}" is no setting' in error.title
    assert f"Did you mean {hint} ?" in error.advice


def test_a_key_like_no_other_gets_the_list(config):
    assert "heartbeat_url" in refused(config, "zzz = 1").advice


def test_a_wrong_variable_and_a_wrong_option_are_named_as_they_are_written(config):
    assert refused(config, environ={"SA_MONITOR_PORT": "tcp://1"}).title.startswith("SA_MONITOR_PORT must be")
    assert refused(config, given={"public_url": "x"}).title.startswith("--public-url must be")


def test_a_message_shows_foreign_text_as_plain_ascii(config):
    title = refused(config, given={"port": "\x1b[31m\u202e" + "9" * 500}).title
    assert title.isascii()
    assert title.isprintable()
    assert len(title) < 150


def test_a_file_that_is_no_utf8_is_named_with_its_line(config):
    config.write_bytes(b"port = 1\n# \xff\n")
    with pytest.raises(SettingsError, match=re.escape(f"{config}, line 2: this is no UTF-8")):
        load_settings({}, {}, config)


def test_a_byte_order_mark_is_no_mistake(config):
    assert load(config, "\ufeffport = 1").port == 1


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match="can't be read"):
        load_settings({}, {}, tmp_path)


def test_a_huge_file_is_refused(config):
    with pytest.raises(SettingsError, match="1 MiB"):
        load(config, "#" * (1024 * 1024 + 1))


def test_what_later_parts_read_is_kept_as_it_is(config):
    channels = "".join(f"[[channels]]\nname = '{name}'\ncommand = ['true']\n" for name in "ab")
    text = f"{channels}[[rules]]\nname = 'r'\nquery = 'x'\n[keys]\nquit = 'q'"
    settings = load(config, text)
    assert [channel["name"] for channel in settings.channels] == ["a", "b"]
    assert settings.rules == ({"name": "r", "query": "x"},)
    assert settings.keys == {"quit": "q"}


def test_a_path_in_the_file_goes_from_the_files_folder(config):
    settings = load(config, "data_dir = 'data'\ntls_cert = 'c.pem'\ntls_key = '/k.pem'")
    assert settings.data_dir == config.parent / "data"
    assert (settings.tls_cert, settings.tls_key) == (config.parent / "c.pem", Path("/k.pem"))


def test_a_certificate_may_hold_its_key(config):
    assert load(config, given={"tls_cert": "both.pem"}).tls_key is None


def test_a_key_alone_serves_nothing(config):
    assert refused(config, given={"tls_key": "k.pem"}).title == "tls_key is given, but no tls_cert."


def test_an_empty_text_is_no_url_where_none_is_needed(config):
    settings = load(config, "heartbeat_url = ''\npublic_url = ''")
    assert (settings.heartbeat_url, settings.public_url) == (None, None)


def test_the_brackets_of_an_address_are_no_part_of_it(config):
    assert load(config, "host = '[::1]'").host == "::1"


def test_the_api_url_has_no_slash_at_its_end(config):
    assert load(config, "api_url = 'http://127.0.0.1:8900/v1/'").api_url == "http://127.0.0.1:8900/v1"


@pytest.mark.parametrize(
    ("public", "target"),
    [
        (None, None),
        ("https://a.example", "https://a.example/hook"),
        ("https://a.example/", "https://a.example/hook"),
        ("https://a.example/webhook", "https://a.example/webhook"),
        ("https://a.example/deep/er/", "https://a.example/deep/er/"),
        ("https://a.example:8443?key=1", "https://a.example:8443/hook?key=1"),
    ],
)
def test_a_public_url_with_a_path_is_the_whole_target(public, target):
    assert target_url(Settings(public_url=public, path="/hook")) == target
