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

_LAST_BREATH = 0.2
"""Seconds that the end of what it wrote is waited for: something that it left running may hold the pipe."""


async def run_command(
    command: Sequence[str], message: bytes, *, patience: float, environ: Mapping[str, str] = os.environ
) -> str | None:
    """Run it to its end; None where it succeeded, else why not. What it said is foreign text.

    After `patience` seconds it is killed, with all that it has started.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=child_environment(environ),
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"{command[0]} can't be run ({getattr(error, 'strerror', None) or error})"
    said = bytearray()
    talk = [asyncio.create_task(part) for part in (_write(process, message), _read(process, said))]
    try:
        async with asyncio.timeout(patience):
            code = await process.wait()
        await asyncio.wait(talk, timeout=_LAST_BREATH)
    except TimeoutError:
        return f"it didn't end within {patience:g} s and was stopped"
    finally:
        for part in talk:
            part.cancel()
        if process.returncode is None:
            _kill_all(process)
            await process.wait()
    return None if code == 0 else _why(code, bytes(said))


async def _write(process: asyncio.subprocess.Process, message: bytes) -> None:
    """Write the message; a command that reads nothing may succeed all the same."""
    assert process.stdin is not None  # noqa: S101 (for the type checker)
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(message)
        await process.stdin.drain()
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.close()


async def _read(process: asyncio.subprocess.Process, said: bytearray) -> None:
    """Keep the end of what it says."""
    assert process.stderr is not None  # noqa: S101 (for the type checker)
    while piece := await process.stderr.read(4096):
        said += piece
        del said[:-_LAST_WORDS]


def _kill_all(process: asyncio.subprocess.Process) -> None:
    """Kill its session, of which it is the leader: also what it left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _why(code: int, said: bytes) -> str:
    last = said.decode(errors="replace").strip().splitlines()
    how = f"exit code {code}" if code > 0 else f"signal {-code}"
    return f"{how}: {last[-1]}" if last else how
