"""Parsing in a process of its own, which a hostile file may exhaust or break without harm to this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, Any, NoReturn, TypeVar

from hpbrief.errors import LoadError, Message, UnsafeFileError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import BoxFields, Loaded, from_plain
from hpbrief.load.warm import EndedError, can_fork, run_warm

# The child sees the modules that this process sees, and nothing of the environment that could change Python.
_START = "import sys, json; a = json.loads(sys.argv[1]); sys.path[:] = a['path']; \
from hpbrief.load.child import main; main(a)"
#: Wall time allowed for each second of processor time: the machine may be busy.
_WALL = 3


def read_apart(data: bytes, kind: str, name: str, limits: Limits) -> Loaded:
    """The parts of a file of a kind (a key of ``child.READERS``), read in a child process.

    Raises UnsafeFileError naming the limit that the file passes, LoadError where it is broken.
    """
    return _asked(data, {"kind": kind}, name, limits, from_plain)


def cut_apart(data: bytes, kind: str, name: str, limits: Limits, at: BoxFields) -> bytes:
    """The picture of a place on a page, drawn in a child process; raises as :func:`read_apart`."""
    return _asked(data, {"kind": kind, "at": at}, name, limits, lambda plain: b64decode(plain["png"]))


_Answer = TypeVar("_Answer")


def _asked(
    data: bytes,
    asked: dict[str, object],
    name: str,
    limits: Limits,
    take: Callable[[dict[str, Any]], _Answer],
) -> _Answer:
    order = json.dumps({**asked, "path": sys.path, "limits": asdict(limits)})
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as said,
    ):
        given.write(data)
        given.flush()
        given.seek(0)
        try:
            code = _run(order, given, answer, said, limits.seconds * _WALL)
        except (subprocess.TimeoutExpired, TimeoutError):
            raise UnsafeFileError("took_long", where=name, most=limits.seconds) from None
        except OSError as error:
            raise LoadError("reader_not_started", where=name, error=error) from error
        result = _result(code, answer, said, name, limits)
        try:
            return take(result)
        except (ValueError, TypeError, KeyError):
            _broken(code, b"", name, limits)


def _run(order: str, given: IO[bytes], answer: IO[bytes], said: IO[bytes], seconds: float) -> int:
    """The exit code of the child: one of the process that waits, or where there is none, one started for it."""
    if can_fork():
        try:
            return run_warm(order, given, answer, said, seconds, _environment())
        except EndedError:
            given.seek(0)
            answer.truncate(0)
            answer.seek(0)
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", _START, order],
        stdin=given,
        stdout=answer,
        stderr=said,
        timeout=seconds,
        env=_environment(),
        check=False,
    ).returncode


def _environment() -> dict[str, str]:
    kept = {
        key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "PATH") if key in os.environ
    }
    return {**kept, "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _result(code: int, answer: IO[bytes], said: IO[bytes], name: str, limits: Limits) -> dict[str, Any]:
    """What the child answered."""
    size = answer.seek(0, os.SEEK_END)
    limits.check("unpacked_bytes", size, "size_of_text", where=name)
    answer.seek(0)
    try:
        result: dict[str, Any] = json.loads(answer.read())
        if "error" not in result:
            return result
    except (ValueError, TypeError, KeyError, RecursionError):
        said.seek(0)
        _broken(code, said.read(100_000), name, limits)
    kind = UnsafeFileError if result["unsafe"] else LoadError
    raise kind(Message.from_plain(result["error"]), where=name)


def _broken(code: int, said: bytes, name: str, limits: Limits) -> NoReturn:
    """Raise for a child that ended without an answer."""
    cause = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else f"exit code {code}"
    if cause in ("SIGXCPU", "SIGKILL"):
        raise UnsafeFileError("took_long", where=name, most=limits.seconds)
    if cause == "SIGXFSZ":
        raise UnsafeFileError("too_much_text", where=name, most=limits.unpacked_bytes)
    if b"memory" in said.lower() or b"alloc" in said.lower():
        raise UnsafeFileError("took_memory", where=name, most=limits.memory_bytes)
    raise UnsafeFileError("breaks_reader", where=name, cause=cause, most=limits.memory_bytes)
