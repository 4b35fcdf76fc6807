"""A command as a channel: a program of the user's own, with the alert as JSON on its standard input.

It is run as it is written, by no shell, and nothing of an alert becomes an argument. It gets the environment of this
program without what is secret in it. What it leaves running goes on, unless it had to be stopped itself.
"""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sa_monitor.model.child_environment import child_environment

_LAST_WORDS = 2000
"""Bytes of what it wrote to standard error that are kept to say why it failed."""

_LONGEST = 200
"""Characters of its last line that are told."""

_LAST_BREATH = 0.2
"""Seconds that the end of what it wrote is waited for: something that it left running may hold the pipe."""

_INPUT, _ERRORS = 0, 2


async def run_command(
    command: Sequence[str], message: bytes, *, patience: float, environ: Mapping[str, str] = os.environ
) -> str | None:
    """Run it to its end; None where it succeeded, else why not. What it said is foreign text.

    After `patience` seconds it is killed, with all that it has started.
    """
    try:
        transport, talk = await asyncio.get_running_loop().subprocess_exec(
            _Talk,
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=child_environment(environ),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"{command[0]} can't be run ({getattr(error, 'strerror', None) or error})"
    try:
        _write(transport, message)
        async with asyncio.timeout(patience):
            await talk.ended.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_BREATH):
                await talk.silent.wait()
    except TimeoutError:
        return f"it didn't end within {patience:g} s and was stopped"
    finally:
        if transport.get_returncode() is None:
            _kill_all(transport.get_pid())
            await talk.ended.wait()
        transport.close()
    code = transport.get_returncode() or 0
    return None if code == 0 else _why(code, bytes(talk.said))


class _Talk(asyncio.SubprocessProtocol):
    """Hears that it has ended, whoever holds its pipes still, and keeps the end of what it says."""

    def __init__(self) -> None:
        self.said = bytearray()
        self.ended = asyncio.Event()
        self.silent = asyncio.Event()

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 (there is one)
        self.said += data
        del self.said[:-_LAST_WORDS]

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 (it may close early)
        if fd == _ERRORS:
            self.silent.set()

    def process_exited(self) -> None:
        self.ended.set()


def _write(transport: asyncio.SubprocessTransport, message: bytes) -> None:
    """Write the message; a command that reads nothing may succeed all the same."""
    pipe = transport.get_pipe_transport(_INPUT)
    assert isinstance(pipe, asyncio.WriteTransport)  # noqa: S101 (for the type checker)
    pipe.write(message)
    pipe.write_eof()


def _kill_all(leader: int) -> None:
    """Kill its session: also what it left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _why(code: int, said: bytes) -> str:
    last = said.decode(errors="replace").strip().splitlines()
    how = f"exit code {code}" if code > 0 else f"signal {-code}"
    return f"{how}: {last[-1][:_LONGEST]}" if last else how
