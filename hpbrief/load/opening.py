"""The door: a path or an address to documents, each kind of file by what it holds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hpbrief.errors import LoadError, Message, writable
from hpbrief.load.child import READERS
from hpbrief.load.compose import compose_document
from hpbrief.load.letters import converted, note_of, old_letters
from hpbrief.load.limits import Limits
from hpbrief.load.mail import members_of_mail
from hpbrief.load.package import members_of
from hpbrief.load.parts import Loaded, texts_of
from hpbrief.load.sandbox import cut_apart, read_apart
from hpbrief.load.sniff import kind_of
from hpbrief.load.text import TEXT, document_of, read_plain
from hpbrief.models import Document, PageBox, Unread


def read_document(
    source: str | Path,
    *,
    limits: Limits | None = None,
    published: date | None = None,
    publisher: str = "",
    url: str = "",
    allow_private: bool = False,
) -> Document:
    """The document in a file or at an address (of a zip, the first that can be read).

    Read are text, HTML, PDF, DOCX, DOC, RTF, ODT, PPTX, XLSX, XLS, XLSB, ODS, CSV, mail, and zips of these; the kind is
    told by content.
    ``published``, ``publisher`` and ``url`` stand in for what the file says. An address is fetched only if it is
    public, unless ``allow_private``. Raises UnsafeFileError naming the limit where the file asks for more than
    ``limits``, LoadError where it cannot be opened or read.
    """
    if not str(source).strip():
        raise LoadError("no_name")
    first: LoadError | None = None
    for _, document in read_documents(
        source,
        limits=limits,
        published=published,
        publisher=publisher,
        url=url,
        allow_private=allow_private,
    ):
        if isinstance(document, Document):
            return document
        first = first or document
    raise first or LoadError("nothing_readable", where=source)


def read_documents(
    source: str | Path,
    *,
    limits: Limits | None = None,
    published: date | None = None,
    publisher: str = "",
    url: str = "",
    allow_private: bool = False,
) -> Iterator[tuple[str, Document | LoadError]]:
    """Each document of a file, an address, a zip or a folder with its name, or the error that it raised.

    Arguments as for :func:`read_document`. A broken member does not stop the rest.
    """
    limits = limits or Limits()
    given = _Given(published, publisher, url)
    name = str(source)
    try:
        if is_address(name):
            from hpbrief.load.web.fetch import fetch

            fetched = fetch(name, limits, allow_private=allow_private)
            given = _Given(published, publisher, url or fetched.url)
            yield from _open(fetched.data, name, fetched.name, limits, given)
            return
        path = Path(source)
        if path.is_dir():
            for inner in _files_of(path, limits):
                if isinstance(inner, LoadError):
                    yield inner.where, inner
                    continue
                shown = writable(str(inner))
                try:
                    yield from _open(read_bytes(inner, limits), shown, writable(inner.name), limits, given)
                except LoadError as error:
                    yield shown, error
            return
        yield from _open(read_bytes(path, limits), writable(name), writable(path.name), limits, given)
    except LoadError as error:
        yield writable(name), error
    except (OSError, ValueError) as error:  # a name too long, or one that the system has no letters for
        told = getattr(error, "strerror", None) or error
        yield writable(name), LoadError("not_opened", where=name, error=told)


def documents_of_bytes(
    data: bytes,
    name: str,
    *,
    limits: Limits | None = None,
    published: date | None = None,
    publisher: str = "",
    url: str = "",
) -> Iterator[tuple[str, Document | LoadError]]:
    """Each document of the bytes of a file, as :func:`read_documents`; ``name`` is for messages."""
    limits = limits or Limits()
    try:
        limits.check("bytes", len(data), "size", where=name)
        yield from _open(data, name, "", limits, _Given(published, publisher, url))
    except LoadError as error:
        yield name, error


def cut_out(source: str | Path, at: PageBox, *, limits: Limits | None = None) -> bytes:
    """The place ``at`` of a page of a PDF or a picture, as a PNG, turned to be read.

    ``at`` is that of the evidence of a fact or an issue. Raises LoadError where the file is neither or has no such
    page, UnsafeFileError where it asks for more than ``limits``.

    >>> brief = hb.read_briefing("bao-cao.pdf")                                    # doctest: +SKIP
    >>> hb.cut_out("bao-cao.pdf", brief.statements[0].evidence.at)                 # doctest: +SKIP
    """
    limits = limits or Limits()
    data = read_bytes(Path(source), limits)
    kind = kind_of(data, limits)
    if kind not in ("pdf", "picture"):
        raise LoadError("no_pages_to_cut", where=source)
    fields = at.page, at.left, at.top, at.right, at.bottom, at.turn, at.confidence
    return cut_apart(data, kind, str(source), limits, fields)


def is_address(source: str) -> bool:
    """Whether a source is an address and not a path."""
    return "://" in source[:12]


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file within the limit. Raises LoadError for a folder, device or pipe."""
    # Opening a pipe would wait for a writer, opening a device may act: neither is waited for.
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    )
    try:
        handle = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise LoadError("not_opened", where=path, error=getattr(error, "strerror", None) or error) from error
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise LoadError("not_a_file", where=path, what=Message(_what(about.st_mode)))
        limits.check("bytes", about.st_size, "size", where=path)
        try:
            data = stream.read(limits.bytes + 1)
        except OSError as error:
            raise LoadError("not_opened", where=path, error=error.strerror or error) from error
    limits.check("bytes", len(data), "size", where=path)
    return data


def _what(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a_folder"), (stat.S_ISFIFO, "a_pipe"), (stat.S_ISSOCK, "a_socket"))
    return next((name for test, name in kinds if test(mode)), "a_device")


def _files_of(folder: Path, limits: Limits) -> list[Path | LoadError]:
    """The files of a folder and the folders in it, hidden ones left out, or what is wrong with a folder.

    Links to folders are not followed.
    """
    found: list[Path | LoadError] = []

    def closed(error: OSError) -> None:
        found.append(LoadError("folder_closed", where=error.filename, error=error.strerror or error))

    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(root, name) for name in sorted(names) if not name.startswith((".", "~$"))]
        limits.check("members", len(found), "folder_files", where=folder)
    return found


class _Given:
    """What the caller says of the documents."""

    def __init__(self, published: date | None, publisher: str, url: str) -> None:
        self.published, self.publisher, self.url = published, publisher, url


def _open(
    data: bytes, name: str, file: str, limits: Limits, given: _Given, depth: int = 0
) -> Iterator[tuple[str, Document | LoadError]]:
    try:
        kind = kind_of(data, limits)
        if kind not in ("zip", "mail"):
            yield name, _document(load_bytes(data, kind, name, limits, file), file, given)
            return
        limits.check("depth", depth + 1, "zip_depth")
        empty = True
        for member, content in (members_of if kind == "zip" else members_of_mail)(data, limits):
            empty = False
            inner = f"{name}/{member}"
            if isinstance(content, LoadError):
                yield inner, _named(content, inner)
            else:
                yield from _open(content, inner, member.rpartition("/")[2], limits, given, depth + 1)
        if empty:
            raise LoadError("zip_empty" if kind == "zip" else "mail_empty")
    except LoadError as error:
        yield name, _named(error, name)


def _named(error: LoadError, name: str) -> LoadError:
    """The error, which now says the name of its file."""
    error.where = error.where or name
    return error


def load_bytes(data: bytes, kind: str, name: str, limits: Limits, file: str = "") -> Loaded:
    """The parts of a file of a kind; office files, PDF and web pages are read in a child process."""
    loaded = read_apart(data, kind, name, limits) if kind in READERS else read_plain(data, limits, file)
    letters = old_letters("\n".join(texts_of(loaded.parts)))
    if letters is None:
        return loaded
    return loaded._replace(parts=converted(loaded.parts, letters), notes=[*loaded.notes, note_of(letters)])


def _document(loaded: Loaded, file: str, given: _Given) -> Document:
    if loaded.media_type == TEXT:  # to the character the text that parse_briefing would be given
        text = "\n".join(texts_of(loaded.parts))
        document = document_of(text, published=given.published, publisher=given.publisher, url=given.url)
        unread = tuple(Unread(note.code, 0, note.vi, note.en, note.page) for note in loaded.notes)
        return document.model_copy(update={"file": file, "media_type": TEXT, "unread": unread})
    return compose_document(
        loaded.parts,
        file=file,
        media_type=loaded.media_type,
        published=given.published or _day(loaded.published),
        publisher=given.publisher or loaded.publisher,
        url=given.url or loaded.url,
        title=loaded.title,
        file_date=_day(loaded.file_date),
        notes=loaded.notes,
    )


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
