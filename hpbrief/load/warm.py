"""A process that waits with the readers loaded and forks one child for each file; it never reads a file itself, but
for small ones of our own, once for each kind.

What a child does, and all the memory that it takes, ends with it; only what was there before the first file is
shared. Where processes cannot be forked, ``sandbox`` starts one for each file instead.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import IO, Any

_START = "import sys, json; a = json.loads(sys.argv[1]); sys.path[:] = a['path']; \
from hpbrief.load.warm import serve; serve(a['socket'])"
#: Files after which a process is replaced by a fresh one.
_FILES = 400
_LONGEST = 65_536


class EndedError(Exception):
    """The process that forks is gone."""


def can_fork() -> bool:
    """Whether this system lets processes fork and hand on open files."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform != "win32"


# -- the process that waits ----------------------------------------------------------------------------


def serve(number: int) -> None:
    """Fork a child for each order that comes in at a socket, until its other end is closed."""
    from hpbrief.load.child import block_numpy, prepare, warm_up

    block_numpy()
    with socket.socket(fileno=number) as line:
        while True:
            message, files, _, _ = socket.recv_fds(line, _LONGEST, 3)
            if not message:
                return
            order = json.loads(message)
            prepare(order["kind"])
            child = os.fork()
            if child == 0:
                _read(line, order, files)
            for file in files:
                os.close(file)
            line.sendall(f"{child}\n".encode())
            _, status = os.waitpid(child, 0)
            line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            warm_up(order["kind"])  # for the next: the first has not waited for it


def _read(line: socket.socket, order: dict[str, Any], files: list[int]) -> None:
    from hpbrief.load.child import main

    try:
        line.close()
        os.setsid()  # so that it can be killed with all that it may start
        for place, file in enumerate(files):
            os.dup2(file, place)
        main(order)
    finally:
        os._exit(70)


# -- the process that asks -----------------------------------------------------------------------------


class _Warm:
    """One such process, seen from here."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.path = list(sys.path)
        self.owner = os.getpid()
        self.files = 0
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        order = json.dumps({"path": self.path, "socket": theirs.fileno()})
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", "-c", _START, order],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
            )
        except BaseException:
            self.line.close()
            raise
        finally:
            theirs.close()

    def is_usable(self) -> bool:
        """Whether it can take a file: it is ours, sees the same modules and has not read too many."""
        return self.owner == os.getpid() and self.path == sys.path and self.files < _FILES

    def run(self, order: str, files: list[int], seconds: float) -> int:
        """Have a file read; the exit code. Raises TimeoutError after so many seconds, EndedError where it is gone."""
        self.files += 1
        child = 0
        try:
            self.line.settimeout(seconds)
            socket.send_fds(self.line, [order.encode()], files)
            answers = self._answers()
            child = next(answers)
            return next(answers)
        except TimeoutError:
            self._kill(child)
            raise
        except (OSError, ValueError, StopIteration) as error:
            raise EndedError from error

    def _answers(self) -> Iterator[int]:
        held = b""
        while True:
            block = self.line.recv(100)
            if not block:
                return
            *lines, held = (held + block).split(b"\n")
            yield from map(int, lines)

    def _kill(self, child: int) -> None:
        if child > 0:
            with contextlib.suppress(OSError):
                os.killpg(child, signal.SIGKILL)

    def close(self) -> None:
        """End it; of the process that made it before this one was forked, only the line is closed."""
        with contextlib.suppress(OSError):
            self.line.close()
        if self.owner == os.getpid():
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        else:
            self.process.returncode = 0  # not this process's to wait for


class _Pool:
    """The processes that wait; each takes one file at a time."""

    def __init__(self) -> None:
        self.idle: list[_Warm] = []
        self.lock = threading.Lock()
        atexit.register(self.close)

    def take(self, environment: Mapping[str, str]) -> _Warm:
        """One that waits, or a new one."""
        while True:
            with self.lock:
                warm = self.idle.pop() if self.idle else None
            if warm is None:
                return _Warm(environment)
            if warm.is_usable():
                return warm
            warm.close()

    def give_back(self, warm: _Warm) -> None:
        """Let it wait for the next file."""
        with self.lock:
            self.idle.append(warm)

    def close(self) -> None:
        """End all that wait."""
        with self.lock:
            idle, self.idle = self.idle, []
        for warm in idle:
            warm.close()

    def forget(self) -> None:
        """In a process that was just forked: the lock may be held by a thread that is not here."""
        self.lock = threading.Lock()


_POOL = _Pool()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.forget)


def run_warm(
    order: str,
    given: IO[bytes],
    answer: IO[bytes],
    said: IO[bytes],
    seconds: float,
    environment: Mapping[str, str],
) -> int:
    """Have a file read by a child of a process that waits; the exit code of the child.

    Raises TimeoutError after so many seconds, EndedError where the process that waits is gone.
    """
    warm = _POOL.take(environment)
    try:
        code = warm.run(order, [given.fileno(), answer.fileno(), said.fileno()], seconds)
    except BaseException:
        warm.close()
        raise
    _POOL.give_back(warm)
    return code
