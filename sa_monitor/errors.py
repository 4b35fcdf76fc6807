"""Everything that can go wrong here, as one tree.

Every error carries a *title*, which says what is so, and an *advice*, which says what to do. The tree, with the
exit code of a command that ends with it::

    SaMonitorError                 1
    ├── UsageError                 2   a wrong option, argument or combination
    ├── SettingsError              2   a wrong setting, named with its file and line
    ├── QueryError                 2   a wrong query, with the position of the mistake
    ├── CredentialsError           2   credentials that others can read, or that can't be understood
    ├── StoreError                 1   events.db
    │   ├── StoreMissing           1   nothing was ever recorded here
    │   ├── StoreNewer             1   written by a newer sa-monitor
    │   ├── StoreCorrupt           1   not a database, or a damaged one
    │   ├── StoreBusy              1   another writer holds it; worth trying again at once
    │   └── StoreUnavailable       1   can't be written now: full, read-only, gone, replaced
    ├── ListenerError              1
    │   ├── PortTaken              1   somebody else has the port
    │   └── AlreadyListening       1   another sa-monitor listens for this data folder
    ├── NotFound                   1   an id that nobody knows
    ├── ReadOnly                   1   refused by --read-only
    ├── Refused                    1   the other side understood and said no
    └── Unreachable                3   Webex, the listener or the network doesn't answer
"""


class SaMonitorError(Exception):
    """What is so (`title`) and what to do (`advice`, may be empty)."""

    exit_code = 1

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.title} {self.advice}".rstrip()


class UsageError(SaMonitorError):
    """A wrong option, argument or combination of them."""

    exit_code = 2


class SettingsError(SaMonitorError):
    """A wrong setting; the title names its file and line, or its variable.

    `entry` is the entry of a table that is wrong, where whoever found it doesn't know the file.
    """

    exit_code = 2

    def __init__(self, title: str, advice: str = "", *, entry: str = "") -> None:
        super().__init__(title, advice)
        self.entry = entry


class QueryError(SaMonitorError):
    """A wrong query. `column` counts from 1, in characters of the query's text."""

    exit_code = 2

    def __init__(self, title: str, advice: str = "", *, column: int = 1) -> None:
        super().__init__(title, advice)
        self.column = column


class CredentialsError(SaMonitorError):
    """Credentials that others can read, or that can't be understood."""

    exit_code = 2


class StoreError(SaMonitorError):
    """Something about events.db. A title without a full stop completes "not storing: ..."."""

    def __str__(self) -> str:
        title = self.title if self.title.endswith((".", "?", ")")) else f"{self.title}."
        return f"{title} {self.advice}".rstrip()


class StoreMissing(StoreError):
    """There is no events.db: nothing was ever recorded in this folder."""


class StoreNewer(StoreError):
    """events.db was written by a newer sa-monitor; nothing was changed."""


class StoreCorrupt(StoreError):
    """events.db is no database, or a damaged one; nothing was changed."""


class StoreBusy(StoreError):
    """Another writer holds events.db at this moment; the same call is worth repeating."""


class StoreUnavailable(StoreError):
    """events.db can't be written now: full, read-only, gone or replaced."""


class ListenerError(SaMonitorError):
    """Something about the listening socket."""


class PortTaken(ListenerError):
    """Another program has the port."""


class AlreadyListening(ListenerError):
    """Another sa-monitor listens for the same data folder. `pid` and `address` are its own, where known."""

    def __init__(
        self, title: str, advice: str = "", *, pid: int | None = None, address: str | None = None
    ) -> None:
        super().__init__(title, advice)
        self.pid = pid
        self.address = address


class NotFound(SaMonitorError):
    """An id that nobody knows."""


class ReadOnly(SaMonitorError):
    """A change at Webex, refused by --read-only."""


class Refused(SaMonitorError):
    """The other side understood and said no.

    `status` is its HTTP status, `tracking_id` what its support asks for, `wait` the seconds that it asks to wait.
    """

    def __init__(
        self,
        title: str,
        advice: str = "",
        *,
        status: int = 0,
        tracking_id: str | None = None,
        wait: int | None = None,
    ) -> None:
        super().__init__(title, advice)
        self.status = status
        self.tracking_id = tracking_id
        self.wait = wait


class Unreachable(SaMonitorError):
    """Webex, the listener or the network doesn't answer.

    `sent` tells that the request may have arrived all the same, `passing` that the same request may soon be answered.
    """

    exit_code = 3

    def __init__(self, title: str, advice: str = "", *, sent: bool = False, passing: bool = False) -> None:
        super().__init__(title, advice)
        self.sent = sent
        self.passing = passing
