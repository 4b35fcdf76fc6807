import asyncio
import gc
import logging
import stat
import threading

from sa_monitor.cli.last_resort import brief
from sa_monitor.cli.logs import logging_to

_SECRET = "sEc" + "ReT"  # no line of a trace shows it as code


def test_messages_go_to_a_file_for_its_owner_alone(tmp_path):
    path = tmp_path / "log"
    with logging_to(path, verbose=False):
        logging.getLogger("sa_monitor.x").warning("hello")
    assert "WARNING sa_monitor.x: hello" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_said_makes_no_file(tmp_path):
    with logging_to(tmp_path / "log", verbose=False):
        logging.getLogger("sa_monitor.x").info("hello")
    assert list(tmp_path.iterdir()) == []


def test_more_is_said_when_asked_for(tmp_path):
    with logging_to(tmp_path / "log", verbose=True):
        logging.getLogger("sa_monitor.x").debug("hello")
    assert "hello" in (tmp_path / "log").read_text()


def test_libraries_tell_their_troubles_alone(tmp_path):
    """Below that they log whole URLs, and the URL of a channel is a secret."""
    with logging_to(tmp_path / "log", verbose=True):
        logging.getLogger("httpx").info("HTTP Request: POST https://hooks.example.com/sEcReT")
        logging.getLogger("urllib3.connectionpool").debug("POST /sEcReT HTTP/1.1")
        logging.getLogger("httpx").warning("hello")
    written = (tmp_path / "log").read_text()
    assert "hello" in written
    assert "sEcReT" not in written


def test_foreign_text_is_clean(tmp_path):
    with logging_to(tmp_path / "log", verbose=False):
        logging.getLogger("x").warning("a\x1b[31m\x9bb\u202e")
    assert (tmp_path / "log").read_text().rstrip("\n").isprintable()


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path, capsys):
    with logging_to(tmp_path / "nowhere" / "log", verbose=False):
        logging.getLogger("x").warning("hello")
    assert capsys.readouterr() == ("", "")


def test_the_file_stays_small(tmp_path):
    with logging_to(tmp_path / "log", verbose=False):
        for _ in range(30):
            logging.getLogger("x").warning("x" * 100_000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3_000_000
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in tmp_path.iterdir())


def test_what_ends_a_thread_goes_there_and_nowhere_else(tmp_path, capsys):
    def ends():
        raise ValueError(_SECRET)

    with logging_to(tmp_path / "log", verbose=False):
        thread = threading.Thread(target=ends, name="one")
        thread.start()
        thread.join()
    written = (tmp_path / "log").read_text()
    assert "the thread 'one' ended" in written
    assert ", in ends" in written
    assert _SECRET not in written
    assert capsys.readouterr() == ("", "")


def test_what_a_loop_says_goes_there_without_what_it_was_busy_with(tmp_path):
    async def forgets():
        async def ends():
            raise ValueError(_SECRET)

        asyncio.get_running_loop().call_soon(int, _SECRET)
        task = asyncio.ensure_future(ends())
        await asyncio.wait([task])
        del task

    with logging_to(tmp_path / "log", verbose=False):
        asyncio.run(forgets())
        gc.collect()
    written = (tmp_path / "log").read_text()
    assert "ERROR asyncio: Exception in callback int\n" in written
    assert "ERROR asyncio: Task exception was never retrieved\n" in written
    assert _SECRET not in written


def test_where_no_file_is_written_one_line_is_said(monkeypatch, capsys):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    brief()
    try:
        int(_SECRET)
    except ValueError:
        logging.getLogger("x").exception("a\x1b[31m look failed")
    assert capsys.readouterr().err == "sa-monitor: a[31m look failed (ValueError)\n"
