"""Dataset: sources, figures, goals and verdicts that belong together."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.dataset.joining import join_tables, known_on
from hpbrief.dataset.monthly import Monthly
from hpbrief.errors import DatasetError, LoadError, Message, ParseError, Problem
from hpbrief.models import Goal, Lang, Observation, ObsStatus, Source, Tables
from hpbrief.models.period import day_from_iso, day_of
from hpbrief.tables.frames import arrow_table, table_rows, text_rows, tidy_frame
from hpbrief.tables.raw import read_folder, write_folder
from hpbrief.tables.rows import read_tables
from hpbrief.tables.schema import TABLES, ColumnType, table_resource, written
from hpbrief.tables.vintages import FRAME as VINTAGES
from hpbrief.tables.vintages import revision_row, vintage_cells, without_forecasts

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Compilation under CC BY 4.0; the figures are facts that the cited sources published",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


class HasTables(Protocol):
    """What can hand over its tables: a briefing that was read."""

    def to_tables(self) -> Tables:
        """Sources, observations, goals and verdicts."""
        ...


@dataclass(frozen=True)
class Defaults:
    """What a data set is asked for when nobody says: area, year, day, group; and the bundled past years it names."""

    area: str | None = None
    year: int | None = None
    as_of: date | None = None
    group: str | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Dataset(Monthly):
    """Cited figures, goals and verdicts; immutable.

    ``tables`` holds the rows as models (Decimal), the methods give frames (float64). ``seen_from`` is the
    day from which the data set is seen, None for all that it knows.
    """

    name: str
    tables: Tables
    title: str = ""
    catalog: Catalog = field(default_factory=load_catalog, compare=False)
    defaults: Defaults = Defaults()
    seen_from: date | None = None

    # -- looking up ---------------------------------------------------------------------------------

    def source(self, source_id: str) -> Source:
        """The source of an id, also one that is only cited. Raises DatasetError where there is none."""
        for source in (*self.tables.sources, *self.tables.cited):
            if source.source_id == source_id:
                return source
        raise DatasetError([Problem(self.name, None, "source_id", Message("no_source", source=source_id))])

    @property
    def areas(self) -> tuple[str, ...]:
        """Ids of the areas with figures or goals, those with most figures first."""
        counts: dict[str, int] = {}
        for goal in self.tables.goals:
            counts.setdefault(goal.area, 0)
        for observation in self.tables.observations:
            counts[observation.area] = counts.get(observation.area, 0) + 1
        return tuple(sorted(counts, key=lambda a: (-counts[a], a)))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators with figures or goals, in the order of the catalogue."""
        present = {o.indicator for o in self.tables.observations} | {g.indicator for g in self.tables.goals}
        return tuple(i for i in self.catalog.indicators if i in present)

    @property
    def years(self) -> tuple[int, ...]:
        """Years in which figures or goals end, ascending."""
        rows: tuple[Observation | Goal, ...] = (*self.tables.observations, *self.tables.goals)
        return tuple(sorted({r.period.end.year for r in rows}))

    @property
    def newest(self) -> date | None:
        """The newest date from which one of its sources counts as known."""
        return max((s.known_from for s in self.tables.sources if s.known_from), default=None)

    @property
    def newest_reported(self) -> date | None:
        """The day to ask by default: the newest source's, or the end of the month that it already reports on.

        A monthly report is published in the last days of its month; its figures count once the month is over.
        """
        known = {s.source_id: s.known_from for s in self.tables.sources if s.known_from}
        reported = [
            o.period.end
            for o in self.tables.observations
            if o.status != ObsStatus.FORECAST
            and o.period.is_year_to_date
            and (day := known.get(o.source_id))
            and (o.period.end.year, o.period.end.month) <= (day.year, day.month)
        ]
        return max([*known.values(), *reported], default=None)

    # -- vintages -----------------------------------------------------------------------------------

    def as_of(self, day: date | str) -> Dataset:
        """What could be known on a day: no source of a later date, no goal adopted later.

        A source without ``known_from`` is never seen. A goal counts from its adoption where a source
        states that, else from its source's date; where it is known only through a later source, that source is kept
        as a citation.
        """
        day = day_of(day)
        if self.seen_from is not None:
            day = min(day, self.seen_from)
        known = {s.source_id for s in self.tables.sources if s.known_from and s.known_from <= day}
        return replace(self, tables=known_on(self.tables, known, day), seen_from=day)

    # -- frames -------------------------------------------------------------------------------------

    def to_frame(self, table: str = "observations") -> pd.DataFrame:
        """A table as a tidy frame: the columns of its CSV file, numbers as float64, dates as datetime64."""
        return self._frame(table, table_rows(self.tables, self._known_table(table)))

    def series(
        self,
        indicator: str | None = None,
        *,
        area: str | None = None,
        measure: str | None = None,
        series: str | None = None,
        year: int | None = None,
    ) -> pd.DataFrame:
        """Figures that fit, by period and date of publication; ``known_from`` and ``publisher`` are joined.

        Raises CatalogError for an unknown indicator or area.
        """
        frame = self._select("observations", indicator, area, year, {"measure": measure, "series": series})
        return frame.sort_values(
            ["indicator", "area", "measure", "period_end", "known_from"], kind="stable", ignore_index=True
        )

    def to_arrow(self, table: str = "observations") -> pa.Table:
        """A table as an Arrow table: the columns of its CSV file, numbers as double, dates as date32.

        What knows the Arrow capsule (polars, DuckDB, pyarrow) takes the data set itself as its observations. Raises
        LoadError where pyarrow is not installed (extra ``corpus``).
        """
        return arrow_table(table_rows(self.tables, self._known_table(table)), TABLES[table])

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The observations, by the Arrow PyCapsule interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def goals(
        self,
        indicator: str | None = None,
        *,
        area: str | None = None,
        year: int | None = None,
        basis: str | None = None,
    ) -> pd.DataFrame:
        """Goals that fit, with ``known_from`` and ``publisher`` of their sources joined."""
        return self._select("goals", indicator, area, year, {"basis": basis})

    def verdicts(
        self, indicator: str | None = None, *, area: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """What officials stated, with ``known_from`` and ``publisher`` of the sources joined."""
        return self._select("verdicts", indicator, area, year, {})

    def revisions(
        self,
        indicator: str | None = None,
        *,
        area: str | None = None,
        measure: str | None = None,
        year: int | None = None,
        forecasts: bool = True,
    ) -> pd.DataFrame:
        """First and latest print of each cell: values, dates, sources, size of the revision, number of sources.

        One row a cell (indicator, area, measure, series, plan basis, period); ``forecasts=False`` leaves out
        what was printed of a period as a forecast. Columns and units: ``hpbrief.tables.vintages``.
        Raises CatalogError for an unknown indicator or area.
        """
        wanted = {
            "indicator": indicator and self.catalog.indicator(indicator).id,
            "area": area and self.catalog.area(area).id,
            "measure": measure,
        }
        rows = [
            o
            for o in self.tables.observations
            if all(value is None or getattr(o, name) == value for name, value in wanted.items())
            and year in (None, o.period.end.year)
        ]
        cells = vintage_cells(rows if forecasts else without_forecasts(rows), self.tables.sources)
        found = (revision_row(cell, self.tables.sources) for cell in cells)
        return tidy_frame((row for row in found if row), VINTAGES)

    def _select(
        self,
        table: str,
        indicator: str | None,
        area: str | None,
        year: int | None,
        more: Mapping[str, str | None],
    ) -> pd.DataFrame:
        wanted = dict(more)
        if indicator is not None:
            wanted["indicator"] = self.catalog.indicator(indicator).id
        if area is not None:
            wanted["area"] = self.catalog.area(area).id
        sources = {s.source_id: s for s in (*self.tables.sources, *self.tables.cited)}
        rows = []
        for row in table_rows(self.tables, table):
            if any(v is not None and row[k] != v for k, v in wanted.items()):
                continue
            if year is not None and row["period_end"].year != year:
                continue
            source = sources[row["source_id"]]
            rows.append({**row, "known_from": source.known_from, "publisher": source.publisher})
        return self._frame(table, rows, {"known_from": "date", "publisher": "string"})

    @staticmethod
    def _frame(
        table: str, rows: list[dict[str, Any]], more: Mapping[str, ColumnType] | None = None
    ) -> pd.DataFrame:
        types = {c.name: c.kind for c in TABLES[table].columns}
        return tidy_frame(rows, types | dict(more or {}))

    def _known_table(self, table: str) -> str:
        if table not in TABLES:
            raise DatasetError(
                [Problem(self.name, None, None, Message("no_table", name=table, names=", ".join(TABLES)))]
            )
        return table

    # -- joining ------------------------------------------------------------------------------------

    def add(self, other: Dataset | Tables | HasTables) -> Dataset:
        """This data set and another as one; a source is the same where its address is the same.

        ``other`` may be a data set, tables, or what was read from a text (:meth:`ReadBriefing.to_tables`).

        Rows that say the same stand once. Raises DatasetError where one source would say two things of
        one cell.
        """
        if isinstance(other, Dataset):
            theirs = other.tables
        else:
            theirs = other if isinstance(other, Tables) else other.to_tables()
        joined = replace(self, tables=join_tables(self.tables, theirs, self.name), seen_from=None)
        return joined.as_of(self.seen_from) if self.seen_from else joined

    def with_history(self) -> Dataset:
        """This data set joined with the bundled past years that it names."""
        joined = self
        for name in self.defaults.history:
            joined = joined.add(load_dataset(name))
        return joined

    # -- writing ------------------------------------------------------------------------------------

    def write(self, folder: str | Path, *, bom: bool = False) -> Path:
        """Write a Data Package: a CSV file a table and ``datapackage.json``; complete or not at all.

        Cells that a spreadsheet would run are marked with an apostrophe, which reading takes off; ``bom`` lets Excel
        open the files as UTF-8. Raises LoadError where the folder exists and is not a data set, where another writer is
        at work on it, or where the system refuses.
        """
        folder = Path(folder)
        write_folder(
            folder, {name: text_rows(self.tables, name) for name in TABLES}, self.descriptor(), bom=bom
        )
        return folder

    def write_sdmx(self, folder: str | Path) -> Path:
        """Write figures and goals as SDMX-CSV 2.0, with the structures they follow; verdicts stay out."""
        from hpbrief.exchange import write_sdmx

        return write_sdmx(self.tables, folder, self.catalog)

    def write_jsonstat(self, path: str | Path, lang: Lang = "vi") -> Path:
        """Write all tables as a JSON-stat 2.0 collection, its labels in a language."""
        from hpbrief.exchange import write_jsonstat

        return write_jsonstat(self.tables, path, self.catalog, title=self.title or self.name, lang=lang)

    def descriptor(self) -> dict[str, Any]:
        """The ``datapackage.json`` of the data set (Data Package 2.0)."""
        defaults = {
            "area": self.defaults.area,
            "year": self.defaults.year,
            "as_of": self.defaults.as_of.isoformat() if self.defaults.as_of else None,
            "group": self.defaults.group,
            "history": list(self.defaults.history) or None,
        }
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": self.name,
            "title": self.title,
            "licenses": [_LICENCE],
            "defaults": {k: v for k, v in defaults.items() if v is not None},
            "resources": [
                table_resource(s) for s in written({name: text_rows(self.tables, name) for name in TABLES})
            ],
        }

    # -- showing ------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        t = self.tables
        seen = f", as of {self.seen_from}" if self.seen_from else ""
        return (
            f"<Dataset {self.name}{seen}: {len(t.observations)} figures, {len(t.goals)} goals, "
            f"{len(t.verdicts)} verdicts, {len(t.sources)} sources>"
        )

    def _repr_html_(self) -> str:
        from collections import Counter

        figures = Counter(o.indicator for o in self.tables.observations)
        goals = Counter(g.indicator for g in self.tables.goals)
        verdicts = Counter(v.indicator for v in self.tables.verdicts)
        body = "".join(
            f"<tr><td><code>{html.escape(i)}</code></td>"
            f"<td>{html.escape(self.catalog.indicators[i].label_vi)}</td>"
            f"<td>{html.escape(self.catalog.indicators[i].label_en)}</td>"
            f"<td>{figures[i]}</td><td>{goals[i]}</td><td>{verdicts[i]}</td></tr>"
            for i in self.indicators
        )
        names = ("id", "Chỉ tiêu", "Indicator", "figures", "goals", "verdicts")
        head = "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
        return f"<div><p><b>{html.escape(self.title or self.name)}</b><br>{html.escape(repr(self))}</p>" + (
            f"<table>{head}{body}</table></div>"
        )


# -- joining -----------------------------------------------------------------------------------------


def bundled_names() -> list[str]:
    """Names of the bundled data sets."""
    folder = files("hpbrief") / "datasets"
    return sorted(f.name for f in folder.iterdir() if (f / "datapackage.json").is_file())


@cache
def load_dataset(name: str) -> Dataset:
    """A bundled data set by its name. Raises LoadError, with the names there are, for another one."""
    if name not in bundled_names():
        raise LoadError("no_data_set", name=name, names=", ".join(bundled_names()))
    raw, descriptor = read_folder(files("hpbrief") / "datasets" / name)
    catalog = load_catalog()
    return dataset_of(name, read_tables(raw, catalog), descriptor, catalog)


def check_descriptor(descriptor: object) -> None:
    """Raise LoadError where a descriptor is not what ``_dataset`` reads."""
    defaults = descriptor.get("defaults", {}) if isinstance(descriptor, dict) else None
    kinds = {"area": str, "year": int, "as_of": str, "group": str, "history": list}
    if not isinstance(defaults, dict) or any(
        not isinstance(defaults[key], kind) for key, kind in kinds.items() if key in defaults
    ):
        raise LoadError("defaults_wrong", where="datapackage.json")
    try:
        day_from_iso(defaults.get("as_of", "2025-01-01"))
    except ParseError as error:
        raise LoadError(error.message, where="datapackage.json") from error


def dataset_of(name: str, tables: Tables, descriptor: Mapping[str, Any], catalog: Catalog) -> Dataset:
    """A data set of tables, with the title and the defaults of its descriptor; raises LoadError where that is none."""
    check_descriptor(descriptor)
    defaults = descriptor.get("defaults", {})
    return Dataset(
        name=str(descriptor.get("name", name)),
        tables=tables,
        title=str(descriptor.get("title", "")),
        catalog=catalog,
        defaults=Defaults(
            area=defaults.get("area"),
            year=defaults.get("year"),
            as_of=day_from_iso(defaults["as_of"]) if "as_of" in defaults else None,
            group=defaults.get("group"),
            history=tuple(defaults.get("history", ())),
        ),
    )
