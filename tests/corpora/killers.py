"""Readers that die, for the tests of engines: workers import this module by name."""

import os
import signal
from pathlib import Path

from hpbrief.corpus.texts import read_batch


def dies_over_bad_text(items, job):
    """Killed whenever a text says KILL."""
    if any("KILL" in (item.text or "") for item in items):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_batch(items, job)


def dies_once(items, job):
    """Killed the first time that a text says KILL: the flag is a file that the text names."""
    for item in items:
        if "KILL" in (item.text or ""):
            flag = Path(item.text.rpartition(" ")[2])
            if not flag.exists():
                flag.touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return read_batch(items, job)


def fails(items, job):
    """Raises what nobody expects."""
    raise RuntimeError("a broken reader")
