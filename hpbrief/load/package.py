"""Zip files looked over before anything in them is opened: packages of office files, and archives of documents,
each member in memory, nothing written to disk.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from hpbrief.errors import LoadError, UnsafeFileError, writable
from hpbrief.load.limits import Limits

_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BLOCK = 1 << 20
# Office programs never write a document type; it is the only door to entities, outer files and their bombs.
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_DOCTYPE_16 = re.compile("<!DOCTYPE".encode("utf-16-le") + b"|" + "<!DOCTYPE".encode("utf-16-be"))
# The names of the strict form of office files, which no reader of this package tells apart.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/presentationml/main",
        b"http://schemas.openxmlformats.org/presentationml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """A zip within the limits of members and unpacked bytes. Raises UnsafeFileError or LoadError."""
    limits.check("members", _directory(data).count(_ENTRY), "zip_members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise LoadError("zip_broken", error=error) from error
    infos = archive.infolist()
    limits.check("members", len(infos), "zip_members")
    size = sum(info.file_size for info in infos)
    limits.check("unpacked_bytes", size, "zip_size")
    return archive


def _directory(data: bytes) -> bytes:
    """The list of members at the end of a zip, which members that are zips themselves have too."""
    end = data.rfind(_END)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    return data[end - size : end] if 0 < size <= end else data


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, no more than it declares. Raises LoadError where it is broken or locked."""
    if info.flag_bits & 1:
        raise LoadError("member_locked", member=info.filename)
    if info.compress_type not in _PLAIN:
        raise LoadError("member_packed", member=info.filename)
    blocks, size = [], 0
    try:
        with archive.open(info) as stream:
            # Read whole, a member that lies about its size would be unpacked whole.
            while block := stream.read(_BLOCK):
                blocks.append(block)
                size += len(block)
                if size > info.file_size:
                    raise LoadError("member_broken", member=info.filename, error="size")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise LoadError("member_broken", member=info.filename, error=error) from error
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise LoadError("member_broken", member=info.filename, error=error) from error
    return b"".join(blocks)


class Relation(NamedTuple):
    """What one part of a package says of another: the last word of its kind, and the name of the part."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """An office file: its parts by their names, however the program that wrote it spelled these."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.archive = open_zip(data, limits)
        self.infos = {_plain(info.filename): info for info in self.archive.infolist()}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises UnsafeFileError where it declares entities."""
        info = self.infos.get(_plain(name))
        if info is None:
            return None
        data = read_member(self.archive, info)
        if _DOCTYPE.search(data) or _DOCTYPE_16.search(data):
            raise UnsafeFileError("declares_entities", member=info.filename)
        if b"http://purl.oclc.org/" in data[:20_000]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data

    def raw(self, name: str) -> bytes | None:
        """The bytes of a part that is no XML."""
        info = self.infos.get(_plain(name))
        return None if info is None else read_member(self.archive, info)

    def xml(self, name: str) -> Any:
        """The root of a part, None where there is none. Raises LoadError where it is broken."""
        from lxml import etree

        data = self.part(name)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise LoadError("part_broken", part=name, error=error) from error

    def relations(self, name: str) -> dict[str, Relation]:
        """The relations of a part by their ids; those of the package where ``name`` is empty."""
        folder, _, file = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for one in root if root is not None else ():
            outside = one.get("TargetMode") == "External"
            target = unquote(one.get("Target", "")).replace("\\", "/")
            if not outside:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def main(self) -> str:
        """The name of the part that is the document. Raises LoadError where none is."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and _plain(relation.target) in self.infos:
                return relation.target
        raise LoadError("part_missing")

    def about(self) -> tuple[str, str]:
        """The title that a file gives itself, and the day on which it was last saved, as ISO."""
        for relation in self.relations("").values():
            if relation.kind == "core-properties":
                root = self.xml(relation.target)
                facts = {
                    one.tag.rpartition("}")[2]: one.text or "" for one in root if isinstance(one.tag, str)
                }
                return facts.get("title", "").strip(), (facts.get("modified") or facts.get("created", ""))[
                    :10
                ]
        return "", ""


def relation_id(element: Any) -> str:
    """The id of the relation that an element names."""
    return str(element.get(_ID, ""))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def check_package(data: bytes, limits: Limits) -> None:
    """Look over an office file: its size, and that no part declares a document type."""
    with open_zip(data, limits) as archive:
        for info in archive.infolist():
            if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            part = read_member(archive, info)
            if _DOCTYPE.search(part) or _DOCTYPE_16.search(part):
                raise UnsafeFileError("declares_entities", member=info.filename)


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
