"""``parse_briefing``, ``read_briefing`` and ``read_briefings``: a text or file to a Briefing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hpbrief.briefing.briefing import ReadBriefing
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import LoadError
from hpbrief.extract.engine import briefing_of
from hpbrief.load.limits import Limits
from hpbrief.load.opening import read_document, read_documents
from hpbrief.load.text import document_of
from hpbrief.models import Document
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.numbers import NumberPrint


def parse_briefing(
    text: str,
    *,
    document_date: date | None = None,
    area: str | None = None,
    catalog: Catalog | None = None,
    publisher: str = "",
    url: str = "",
    numbers: NumberPrint | None = None,
) -> ReadBriefing:
    """What a Vietnamese socio-economic text says, each fact with its characters.

    ``document_date`` is the day the text speaks (found in it where not given); ``area`` an id of the
    catalogue (likewise); ``numbers`` the print of numbers in tables, as for :func:`read_briefing`. Never
    raises on any text; what is unclear comes back in ``issues``.
    """
    document = document_of(text, published=document_date, publisher=publisher, url=url)
    return extract_briefing(document, area=area, catalog=catalog, numbers=numbers)


def read_briefing(
    path: str | Path,
    *,
    document_date: date | None = None,
    area: str | None = None,
    catalog: Catalog | None = None,
    publisher: str = "",
    url: str = "",
    numbers: NumberPrint | None = None,
    limits: Limits | None = None,
    allow_private: bool = False,
) -> ReadBriefing:
    """What a file or the page at an address says, as :func:`parse_briefing`; of a zip, its first document.

    Text, HTML, PDF, DOCX, XLSX, XLS, XLSB, ODS, CSV and zips of them are read, each told by what it holds. The
    date, publisher and address given here stand before those of the file. Raises LoadError where the file cannot
    be opened or read, UnsafeFileError where it asks for more than ``limits``. An address is fetched only if it is
    a public one, unless ``allow_private``.

    ``numbers`` says how the numbers of its tables are set: "vi" (1.234,5) or "en" (1,234.5). Without it they
    are Vietnamese, but for a column that can only be English, which is then noted in ``issues``.
    """
    document = read_document(
        path,
        limits=limits,
        published=document_date,
        publisher=publisher,
        url=url,
        allow_private=allow_private,
    )
    return extract_briefing(document, area=area, catalog=catalog, numbers=numbers)


def read_briefings(
    path: str | Path,
    *,
    document_date: date | None = None,
    area: str | None = None,
    catalog: Catalog | None = None,
    publisher: str = "",
    url: str = "",
    numbers: NumberPrint | None = None,
    limits: Limits | None = None,
    allow_private: bool = False,
) -> Iterator[tuple[str, ReadBriefing | LoadError]]:
    """What each document of a file, an address, a zip or a folder says, by its name.

    A document that cannot be read comes as the LoadError it raised and does not stop the rest. Arguments as for
    :func:`read_briefing`.
    """
    for name, document in read_documents(
        path,
        limits=limits,
        published=document_date,
        publisher=publisher,
        url=url,
        allow_private=allow_private,
    ):
        if isinstance(document, Document):
            yield name, extract_briefing(document, area=area, catalog=catalog, numbers=numbers)
        else:
            yield name, document


def extract_briefing(
    document: Document,
    *,
    area: str | None = None,
    catalog: Catalog | None = None,
    numbers: NumberPrint | None = None,
) -> ReadBriefing:
    """What a document says; its text must be normalised. Arguments as for :func:`read_briefing`."""
    known = catalog or load_catalog()
    if area is not None and area not in known.areas:
        area = (known.find_area(area, document.published) or known.area(area)).id
    brief = briefing_of(document, area=area, catalog=catalog, numbers=numbers)
    return unchecked(ReadBriefing, dict(brief))
