"""Plain text files to documents."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.models import Document
from hpbrief.parse.text import normalise_text

#: The largest text file that is read, in bytes.
MAX_BYTES = 50_000_000


def document_of(
    text: str, *, published: date | None = None, publisher: str = "", url: str = "", title: str = ""
) -> Document:
    """A document of a text, normalised; its id comes from the content."""
    text = normalise_text(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Document(id=digest, text=text, published=published, publisher=publisher, url=url, title=title)


def read_text(
    path: str | Path, *, published: date | None = None, publisher: str = "", url: str = ""
) -> Document:
    """A UTF-8 text file as a document.

    Raises LoadError where the file cannot be opened or is not UTF-8, UnsafeFileError beyond ``MAX_BYTES``.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnsafeFileError(f"{path}: {size:,} bytes are more than the {MAX_BYTES:,} that are read")
        data = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error
    return document_of(decode_text(data, str(path)), published=published, publisher=publisher, url=url)


def decode_text(data: bytes, name: str) -> str:
    """UTF-8 bytes (with or without a byte order mark) as text. Raises LoadError naming the place of a fault."""
    if b"\x00" in data[:4096]:
        raise LoadError(f"{name}: not a text file (it holds zero bytes)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LoadError(f"{name}: not UTF-8 at byte {error.start}; save the text as UTF-8") from error
