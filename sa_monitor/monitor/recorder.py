"""Recording: the one process of a data folder that listens, keeps and projects."""

import threading
from collections.abc import Callable, Mapping
from typing import Self

from msgspec.structs import replace

from sa_monitor.listener.server import Bind, Health, Listener
from sa_monitor.model.instants import SECOND
from sa_monitor.model.listening import Beat, Ending
from sa_monitor.model.rulebook import Rulebook
from sa_monitor.monitor.binding import bind_again, bind_of
from sa_monitor.monitor.clocks import clocks as machine_clocks
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.keyring import KeyringSource
from sa_monitor.settings.places import Places
from sa_monitor.settings.schema import Settings
from sa_monitor.store.keeper import Keeper
from sa_monitor.store.lock import ListenerLock


class Recorder:
    """Holds the folder's lock and a listener, from `start` to `stop`."""

    def __init__(
        self,
        settings: Settings,
        places: Places,
        *,
        environ: Mapping[str, str],
        clocks: Callable[[], Beat] = machine_clocks,
    ) -> None:
        self._settings = settings
        self._places = places
        self._environ = environ
        self._clocks = clocks
        self._lock = ListenerLock(places.lock)
        self._changing = threading.Lock()
        self._bind = bind_of(settings)
        self._listener: Listener | None = None
        self._rejected_before = 0
        self._keyring: KeyringSource | None = None
        self._listeners: list[Callable[[], None]] = []
        self.address: str | None = None

    def start(self, after: str | None = None) -> str:
        """Listen, and give the URL: that of `after`, the recorder before, whose place it takes, else the settings'.

        Raises AlreadyListening, PortTaken, ListenerError, StoreError, CredentialsError.
        """
        bind = self._bind if after is None else bind_again(after, self._bind)
        credentials = CredentialsFile(self._places.credentials, self._now)
        credentials.local_secret()
        with self._changing:
            self._lock.take()
            try:
                self._keyring = KeyringSource(credentials, self._environ, self._now)
                return self._listen(bind)
            except BaseException:
                self._lock.release()
                raise

    def mend(self) -> None:
        """Listen again where the listener has failed, at the same place. Raises what `start` does."""
        with self._changing:
            failed = self._listener
            if failed is None or failed.health.failure is None or self.address is None:
                return
            failed.stop()
            rejected = self.health.rejected
            self._listen(bind_again(self.address, self._bind))
            self._rejected_before = rejected

    def stop(self, ending: Ending = Ending.STOPPED) -> None:
        """Answer what is in flight, end the listening period, and let go of the folder. Idempotent."""
        with self._changing:
            if self._listener is not None:
                self._listener.stop(ending)
                self._listener = None
                self._lock.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def subscribe(self, told: Callable[[], None]) -> None:
        """Have `told` called, in the listener's thread, after each commit and each change of health."""
        self._listeners.append(told)

    def unsubscribe(self, told: Callable[[], None]) -> None:
        """Undo `subscribe`."""
        self._listeners.remove(told)

    @property
    def recording(self) -> bool:
        """Whether it was started: it holds the folder, also while its listener has failed."""
        return self._listener is not None

    @property
    def health(self) -> Health:
        """What is wrong, if anything. Only while it is started."""
        if self._listener is None:
            return Health()
        health = self._listener.health
        return replace(health, rejected=health.rejected + self._rejected_before)

    @property
    def instance(self) -> str:
        """What its listener's answers carry; empty while it isn't started."""
        return "" if self._listener is None else self._listener.instance

    @property
    def credentials_problem(self) -> str | None:
        """Why the secrets that are kept can't be read now, and what to do; those known before stay in force."""
        return self._keyring.problem if self._keyring is not None else None

    def _listen(self, bind: Bind) -> str:
        assert self._keyring is not None  # noqa: S101 (for the type checker)
        listener = Listener(
            bind,
            Keeper(self._places.database, self._clocks, self._rulebook(), self._lock),
            self._keyring,
            allow_unsigned=self._settings.allow_unsigned,
            clock=self._now,
            on_change=self._tell,
        )
        self.address = listener.start()
        self._listener = listener
        self._lock.announce(self.address)
        return self.address

    def _rulebook(self) -> Rulebook:
        """Give the rules in force; reading them costs a start only where somebody wrote some."""
        if not self._settings.rules and not self._settings.channels:
            return Rulebook(quiet=self._settings.quiet_seconds * SECOND)
        from sa_monitor.settings.alerting import rulebook_of

        return rulebook_of(self._settings)

    def _tell(self) -> None:
        for told in tuple(self._listeners):
            told()

    def _now(self) -> int:
        return self._clocks().wall
