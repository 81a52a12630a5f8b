"""Writing files and folders so that they appear complete or not at all.

Whatever the system refuses (a closed folder, a full disk, a name too long, a file that Word or Excel holds open) is
a LoadError that names the file.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hpbrief.errors import LoadError, Message

#: What a spreadsheet would run, or take for an order, and what looks so and is a number.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]* ?%?")
#: Seconds after which a folder that was begun and not finished is taken for left behind.
_LEFT_BEHIND = 600.0
#: How often, and after how many seconds, a file that another program holds for a moment is tried again.
_TRIES, _PAUSE = 4, 0.15
#: The longest name of a work file beside ``path``; names of 255 bytes are the most that systems take.
_LONGEST = 60


def guarded(text: str) -> str:
    """The text of a CSV cell, marked with an apostrophe where a spreadsheet would run it.

    >>> guarded("=1+1"), guarded("-3,2 %"), guarded("'=x"), guarded("Thu")
    ("'=1+1", '-3,2 %', "''=x", 'Thu')
    """
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that :func:`guarded` was given.

    >>> unguarded("'=1+1"), unguarded("''=x"), unguarded("'quoted'")
    ('=1+1', "'=x", "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 text to a temporary file beside ``path``, then rename; folders are made."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> Path:
    """Write bytes to a temporary file beside ``path``, then rename; folders are made. Raises LoadError."""
    with replace_file(path) as work:
        work.write_bytes(data)
    return path


@contextlib.contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """A new file to write, with the ending of ``path``, which takes its place when all is written; folders are made.

    Where writing fails nothing is left behind. Raises LoadError where the system refuses.
    """
    with said_of(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem[:_LONGEST]}-", suffix=path.suffix[:_LONGEST]
        )
        os.close(handle)
        work = Path(name)
        try:
            yield work
            work.chmod(0o644)
            _patiently(lambda: work.replace(path))
        except BaseException:
            work.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def replace_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill, which takes the place of ``folder`` when all is written.

    Until then the old one stays as it is; where filling fails nothing is left behind. Raises LoadError where another
    writer is at work on the same folder, and where the system refuses.
    """
    with said_of(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = _claimed(folder)
        try:
            yield work
            _put_in_place(work, folder)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise


@contextlib.contextmanager
def said_of(path: Path) -> Iterator[None]:
    """Raise what the system refuses as a LoadError of the file."""
    try:
        yield
    except PermissionError as error:
        raise LoadError("not_writable", where=path) from error
    except OSError as error:
        told = Message("disk_full") if error.errno == 28 else error.strerror or error
        raise LoadError("not_written", where=path, error=told) from error


def _claimed(folder: Path) -> Path:
    """The work folder, which only one writer can have."""
    work = folder.parent / f".{folder.name}.new"
    try:
        work.mkdir(mode=0o755)
    except FileExistsError:
        if time.time() - work.stat().st_mtime < _LEFT_BEHIND:
            raise LoadError("being_written", where=folder) from None
        shutil.rmtree(work)
        work.mkdir(mode=0o755)
    return work


def _put_in_place(work: Path, folder: Path) -> None:
    old = folder.parent / f".{folder.name}.old"
    if old.exists():  # left behind by a writer that was killed
        shutil.rmtree(old)
    there = folder.exists()
    if there:
        _patiently(lambda: folder.rename(old))
    try:
        _patiently(lambda: work.rename(folder))
    except BaseException:
        if there:
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _patiently(act: Callable[[], object]) -> None:
    """Do what a program that keeps folders in step, or looks for viruses, may stand in the way of for a moment."""
    for left in range(_TRIES, 0, -1):
        try:
            act()
            return
        except PermissionError:
            if left == 1 or os.name != "nt":
                raise
            time.sleep(_PAUSE)
