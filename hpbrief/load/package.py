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
    limits.check("members", entries, f"the zip has {entries:,} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise LoadError(f"a broken or cut-off zip ({error})") from error
    infos = archive.infolist()
    limits.check("members", len(infos), f"the zip has {len(infos):,} members")
    size = sum(info.file_size for info in infos)
    limits.check("unpacked_bytes", size, f"the zip unpacks to {size:,} bytes")
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, no more than it declares. Raises LoadError where it is broken or locked."""
    if info.flag_bits & 1:
        raise LoadError(f"{info.filename} is locked with a password; save it without")
    if info.compress_type not in _PLAIN:
        raise LoadError(f"{info.filename} is packed in a way that is not read; pack it as a plain zip")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise LoadError(f"{info.filename} is broken or cut off ({error})") from error
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise LoadError(f"{info.filename} is broken or cut off ({error})") from error


def check_package(data: bytes, limits: Limits) -> None:
    """Look over an office file: its size, and that no part declares a document type."""
    with open_zip(data, limits) as archive:
        for info in archive.infolist():
            if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            part = read_member(archive, info)
            if _DOCTYPE.search(part) or _DOCTYPE_16.search(part):
                raise UnsafeFileError(
                    f"{info.filename} declares a document type or entities, which no office program writes: "
                    "entities are never read"
                )
