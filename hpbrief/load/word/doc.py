"""Word documents of before 2007 (.doc), by catdoc or antiword where one of them is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Loaded, Paragraph

MEDIA_TYPE = "application/msword"
_PROGRAMS = (("catdoc", ("-d", "utf-8", "-w")), ("antiword", ("-m", "UTF-8.txt", "-w", "0")))


def read_old_word(data: bytes, limits: Limits) -> Loaded:
    """The lines of an old Word document. Raises LoadError, saying what to do, where no program reads it."""
    for name, arguments in _PROGRAMS:
        program = shutil.which(name)
        if program is not None:
            return _read_with(program, arguments, data, limits)
    raise LoadError("old_word")


def _read_with(program: str, arguments: tuple[str, ...], data: bytes, limits: Limits) -> Loaded:
    with tempfile.NamedTemporaryFile(suffix=".doc") as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.flush()
        try:
            done = subprocess.run(
                [program, *arguments, given.name],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnsafeFileError("took_long", most=limits.seconds) from None
        except OSError as error:
            raise LoadError("program_not_started", program=program, error=error) from error
        answer.seek(0)
        text = answer.read(limits.unpacked_bytes).decode("utf-8", "replace")
    if done.returncode or not text.strip():
        raise LoadError("old_word_broken")
    return Loaded([Paragraph(line) for line in text.split("\n")], MEDIA_TYPE)
