"""Every deadline and bound of the listener, as one value."""

from msgspec import Struct

KIB = 1024
MIB = 1024 * KIB


class Limits(Struct, frozen=True, kw_only=True):
    """Durations are seconds, sizes bytes (`interface.md`, "The listener, as Webex sees it"; `design.md`, 2 and 4)."""

    body: int = MIB
    head: int = 32 * KIB
    """Of one request, all that isn't its body: headers, trailers, chunk extensions, blank lines before it."""
    unanswered: int = 64
    """Requests of one connection that wait for their answer before it is read no further."""
    write_buffer: int = 64 * KIB
    """Answers that a client hasn't taken; above, it is read no further."""

    connections: int = 4096
    tls_connections: int = 512
    """Fewer, as each holds a quarter MiB in asyncio."""
    spare_files: int = 128
    """File descriptors that connections leave to the rest of the process."""
    receiving: int = 64 * MIB
    """Parts of bodies, over all connections."""
    waiting: int = 64 * MIB
    """Requests that wait for the store, over all connections."""

    silent: float = 10.0
    """From the connection to its first byte, or to the end of the TLS handshake."""
    incomplete: float = 10.0
    """From the first byte of a request to its last."""
    idle: float = 120.0
    """Between two requests."""
    unread: float = 10.0
    """For the client to take answers, once it stopped taking them."""
    linger: float = 10.0
    """For the client to notice a refusal and stop sending: closed at once, it might never read the answer."""
    sweep: float = 0.25
    """Between two looks at the deadlines, and so how late they may be."""

    batch: int = 512
    batch_bytes: int = 8 * MIB
    busy_retry: float = 0.005
    slow_patience: float = 5.0
    """That a delivery waits for a store that is too slow, before it is answered 503: Webex gives up after about 15 s.
    Once the oldest has waited for half of it, those that come are answered so at once."""
    shed_calm: float = 5.0
    """Without a delivery answered so, until it is said that all are stored again."""
    busy_patience: float = 2.0
    """That a delivery waits for a store that is busy, before it is answered 503."""

    cheap: int = 50
    """Requests that keep nothing, answered over all connections in one window of `cheap_window` seconds."""
    cheap_window: float = 0.01
    cautious_read: int = 4 * KIB
    """Read at once from a connection that has brought nothing so far."""

    rejected_rate: int = 10
    """Rejected deliveries kept in a second; the others are only counted."""
    rejected_delay: float = 0.2
    """Until rejected deliveries are written, as one."""

    beat: float = 5.0
    mend: float = 1.0
    """Between two attempts at what failed."""

    projection_share: float = 0.1
    """Of the time that projecting takes at least, however many deliveries come in."""
    slice: float = 0.010
    long_slice: float = 0.020
    """That one projection may take: while deliveries come in, and while none do."""

    grace: float = 3.0
    """For requests in flight, when it stops."""
    farewell: float = 0.5
    """For clients to take the last answers."""
    last_projection: float = 1.0
