"""One request, as far as it has come, and the place of its answer."""

from typing import Protocol

from sa_monitor.listener.refusals import Refusal
from sa_monitor.model.delivery import Arrival


class Asker(Protocol):
    """The connection that a request came on."""

    remote: str

    def drain(self) -> None:
        """Send the answers that are there and whose turn it is."""


class Request:
    """Filled by the parser, answered by anyone, sent by its connection in the order of its requests.

    `kept` are headers that are kept with a delivery, `framing` those that decide how it is read; names are lower-case.
    `head_size` counts the bytes of target and headers, `body_size` those of the body so far. `sealed`: the headers
    are complete. `refusal`: it can only be answered so. `answer` is whole and ready to send.
    Class attributes are the defaults: most requests set few of them, and there are very many requests.
    """

    connection: Asker
    method: bytes = b""
    target: bytes = b""
    old: bool = False
    """HTTP/1.0, which has to be told that the connection stays open."""
    head_size: int = 16
    repeated: tuple[str, ...] = ()
    sealed: bool = False
    expects: bool = False
    stays: bool = True
    """The connection stays open after the answer."""
    lingers: bool = False
    """It closes after the answer, and the client may still be sending."""
    body: bytes = b""
    body_size: int = 0
    pieces: bytearray | None = None
    refusal: Refusal | None = None
    answer: bytes | None = None

    received_at: int = 0
    since: float = 0.0
    """When it began to wait for the store, in the loop's seconds."""
    arrival: Arrival | None = None
    flaw: str | None = None
    """Why the body is no JSON object, though it is kept."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.framing: dict[str, bytes] = {}

    @property
    def weight(self) -> int:
        """Bytes that it holds, about."""
        return self.body_size + self.head_size
