"""A connection that begins with a TLS handshake."""

from asyncio import BaseTransport, Task, Transport, get_running_loop
from ssl import SSLContext

from sa_monitor.listener.connection import Connection, Shared


class SecureConnection(Connection):
    """Counts as a connection from its first packet: handshakes that lead nowhere must not use up what there is."""

    def __init__(self, shared: Shared, tls: SSLContext) -> None:
        super().__init__(shared)
        self._tls = tls
        self._handshake: Task[None] | None = None
        self._early = b""

    def connection_made(self, transport: BaseTransport) -> None:
        """Shake hands first."""
        if not isinstance(transport, Transport) or not self._admit(transport):
            return
        transport.pause_reading()
        if self._shared.connections.winding_down:
            self.drop()
        else:
            self._handshake = get_running_loop().create_task(self._shake_hands(transport))

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read. asyncio may hand it on before `start_tls` has returned: at most its 256 KiB."""
        if self._transport is None:
            self._early += self._shared.buffer[:nbytes]
        else:
            super().buffer_updated(nbytes)

    def eof_received(self) -> bool:
        """Note that the client sends no more; asyncio closes at once then, and sends only what is written by now."""
        super().eof_received()
        self._shared.routes.hurry()
        return False

    async def _shake_hands(self, raw: Transport) -> None:
        try:
            secured = await get_running_loop().start_tls(
                raw,
                self,
                self._tls,
                server_side=True,
                ssl_handshake_timeout=self._limits.silent,
                ssl_shutdown_timeout=self._limits.linger,
            )
        except OSError:  # no TLS, too slow, or gone
            secured = None
        if secured is None:
            self._forget()
        else:
            self._begin(secured)

    def _begin(self, transport: Transport) -> None:
        super()._begin(transport)
        early, self._early = self._early, b""
        if early and not self._deaf:
            self._take_in(memoryview(early))
