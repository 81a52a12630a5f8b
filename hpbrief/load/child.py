"""The process that reads one file: limits first, then the reader, then the answer as JSON.

Started by ``sandbox``; the file is standard input, the answer standard output.
"""

from __future__ import annotations

import contextlib
import gc
import json
import math
import os
import sys
from base64 import b64encode
from importlib import import_module
from typing import Any

from hpbrief.errors import LoadError, Message, UnsafeFileError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import BoxFields, Loaded, texts_of, to_plain

#: Room, in bytes, into which libraries are mapped that recognise text.
_LIBRARIES = 350_000_000
#: What reads each kind of file: a module with ``read(data, limits) -> Loaded``.
READERS = {
    "pdf": "hpbrief.load.pdf.reader",
    "html": "hpbrief.load.web.html",
    "docx": "hpbrief.load.word.docx",
    "doc": "hpbrief.load.word.doc",
    "xlsx": "hpbrief.load.sheets.xlsx",
    "xls": "hpbrief.load.sheets.xls",
    "xlsb": "hpbrief.load.sheets.xls",
    "ods": "hpbrief.load.sheets.ods",
    "odt": "hpbrief.load.word.odt",
    "rtf": "hpbrief.load.word.rtf",
    "picture": "hpbrief.load.scan.recognise",
    "pptx": "hpbrief.load.pptx",
}
#: Things made, after which those that hold one another are looked for.
_MANY = 100_000
_CUTTER = "hpbrief.load.cut"


def main(order: dict[str, Any]) -> None:
    """Read standard input as ``order`` says and write the answer."""
    limits = Limits(**order["limits"])
    confine(limits)
    gc.set_threshold(_MANY)  # of what is made to read a file, little is let go
    block_numpy()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for the answer
    with os.fdopen(os.dup(0), "rb") as given:
        data = given.read()
    answer.write(json.dumps(read_here(data, order["kind"], limits, order.get("at"))).encode())
    answer.flush()
    os._exit(0)  # nothing is left to do; libraries may be slow or fail in tidying up


def make_room() -> None:
    """Let libraries be mapped that take much room and little memory; for those that recognise text alone."""
    with contextlib.suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def block_numpy() -> None:
    """Keep numpy out: libraries would load it, and reading needs it not."""
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]


def prepare(kind: str) -> None:
    """Load what reads a kind of file, so that a process forked from this one need not."""
    module = READERS[kind]
    if module in _READY:
        return
    with contextlib.suppress(Exception):  # the child will say what is wrong
        found = import_module(module)
        getattr(found, "prepare", int)()
    _READY.add(module)
    gc.collect()
    gc.freeze()


def warm_up(kind: str) -> None:
    """Read a small file of our own, once, so that a process forked later need not learn how."""
    if kind in _WARM:
        return
    _WARM.add(kind)
    sample = import_module("hpbrief.load.samples").sample_of(kind)
    if sample is not None:
        with contextlib.suppress(Exception):
            import_module(READERS[kind]).read(sample, Limits())
        gc.collect()
        gc.freeze()


_READY: set[str] = set()
_WARM: set[str] = set()


def confine(limits: Limits) -> None:
    """Bound this process: memory, processor time, what it writes, no core. Nothing where the system cannot."""
    try:
        import resource
    except ImportError:  # Windows: the deadline and the checks of the readers remain
        return
    seconds = math.ceil(limits.seconds)
    for name, soft, hard in (
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_CPU", seconds, seconds + 1),
        ("RLIMIT_FSIZE", limits.unpacked_bytes, limits.unpacked_bytes),
        ("RLIMIT_AS", limits.memory_bytes, limits.memory_bytes + _LIBRARIES),
    ):
        with contextlib.suppress(
            ValueError, OSError, AttributeError
        ):  # macOS knows some of them only by name
            resource.setrlimit(getattr(resource, name), (soft, hard))


def read_here(data: bytes, kind: str, limits: Limits, at: BoxFields | None = None) -> dict[str, object]:
    """The parts of a file, or the picture of a place in it, or what is wrong with it, in plain values."""
    loaded: Loaded | None = None
    try:
        if at is not None:
            return {"png": b64encode(import_module(_CUTTER).drawn(data, kind, at)).decode()}
        loaded = import_module(READERS[kind]).read(data, limits)
        limits.check("text", sum(map(len, texts_of(loaded.parts))), "characters")
        return to_plain(loaded)
    except UnsafeFileError as error:
        return _told(error.message, unsafe=True)
    except LoadError as error:
        return _told(error.message, unsafe=False)
    except RecursionError:
        return _told(Message("too_nested", most=limits.nesting), unsafe=True)
    except BaseException as error:  # a parser of a broken file may raise anything
        if _for_want_of_memory(error):
            return _told(Message("took_memory", most=limits.memory_bytes), unsafe=True)
        fault = f"{type(error).__name__}: {str(error)[:200]}"
        return _told(Message("not_readable", kind=kind, error=fault), unsafe=False)


def _told(message: Message, *, unsafe: bool) -> dict[str, object]:
    return {"error": message.to_plain(), "unsafe": unsafe}


def _for_want_of_memory(error: BaseException) -> bool:
    seen = 0
    cause: BaseException | None = error
    while cause is not None and seen < 10:
        if isinstance(cause, MemoryError) or "memory" in str(cause).lower():
            return True
        cause, seen = cause.__cause__ or cause.__context__, seen + 1
    return False
