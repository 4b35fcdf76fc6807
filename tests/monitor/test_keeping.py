"""Secrets are kept no faster than a running listener reads them."""

from sa_monitor.monitor.keeping import Keeping
from sa_monitor.settings.credentials import CredentialsFile


async def test_no_more_than_two_secrets_are_kept_in_a_second(tmp_path):
    now, slept = 1_000, []

    async def sleep(seconds):
        nonlocal now
        slept.append(seconds)
        now += round(seconds * 1_000)

    file = CredentialsFile(tmp_path / "credentials.toml", lambda: now)
    keeping = Keeping(file, tmp_path / "events.db", lambda: now, sleep)
    for number in range(5):
        await keeping.before(f"secret {number}")
        now += 100
    assert slept == [0.8, 0.0, 0.8]
    assert len(file.read().secrets) == 5


async def test_a_clock_that_is_set_back_keeps_nobody_waiting(tmp_path):
    now, slept = 1_000_000, []

    async def sleep(seconds):
        slept.append(seconds)

    file = CredentialsFile(tmp_path / "credentials.toml", lambda: now)
    keeping = Keeping(file, tmp_path / "events.db", lambda: now, sleep)
    for number in range(2):
        await keeping.before(f"secret {number}")
    now = 0
    await keeping.before("secret")
    assert max(slept) <= 1
