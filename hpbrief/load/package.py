"""Zip files looked over before anything in them is opened: archives, and the packages of office programs."""

from __future__ import annotations

import io
import re
import zipfile

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load.limits import Limits

_ENTRY = b"PK\x01\x02"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Office programs never write a document type; it is the only door to entities, outer files and their bombs.
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_DOCTYPE_16 = re.compile("<!DOCTYPE".encode("utf-16-le") + b"|" + "<!DOCTYPE".encode("utf-16-be"))


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """A zip within the limits of members and unpacked bytes. Raises UnsafeFileError or LoadError."""
    entries = data.count(_ENTRY)
    limits.check("members", entries, "zip_members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise LoadError("zip_broken", error=error) from error
    infos = archive.infolist()
    limits.check("members", len(infos), "zip_members")
    size = sum(info.file_size for info in infos)
    limits.check("unpacked_bytes", size, "zip_size")
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, no more than it declares. Raises LoadError where it is broken or locked."""
    if info.flag_bits & 1:
        raise LoadError("member_locked", member=info.filename)
    if info.compress_type not in _PLAIN:
        raise LoadError("member_packed", member=info.filename)
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise LoadError("member_broken", member=info.filename, error=error) from error
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise LoadError("member_broken", member=info.filename, error=error) from error


def check_package(data: bytes, limits: Limits) -> None:
    """Look over an office file: its size, and that no part declares a document type."""
    with open_zip(data, limits) as archive:
        for info in archive.infolist():
            if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            part = read_member(archive, info)
            if _DOCTYPE.search(part) or _DOCTYPE_16.search(part):
                raise UnsafeFileError("declares_entities", member=info.filename)
