"""Old events go in pieces: small ones beside a listener, and quickly where there is none to hold up."""

import pytest

from sa_monitor.store.lock import LOCK, ListenerLock
from sa_monitor.store.stride import Stride


@pytest.fixture
def listening(path):
    lock = ListenerLock(path.with_name(LOCK)).take()
    yield
    lock.release()


def _grown(stride):
    for _ in range(20):
        breath = stride.took(0.0001)
    return stride.length, breath


def test_beside_a_listener_pieces_stay_small_and_it_has_time_between_them(path, listening):
    length, breath = _grown(Stride(path))
    assert length <= 128
    assert breath > 0.005


def test_where_nobody_listens_pieces_are_larger_and_hardly_wait(path):
    length, breath = _grown(Stride(path))
    assert length > 1_000
    assert breath < 0.001


def test_a_piece_that_took_long_is_followed_by_a_smaller_one(path, listening):
    stride = Stride(path)
    _grown(stride)
    stride.took(1.0)
    assert stride.length == 1
