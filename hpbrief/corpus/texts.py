"""What a corpus is made of: texts one after another, from files or from Parquet, cut into batches."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hpbrief.corpus.columns import need_arrow
from hpbrief.errors import LoadError, writable
from hpbrief.load import read_documents
from hpbrief.load.text import document_of

if TYPE_CHECKING:
    from hpbrief.models import Document

Origin = str | Path | Iterable[str | Path]

#: A batch is closed before it passes so many bytes of text.
BATCH_BYTES = 8_000_000
_MAGIC = "*?["
#: Columns of a Parquet file of texts; only ``text`` must be there.
TEXT_COLUMNS = ("text", "url", "published", "publisher", "area", "title")


class TextItem(NamedTuple):
    """One text of a corpus: a file (``path``) or the text itself, and what is known of it."""

    address: str
    size: int
    path: str | None = None
    text: str | None = None
    published: Any = None
    publisher: str = ""
    area: str | None = None
    title: str = ""
    stamp: int = 0


class Batch(NamedTuple):
    """Texts that are read in one go and make one part; ``key`` changes where one of them does."""

    number: int
    key: str
    items: tuple[TextItem, ...]


def list_batches(items: Iterable[TextItem], documents: int, size: int = BATCH_BYTES) -> Iterator[Batch]:
    """Batches of so many documents and bytes at most (one document at least), in order."""
    number, held, here = 0, 0, list[TextItem]()
    for item in items:
        if here and (len(here) >= documents or held + item.size > size):
            yield _batch(number, here)
            number, held, here = number + 1, 0, []
        here.append(item)
        held += item.size
    if here:
        yield _batch(number, here)


def _batch(number: int, items: list[TextItem]) -> Batch:
    digest = hashlib.sha256()
    for item in items:
        digest.update(repr(item._replace(text=None)).encode("utf-8", "surrogatepass"))
        digest.update((item.text or "").encode("utf-8", "surrogatepass"))
    return Batch(number, digest.hexdigest(), tuple(items))


# -- where texts come from ---------------------------------------------------------------------------


def list_texts(origin: Origin) -> Iterator[TextItem]:
    """The texts of files, of folders, of a pattern or of Parquet files, in an order that does not change.

    A folder is walked by name, hidden files left out. Raises LoadError for what does not exist, and for a
    Parquet file without a column ``text``.
    """
    for path in list_files(origin):
        if path.lower().endswith(".parquet"):
            yield from _rows_of(path)
        else:
            yield _file_item(path)


def count_texts(origin: Origin) -> int | None:
    """How many texts there will be; None where ``origin`` can be walked only once."""
    if isinstance(origin, Iterator):
        return None
    return sum(
        _parquet(path).metadata.num_rows if path.lower().endswith(".parquet") else 1
        for path in list_files(origin)
    )


def list_files(origin: Origin) -> Iterator[str]:
    """Paths of the files of an origin, in order. Raises LoadError for a pattern or folder without any."""
    if not isinstance(origin, (str, Path)):
        for one in origin:
            yield from list_files(one)
        return
    path = str(origin)
    if os.path.isdir(path):  # noqa: PTH112 (millions of paths stay strings)
        yield from _walk(path)
    elif os.path.exists(path) or not any(sign in path for sign in _MAGIC):  # noqa: PTH110
        yield path
    else:
        found = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207
        if not found:
            raise LoadError("no_file_fits", path=path)
        for name in found:
            if os.path.isfile(name):  # noqa: PTH113
                yield name


def _walk(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((e for e in found if not e.name.startswith((".", "_"))), key=lambda e: e.name)
    except OSError:
        yield folder  # reading it will say what is wrong
        return
    for entry in entries:
        if entry.is_dir():
            yield from _walk(entry.path)
        elif entry.is_file():
            yield entry.path


def _file_item(path: str) -> TextItem:
    address = writable(path)
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return TextItem(address=address, size=0, path=path)  # reading it will say what is wrong
    return TextItem(address=address, size=found.st_size, path=path, stamp=found.st_mtime_ns)


def _parquet(path: str) -> Any:
    need_arrow()
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except (OSError, ArrowException) as error:
        raise LoadError("no_parquet", path=path, error=error) from error
    if "text" not in file.schema_arrow.names:
        raise LoadError(
            "no_text_column",
            path=path,
            found=", ".join(file.schema_arrow.names),
            names=", ".join(TEXT_COLUMNS),
        )
    return file


def _rows_of(path: str) -> Iterator[TextItem]:
    file = _parquet(path)
    columns = [name for name in TEXT_COLUMNS if name in file.schema_arrow.names]
    at = 0
    for some in file.iter_batches(batch_size=256, columns=columns):
        for row in some.to_pylist():
            at += 1
            text = row["text"]
            yield TextItem(
                address=str(row.get("url") or f"{path}#{at}"),
                size=len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else 0,
                text=text if isinstance(text, str) else None,
                published=row.get("published"),
                publisher=str(row.get("publisher") or ""),
                area=row.get("area"),
                title=str(row.get("title") or ""),
            )


# -- one text ----------------------------------------------------------------------------------------


def published_of(value: Any) -> date | None:
    """The day of a cell ``published``: a date, a moment, or a text that begins with YYYY-MM-DD.

    Raises LoadError for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise LoadError("published_wrong", value=repr(value)) from error


def load_item(item: TextItem, published: date | None) -> Iterator[tuple[str, Document | LoadError]]:
    """The documents of one text with their addresses (of a zip, each that it holds), or why it cannot be opened."""
    if item.path is not None:
        yield from read_documents(item.path, published=published, publisher=item.publisher)
    elif item.text is not None:
        url = item.address if item.address.startswith(("http://", "https://")) else ""
        document = document_of(
            item.text, published=published, publisher=item.publisher, title=item.title, url=url
        )
        yield item.address, document
    else:
        yield item.address, LoadError("text_empty")
