"""Writing files so that they appear complete or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 text to a temporary file beside ``path``, then rename; folders are made."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> Path:
    """Write bytes to a temporary file beside ``path``, then rename; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    work = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        work.chmod(0o644)
        work.replace(path)
    except BaseException:
        work.unlink(missing_ok=True)
        raise
    return path
