"""The doors to reading, ``parse_briefing``, ``read_briefing`` and ``read_briefings``, and a Briefing that was
read: shown, as a frame, as rows, as tables of a data set.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hpbrief.briefing.page import render_facts, render_page
from hpbrief.briefing.records import FACT_TYPES, to_records
from hpbrief.briefing.to_tables import refuse_if_empty, to_tables, without_area
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import CatalogError, HpbriefWarning, LoadError, Message, ParseError
from hpbrief.extract.engine import briefing_of
from hpbrief.load.limits import Limits
from hpbrief.load.opening import read_document, read_documents
from hpbrief.load.text import document_of
from hpbrief.models import Briefing, Document, Lang, Source, Statement, Tables, Verdict
from hpbrief.models.period import day_of
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.numbers import NumberPrint
from hpbrief.parse.text import phrase_key

if TYPE_CHECKING:
    import pandas as pd

    from hpbrief.dataset import Dataset


class ReadBriefing(Briefing):
    """What one text says, each fact with its characters; a table of facts and the marked text in Jupyter."""

    def to_records(self) -> list[dict[str, Any]]:
        """The facts in text order, one row each, every key present."""
        return to_records(self)

    def to_frame(self) -> pd.DataFrame:
        """The facts as a plain tidy frame, one row each; columns as in ``FACT_KEYS``, lists joined by blanks."""
        from hpbrief.tables.frames import tidy_frame

        return tidy_frame([{**row, "rules": " ".join(row["rules"])} for row in self.to_records()], FACT_TYPES)

    def to_tables(self, source: Source | None = None) -> Tables:
        """Observations, goals and verdicts that ``Dataset.add`` joins.

        What lacks indicator, area, period or unit is left out.
        """
        return to_tables(self, source)

    def to_dataset(self, source: Source | None = None, name: str | None = None) -> Dataset:
        """A data set of its own, named after the document: to be assessed, audited, drawn or joined to another.

        What lacks indicator, area, period or unit is left out, as in :meth:`to_tables`; figures that lack an area
        are told in a HpbriefWarning. Raises DatasetError, saying what to give, where nothing would be left.
        """
        from hpbrief.dataset import Dataset, Defaults

        tables = self.to_tables(source)
        refuse_if_empty(tables, self)
        if lost := without_area(self):
            warnings.warn(HpbriefWarning("left_out", count=lost, document=self.document.id), stacklevel=2)
        period = self.report_period
        defaults = Defaults(area=self.area, year=period.end.year if period else None)
        return Dataset(
            name=name or self.document.id,
            tables=tables,
            title=self.document.title or "",
            defaults=defaults,
        )

    def rename(self, names: Mapping[str, str | None], catalog: Catalog | None = None) -> ReadBriefing:
        """A briefing in which facts whose ``phrase`` is a key (case and blanks aside) have the indicator named.

        None takes the indicator away. The rule ``renamed`` is added to each such fact. Raises CatalogError for an
        indicator that the catalogue lacks, ParseError for a phrase that no fact has.
        """
        known = (catalog or load_catalog()).indicators
        wanted = {phrase_key(phrase): indicator for phrase, indicator in names.items()}
        for indicator in wanted.values():
            if indicator is not None and indicator not in known:
                near = ", ".join((catalog or load_catalog()).near_indicators(indicator))
                raise CatalogError(
                    "no_entry_near" if near else "no_entry",
                    what=Message("an_indicator"),
                    key=indicator,
                    names=near,
                )
        met: set[str] = set()
        statements = tuple(_renamed(s, wanted, met) for s in self.statements)
        verdicts = tuple(_renamed(v, wanted, met) for v in self.verdicts)
        for phrase in names:
            if phrase_key(phrase) not in met:
                raise ParseError("no_fact", phrase=phrase)
        return self.model_copy(update={"statements": statements, "verdicts": verdicts})

    def explain(
        self,
        statement: Statement,
        lang: Lang = "vi",
        *,
        catalog: Catalog | None = None,
        numbers: NumberPrint | None = None,
    ) -> str:
        """Why a statement was read so: the questions, the answers, the rules that gave them, and what lost.

        The text is read once more for it; ``catalog`` and ``numbers`` as they were given when it was read. Raises
        ParseError where the statement is not one of this briefing.
        """
        from hpbrief.briefing.why import Reasons

        return Reasons(self, catalog, numbers).of(statement, lang)

    def to_html(self, lang: Lang = "vi") -> str:
        """A page on its own: the text with its facts marked, each with its reading on hover and in a table."""
        return render_page(self, lang)

    def __repr__(self) -> str:
        period = self.report_period.code if self.report_period else "?"
        return f"<briefing {self.document.id}: {self.area or '?'}, {period}, {len(self.to_records())} facts>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        return render_facts(self, "vi")


_Fact = TypeVar("_Fact", Statement, Verdict)


def _renamed(fact: _Fact, wanted: Mapping[str, str | None], met: set[str]) -> _Fact:
    key = phrase_key(fact.phrase or "")
    if not key or key not in wanted:
        return fact
    met.add(key)
    return fact.model_copy(update={"indicator": wanted[key], "rules": (*fact.rules, "renamed")})


def _day(given: date | str | None) -> date | None:
    return None if given is None else day_of(given)


def parse_briefing(
    text: str,
    *,
    document_date: date | str | None = None,
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
    document = document_of(text, published=_day(document_date), publisher=publisher, url=url)
    return extract_briefing(document, area=area, catalog=catalog, numbers=numbers)


def read_briefing(
    path: str | Path,
    *,
    document_date: date | str | None = None,
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
        published=_day(document_date),
        publisher=publisher,
        url=url,
        allow_private=allow_private,
    )
    return extract_briefing(document, area=area, catalog=catalog, numbers=numbers)


def read_briefings(
    path: str | Path,
    *,
    document_date: date | str | None = None,
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
        published=_day(document_date),
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
