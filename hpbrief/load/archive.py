"""Zips of documents: each member in memory, nothing written to disk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hpbrief.errors import LoadError, UnsafeFileError, writable
from hpbrief.load.limits import Limits
from hpbrief.load.package import open_zip, read_member

_JUNK = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)")
_OUTSIDE = re.compile(r"^([a-zA-Z]:|/|\\)|(^|[/\\])\.\.([/\\]|$)|\x00")


def members_of(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | LoadError]]:
    """The files in a zip in order of their names, each with its bytes or its error; none may lead outside."""
    with open_zip(data, limits) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            name = writable(info.filename)
            if _OUTSIDE.search(name) or _OUTSIDE.search(info.orig_filename):
                yield name, UnsafeFileError("leads_outside")
                continue
            if info.is_dir() or _JUNK.search(name):
                continue
            try:
                limits.check("bytes", info.file_size, "size")
                yield name, read_member(archive, info)
            except LoadError as error:
                yield name, error
