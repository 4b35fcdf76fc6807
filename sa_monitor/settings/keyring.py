"""The signing secrets that a listener judges by, as they are now."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping

from sa_monitor.errors import CredentialsError
from sa_monitor.model.instants import SECOND
from sa_monitor.model.signature import ENVIRONMENT, GENERAL, LOCAL, Keyring, Secret
from sa_monitor.settings.credentials import CredentialsFile
from sa_monitor.settings.stored import Credentials

MOST_READS = 5
"""Times a second that the file is read again: a flood of forged deliveries must not become a flood of reading."""

VARIABLE = "SA_MONITOR_SECRET"


class KeyringSource:
    """Call it for the current keyring; it costs one look at the file's stamp, and a reading when that changed.

    A file that became unreadable leaves the last good keyring in force; `problem` then says why. Raises
    CredentialsError when it is made, where the file can't be read from the first.
    """

    def __init__(self, file: CredentialsFile, environ: Mapping[str, str], clock: Callable[[], int]) -> None:
        self._file = file
        self._given = environ.get(VARIABLE) or None
        self._clock = clock
        self._reads: deque[int] = deque(maxlen=MOST_READS)
        self.problem: str | None = None
        credentials, self._stamp = file.read_stamped()
        self._keyring = Keyring(tuple(_secrets(credentials, self._given)))

    def __call__(self) -> Keyring:
        """Give the keyring as it is now."""
        stamp = self._file.stamp()
        if stamp != self._stamp and self._may_read():
            self._read()
        return self._keyring

    def _may_read(self) -> bool:
        now = self._clock()
        if len(self._reads) == MOST_READS and 0 <= now - self._reads[0] < SECOND:
            return False
        self._reads.append(now)
        return True

    def _read(self) -> None:
        stamp = self._file.stamp()
        try:
            credentials, self._stamp = self._file.read_stamped()
        except CredentialsError as error:
            self.problem, self._stamp = str(error), stamp
        else:
            self.problem = None
            self._keyring = Keyring(tuple(_secrets(credentials, self._given)))


def _secrets(credentials: Credentials, given: str | None) -> Iterator[Secret]:
    for secret in credentials.secrets:
        label = GENERAL if secret.webhook_id is None else secret.webhook_id
        yield Secret(label, secret.value, secret.webhook_id, secret.good_until)
    if given:
        yield Secret(ENVIRONMENT, given)
    if credentials.local:
        yield Secret(LOCAL, credentials.local)
