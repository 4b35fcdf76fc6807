from sa_monitor.present.as_started import as_started
from sa_monitor.present.faces import no_event
from sa_monitor.present.tone import line_width, plain

OPTIONS = "--data-dir '/srv/my data' --config /etc/sa.toml"


def test_each_command_in_the_words_gets_the_options():
    words = "sa-monitor token set, then: sa-monitor webhooks create"
    assert as_started(words, OPTIONS) == (
        f"sa-monitor {OPTIONS} token set, then: sa-monitor {OPTIONS} webhooks create"
    )
    assert as_started('Start "sa-monitor".', OPTIONS) == f'Start "sa-monitor {OPTIONS}".'


def test_the_program_that_is_only_spoken_of_gets_none():
    for words in (
        "Only the sa-monitor that listens asks Webex.",
        "Another sa-monitor listens.",
        "sa-monitor 1.2",
        "Try: sa-monitor secrets remove --help",
    ):
        assert as_started(words, OPTIONS) == words


def test_without_options_a_command_stays_as_it_is():
    assert as_started("See: sa-monitor secrets list", "") == "See: sa-monitor secrets list"


def test_on_the_narrowest_screen_a_long_command_is_one_for_a_shell_and_fits():
    long = "--data-dir /a/folder/of/some/length/for/data --config /a/folder/of/some/length/for/conf.toml"
    shown = [plain(line) for line in no_event("http://127.0.0.1:8787/webhook", "events.db", 80, long)]
    assert all(line_width(line) <= 80 for line in no_event("http://x", "events.db", 80, long))
    first = next(at for at, line in enumerate(shown) if "Try it with" in line)
    command, at = "", first
    while True:
        command += shown[at][16:].removesuffix("\\")
        if not shown[at].endswith("\\"):
            break
        at += 1
    assert command == f"sa-monitor {long} trigger authorized"
