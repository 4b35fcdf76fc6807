"""One listener for each folder."""

import os

import pytest

from sa_monitor.errors import AlreadyListening
from sa_monitor.store.lock import ListenerLock, holder_of


def test_who_comes_second_hears_who_was_first(tmp_path):
    path = tmp_path / "data" / "listener.lock"
    lock = ListenerLock(path).take()
    lock.announce("http://127.0.0.1:8787/webhook")
    with pytest.raises(AlreadyListening) as refused:
        ListenerLock(path).take()
    assert (refused.value.pid, refused.value.address) == (os.getpid(), "http://127.0.0.1:8787/webhook")
    assert holder_of(path).address == "http://127.0.0.1:8787/webhook"
    lock.release()


def test_a_released_lock_is_free_and_names_nobody(tmp_path):
    path = tmp_path / "listener.lock"
    ListenerLock(path).take().release()
    assert holder_of(path) is None
    ListenerLock(path).take().release()


def test_a_folder_without_a_lock_has_no_holder(tmp_path):
    assert holder_of(tmp_path / "listener.lock") is None
