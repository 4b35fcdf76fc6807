"""Recording end to end: a signed delivery over HTTP, on disk before its answer, and read a moment later."""

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sa_monitor.errors import AlreadyListening, CredentialsError
from sa_monitor.model.delivery import Outcome
from sa_monitor.model.listening import Ending
from sa_monitor.model.signature import sign
from sa_monitor.monitor.clocks import wall_clock
from sa_monitor.monitor.recorder import Recorder
from sa_monitor.monitor.status import Role
from sa_monitor.monitor.watch import Watch
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.places import Places, find_places
from sa_monitor.settings.schema import Settings
from sa_monitor.store.reader import Reader
from tests.store.conftest import body_of

PATIENCE = 30
SECRET = "known from the environment"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places(tmp_path / "data", tmp_path / "config" / "config.toml", {})


def _recorder(places: Places, **settings: object) -> Recorder:
    return Recorder(Settings(port=0, **settings), places, environ={"SA_MONITOR_SECRET": SECRET})


@pytest.fixture
def recorder(places: Places) -> Iterator[Recorder]:
    with _recorder(places) as recorder:
        yield recorder


def _post(recorder: Recorder, body: bytes, secret: str | None = SECRET) -> httpx.Response:
    headers = {} if secret is None else {"X-Spark-Signature": sign(secret, body)}
    return httpx.post(
        recorder.address or "", content=body, headers=headers, timeout=PATIENCE, trust_env=False
    )


def test_a_signed_delivery_is_on_disk_when_it_is_answered(places, recorder):
    answer = _post(recorder, body_of())
    assert (answer.status_code, answer.json()) == (200, {"delivery": 1})
    connection = sqlite3.connect(places.database)
    assert connection.execute("SELECT body FROM deliveries WHERE id = 1").fetchone() == (body_of(),)
    connection.close()


async def test_a_watch_with_its_own_recorder_hears_of_it(places, recorder):
    async with Watch(places, recorder) as watch, asyncio.timeout(PATIENCE):
        assert (watch.status().role, watch.status().address) == (Role.RECORDING, recorder.address)
        await asyncio.to_thread(_post, recorder, body_of())
        while await watch.history.count() != 1:
            await watch.changed()


async def test_a_watch_hears_of_a_rejected_delivery(places, recorder):
    async with Watch(places, recorder) as watch, asyncio.timeout(PATIENCE):
        answer = await asyncio.to_thread(_post, recorder, body_of(), "wrong")
        assert answer.status_code == 401
        while watch.status().rejected != 1:
            await watch.changed()


def test_the_local_secret_is_made_at_the_first_start_and_verifies_synthetic_deliveries(places, recorder):
    local = CredentialsFile(places.credentials, wall_clock).local_secret()
    assert _post(recorder, body_of(), local).status_code == 200
    recorder.stop()
    with Reader.open(places.database) as reader:
        assert reader.page()[0].event.synthetic
        assert reader.authorizations() == []


def test_a_secret_is_known_before_the_next_delivery_is_judged_and_gone_when_it_was_removed(places, recorder):
    credentials = CredentialsFile(places.credentials, wall_clock)
    assert _post(recorder, body_of(), "of a webhook made elsewhere").status_code == 401
    credentials.add_secret("hook-1", "of a webhook made elsewhere")
    assert _post(recorder, body_of(), "of a webhook made elsewhere").status_code == 200
    credentials.remove_secret("hook-1")
    assert _post(recorder, body_of(), "of a webhook made elsewhere").status_code == 401


def test_after_a_rotation_the_old_secret_is_good_for_a_while(places, recorder):
    credentials = CredentialsFile(places.credentials, wall_clock)
    credentials.add_secret("hook-1", "old")
    credentials.add_secret("hook-1", "new")
    assert [_post(recorder, body_of(), secret).status_code for secret in ("new", "old", "other")] == [
        200,
        200,
        401,
    ]


def test_a_known_webhook_isnt_verified_by_anothers_secret(places, recorder):
    credentials = CredentialsFile(places.credentials, wall_clock)
    credentials.add_secret("hook-1", "one")
    credentials.add_secret("hook-2", "two")
    assert _post(recorder, body_of(webhook="hook-1"), "two").status_code == 401
    assert _post(recorder, body_of(webhook="hook-9"), "two").status_code == 200


def test_unsigned_deliveries_are_taken_only_when_allowed_and_no_secret_is_known(places):
    with Recorder(Settings(port=0, allow_unsigned=True), places, environ={}) as recorder:
        assert _post(recorder, body_of(), None).status_code == 200
        assert _post(recorder, body_of(org="org-2"), "anything").status_code == 200
        CredentialsFile(places.credentials, wall_clock).add_secret(None, "now one is known")
        assert _post(recorder, body_of(org="org-3"), None).status_code == 401
    with Reader.open(places.database) as reader:
        assert {step.event.signature for step in reader.page()} == {"unsigned"}


def test_who_comes_second_to_a_folder_is_told_who_listens(places, recorder):
    with pytest.raises(AlreadyListening) as refused:
        _recorder(places).start()
    assert refused.value.address == recorder.address


def test_credentials_that_others_can_read_stop_the_start(places):
    places.credentials.parent.mkdir(parents=True)
    places.credentials.write_text("")
    places.credentials.chmod(0o644)
    with pytest.raises(CredentialsError, match="chmod 600"):
        _recorder(places).start()


def test_a_stop_is_a_gap_until_the_next_start(places):
    for _ in range(2):
        with _recorder(places) as recorder:
            _post(recorder, body_of())
    with Reader.open(places.database) as reader:
        (first, last) = reader.gaps(wall_clock() + 1)
    assert (first.reason, last.until) == (Ending.STOPPED, None)
    assert first.until is not None


def test_a_database_that_was_moved_away_is_refused_until_it_is_back(places, recorder):
    assert _post(recorder, body_of()).status_code == 200
    away = places.database.rename(places.data / "away.db")
    for _ in range(2):
        refused = _post(recorder, body_of(org="org-2"))
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
    away.rename(places.database)
    assert _post(recorder, body_of(org="org-3")).status_code == 200
    recorder.stop()
    with Reader.open(places.database) as reader:
        assert {step.event.org_id for step in reader.page()} >= {"org-1", "org-3"}


async def test_secrets_that_become_unreadable_are_told_and_those_known_before_stay(places, recorder):
    credentials = CredentialsFile(places.credentials, wall_clock)
    credentials.add_secret("hook-1", "of hook-1")
    async with Watch(places, recorder) as watch, asyncio.timeout(PATIENCE):
        assert (await asyncio.to_thread(_post, recorder, body_of(), "of hook-1")).status_code == 200
        places.credentials.chmod(0o644)
        assert (await asyncio.to_thread(_post, recorder, body_of(), "of hook-1")).status_code == 200
        while watch.status().credentials is None:
            await watch.changed()
        assert "chmod 600" in watch.status().credentials
        places.credentials.chmod(0o600)
        await asyncio.to_thread(_post, recorder, body_of(), "of hook-1")
        while watch.status().credentials is not None:
            await watch.changed()


@pytest.mark.parametrize(
    ("webhook", "secret", "why"),
    [
        ("hook-1", "two", "wrong signature: made with the secret of another webhook"),
        ("hook-1", "of nobody", "wrong signature"),
        ("hook-9", "of nobody", "wrong signature: webhook id unknown here"),
        ("hook-1", None, "no signature header"),
    ],
)
def test_why_a_delivery_was_rejected_is_kept_as_far_as_can_be_told(places, recorder, webhook, secret, why):
    credentials = CredentialsFile(places.credentials, wall_clock)
    credentials.add_secret("hook-1", "one")
    credentials.add_secret("hook-2", "two")
    answer = _post(recorder, body_of(webhook=webhook), secret)
    assert answer.status_code == 401
    assert "another webhook" not in answer.text
    recorder.stop()
    with Reader.open(places.database) as reader:
        assert [kept.problem for kept in reader.deliveries(outcome=Outcome.REJECTED)] == [why]
