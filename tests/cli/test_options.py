import json

import pytest

from tests.cli.laying import delivery


@pytest.mark.parametrize(
    "place",
    [
        lambda option: [*option, "info"],
        lambda option: ["info", *option],
    ],
)
def test_shared_options_are_taken_before_and_after_the_command(sa, tmp_path, place):
    code, out, _ = sa("--json", *place(["--data-dir", tmp_path / "other"]))
    assert code == 0
    assert json.loads(out)["database"] == str(tmp_path / "other" / "events.db")


@pytest.mark.parametrize(
    "arguments",
    [("--json", "secrets", "list"), ("secrets", "--json", "list"), ("secrets", "list", "--json")],
)
def test_json_is_taken_at_every_place(sa, arguments):
    sa("secrets", "add", "hook", stdin="s")
    _, out, _ = sa(*arguments)
    assert json.loads(out)["webhook_id"] == "hook"


def test_what_stands_later_goes_first(sa, tmp_path):
    _, out, _ = sa("--data-dir", tmp_path / "a", "info", "--data-dir", tmp_path / "b", "--json")
    assert json.loads(out)["database"] == str(tmp_path / "b" / "events.db")


def test_one_run_gives_nothing_to_the_next(sa):
    sa("info", "--json")
    _, out, _ = sa("info")
    assert not out.startswith("{")


def test_config_moves_the_credentials_too(sa, tmp_path):
    _, out, _ = sa("info", "--json", "--config", tmp_path / "x" / "my.toml")
    assert json.loads(out)["credentials"] == str(tmp_path / "x" / "credentials.toml")


def test_the_data_folder_may_stand_in_the_configuration(sa, outside, places, tmp_path):
    outside.delenv("SA_MONITOR_DATA_DIR")
    places.config.parent.mkdir()
    places.config.write_text(f"data_dir = '{tmp_path / 'there'}'")
    _, out, _ = sa("info", "--json")
    assert json.loads(out)["database"] == str(tmp_path / "there" / "events.db")


def test_a_wrong_setting_ends_any_command_with_its_file_and_line(sa, places):
    places.config.parent.mkdir()
    places.config.write_text("host = 'x'\nprot = 1\n")
    code, out, err = sa("events")
    assert (code, out) == (2, "")
    assert f"{places.config}, line 2" in err
    assert "Did you mean port ?" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("--nothing",),
        ("-x",),
        ("info", "more"),
        ("info", "--nothing"),
        ("info", "--data-dir"),
        ("listen", "--port", "x"),
        ("listen", "--port", "65536"),
        ("listen", "--path", "webhook"),
        ("listen", "--public-url", "nowhere"),
        ("listen", "--tls-key", "k"),
        ("simulate", "--port", "-1"),
        ("simulate", "--rate", "-1"),
        ("simulate", "--rate", "nan"),
        ("simulate", "--rate", "inf"),
        ("simulate", "--token", "with blank"),
        ("simulate", "--seed", "x"),
        ("trigger",),
        ("trigger", "created"),
        ("trigger", "authorized", "--date", "soon"),
        ("trigger", "authorized", "--url", "nowhere"),
        ("trigger", "authorized", "--url", "http://[::1"),
        ("token",),
        ("token", "nothing"),
        ("token", "set"),
        ("secrets",),
        ("secrets", "add"),
        ("secrets", "add", "hook"),
        ("secrets", "add", ""),
        ("secrets", "remove", "\x1b[31m"),
        ("apps", "--limit", "3"),
        ("events", "--limit", "x"),
        ("events", "--limit", "-1"),
        ("events", "--limit", "99999999999999999999"),
        ("events", "--folow"),
        ("show",),
        ("show", "x"),
        ("show", "-1"),
        ("show", "99999999999999999999"),
        ("show", "1", "2"),
        ("deliveries", "--outcome", "lost"),
        ("deliveries", "--limit", "-1"),
        ("gaps", "x"),
        ("rebuild", "x"),
        ("completion",),
        ("completion", "powershell"),
        ("demo", "--seed", "x"),
        ("demo", "--port", "x"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why_on_standard_error_alone(sa, arguments):
    code, out, err = sa(*arguments)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


def test_a_close_option_is_named(sa):
    _, _, err = sa("events", "--folow")
    assert "--follow" in err


def test_without_a_terminal_there_is_no_screen_but_a_hint(sa):
    code, out, err = sa()
    assert (code, out) == (2, "")
    assert "no terminal" in err
    assert "sa-monitor listen" in err


def test_read_only_and_verbose_change_nothing_of_what_is_printed(sa, store):
    store(delivery())
    plain = sa("events", "--json")
    assert sa("--read-only", "--verbose", "events", "--json", "--api-url", "http://127.0.0.1:9/v1") == plain


def test_a_command_that_helps_is_named_as_this_one_was_started(sa, tmp_path):
    data, config = tmp_path / "my data", tmp_path / "c.toml"
    _, _, told = sa("secrets", "remove", "hook", "--data-dir", data, "--config", config)
    assert told == (
        "sa-monitor: No secret of webhook hook is known. "
        f"See: sa-monitor --data-dir '{data}' --config {config} secrets list\n"
    )
    _, out, _ = sa("doctor", "--data-dir", data, "--json")
    advices = [json.loads(line)["advice"] for line in out.splitlines()]
    assert (
        f"Start \"sa-monitor --data-dir '{data}'\", or \"sa-monitor --data-dir '{data}' listen\" as a service."
        in (advices)
    )


def test_where_the_environment_names_the_folders_a_command_needs_no_options(sa):
    assert sa("secrets", "remove", "hook")[2].endswith("See: sa-monitor secrets list\n")
