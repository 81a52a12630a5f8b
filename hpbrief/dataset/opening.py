"""The doors to data sets: ``read_dataset`` for those of one's own, the list of those bundled, and all that one
knows of an indicator.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.dataset.dataset import Dataset, bundled_names, dataset_of, load_dataset
from hpbrief.errors import LoadError
from hpbrief.format import format_date, format_observation, format_period, format_quantity
from hpbrief.models import Goal, Lang, Observation, Source, Verdict
from hpbrief.tables.frames import goal_row, observation_row, source_row, verdict_row
from hpbrief.tables.raw import WORKBOOKS, from_frames, read_folder, read_workbook, read_zip
from hpbrief.tables.rows import read_tables
from hpbrief.tables.typed_rows import RawTable

if TYPE_CHECKING:
    pass


def read_dataset(
    origin: str | Path | Mapping[str, Any],
    *,
    catalog: Catalog | str | Path | None = None,
    mapping: Mapping[str, Any] | str | Path | None = None,
) -> Dataset:
    """A data set of one's own: a folder of CSV files, a zip of one, an XLSX workbook, or frames by table
    (pandas, polars, Arrow).

    A ``.json`` file is JSON-stat 2.0, a ``.csv`` file (or a folder of them) SDMX-CSV. Where hpbrief did not write
    it, ``mapping`` says what its columns and codes mean: a dict of ``columns`` (theirs → ours), ``codes`` (by our
    column: theirs → ours), ``constants`` and ``ignore``, or the path of a TOML or JSON file of these.

    Tables are ``observations``, ``goals``, ``verdicts``, ``headline_verdicts``, ``adjustments`` and ``sources`` (sheet
    names in a workbook; a single sheet is the observations). Without a table of sources each row names its
    source in a column ``source`` (and perhaps ``source_url``, ``publisher``, ``published``); a source
    without a date counts as known a week after its newest period. ``catalog`` may be a folder with
    reference tables of one's own. Raises LoadError for a file that cannot be opened, DatasetError for rows
    that are wrong, with file, line, column and allowed values.
    """
    if not isinstance(catalog, Catalog):
        catalog = load_catalog(str(catalog) if catalog is not None else None)
    if isinstance(origin, Mapping):
        return dataset_of("frames", read_tables(from_frames(origin), catalog), {}, catalog)
    path = Path(origin)
    if not path.exists():
        raise LoadError("does_not_exist", path=path)
    descriptor: dict[str, Any] = {}
    exchanged = _read_exchange(path, mapping)
    if exchanged is not None:
        raw = exchanged
    elif path.is_dir():
        raw, descriptor = read_folder(path)
    elif path.suffix.lower() == ".zip":
        raw, descriptor = read_zip(path)
    elif path.suffix.lower() in WORKBOOKS:
        raw = read_workbook(path)
    else:
        raise LoadError("not_a_data_set", where=path.name)
    return dataset_of(
        path.stem if path.is_file() else path.name, read_tables(raw, catalog), descriptor, catalog
    )


def _read_exchange(path: Path, mapping: Mapping[str, Any] | str | Path | None) -> dict[str, RawTable] | None:
    """Raw tables of JSON-stat or SDMX-CSV; None where the path is something else."""
    suffix = path.suffix.lower()
    if path.is_dir():
        found = {p.name: p.read_bytes() for p in sorted(path.glob("*.csv"))}
        if not any(data.startswith((b"STRUCTURE", b"\xef\xbb\xbfSTRUCTURE")) for data in found.values()):
            return None
    elif suffix in (".csv", ".json"):
        found = {path.name: path.read_bytes()}
    else:
        return None
    from hpbrief.exchange import read_jsonstat, read_sdmx
    from hpbrief.exchange.mapping import read_mapping

    meant = read_mapping(mapping)
    if suffix == ".json":
        return read_jsonstat(found[path.name], path.name, meant)
    return read_sdmx(found, meant)


class DatasetNames(list[str]):
    """Names of data sets; shown, each tells its title, and how many areas, figures and goals of which years."""

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {_coverage(name)}" for name in self)


def _coverage(name: str) -> str:
    ds = load_dataset(name)
    tables, years = ds.tables, ds.years
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return (
        f"{ds.title}; {len(ds.areas)} areas, {span}, {len(tables.observations)} figures, {len(tables.goals)} goals, "
        f"{len(tables.verdicts)} verdicts, {len(tables.headline_verdicts)} counts, {len(tables.sources)} sources"
    )


def list_datasets() -> DatasetNames:
    """Names of the bundled data sets; what is shown of them tells what each covers."""
    return DatasetNames(bundled_names())


def indicator_rows(
    ds: Dataset, indicator: str, area: str | None = None, year: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Figures, goals, verdicts and sources of an indicator as rows of their tables."""
    observations, goals, verdicts, sources = _models(ds, indicator, area, year)
    return {
        "observations": [observation_row(o) for o in observations],
        "goals": [goal_row(g) for g in goals],
        "verdicts": [verdict_row(v) for v in verdicts],
        "sources": [source_row(s) for s in sources],
    }


def _models(
    ds: Dataset, indicator: str, area: str | None, year: int | None
) -> tuple[list[Observation], list[Goal], list[Verdict], list[Source]]:
    if area is not None:
        area = (ds.catalog.find_area(area) or ds.catalog.area(area)).id if area not in ds.areas else area

    def fits(row: Any) -> bool:
        return row.indicator == indicator and area in (None, row.area) and year in (None, row.period.end.year)

    observations = sorted(
        filter(fits, ds.tables.observations), key=lambda o: (o.area, o.period.end, o.measure, o.series)
    )
    goals = sorted(filter(fits, ds.tables.goals), key=lambda g: (g.area, g.period, g.basis))
    verdicts = sorted(filter(fits, ds.tables.verdicts), key=lambda v: (v.area, v.stated_on))
    cited = (
        {o.source_id for o in observations} | {g.source_id for g in goals} | {v.source_id for v in verdicts}
    )
    sources = [s for s in (*ds.tables.sources, *ds.tables.cited) if s.source_id in cited]
    return observations, goals, verdicts, sources


def indicator_texts(
    ds: Dataset, indicator: str, lang: Lang, area: str | None = None, year: int | None = None
) -> list[tuple[str, list[dict[str, str]]]]:
    """The same as texts under headings: figures, goals, verdicts, sources."""
    observations, goals, verdicts, sources = _models(ds, indicator, area, year)
    known = {s.source_id: s for s in sources}
    word = ds.catalog.word
    return [
        (word("column", "figures", lang), [_observation_text(ds, o, known, lang) for o in observations]),
        (word("column", "goals", lang), [_goal_text(ds, g, lang) for g in goals]),
        (word("column", "verdicts", lang), [_verdict_text(ds, v, lang) for v in verdicts]),
        (word("column", "sources", lang), [_source_text(ds, s, lang) for s in sources]),
    ]


def _observation_text(ds: Dataset, o: Observation, known: dict[str, Source], lang: Lang) -> dict[str, str]:
    word = ds.catalog.word
    source = known[o.source_id]
    plan = word("basis", o.plan_basis, lang) if o.plan_basis else ""
    return {
        "area": o.area,
        "period": format_period(o.period, lang, ds.catalog),
        "measure": " ".join(filter(None, (word("measure", o.measure, lang), plan))),
        "value": format_observation(o, lang, ds.catalog),
        "status": word("obs_status", o.status, lang),
        "series": o.series,
        "known_from": format_date(source.known_from, lang) if source.known_from else "",
        "source": o.source_id,
        "note": o.note,
    }


def _goal_text(ds: Dataset, g: Goal, lang: Lang) -> dict[str, str]:
    return {
        "area": g.area,
        "period": format_period(g.period, lang, ds.catalog),
        "value": f"{ds.catalog.word('bound', g.bound, lang)} "
        + format_quantity(g.quantity, lang, catalog=ds.catalog, indicator=g.indicator),
        "basis": ds.catalog.word("basis", g.basis, lang),
        "set_by": g.set_by,
        "known_from": format_date(g.adopted, lang) if g.adopted else "",
        "source": g.source_id,
        "note": g.note,
    }


def _verdict_text(ds: Dataset, v: Verdict, lang: Lang) -> dict[str, str]:
    word = ds.catalog.word
    inferred = word("flag", "stated_inferred", lang) if v.inferred else ""
    return {
        "area": v.area,
        "stated_on": format_date(v.stated_on, lang),
        "period": format_period(v.period, lang, ds.catalog),
        "stated": word("stated", v.status, lang),
        "reference": word("reference", v.reference, lang),
        "source": v.source_id or "",
        "note": "; ".join(filter(None, (inferred, v.note))),
    }


def _source_text(ds: Dataset, s: Source, lang: Lang) -> dict[str, str]:
    basis = f" ({ds.catalog.word('known_basis', s.known_basis, lang)})" if s.known_basis else ""
    return {
        "source": s.source_id,
        "publisher": s.publisher,
        "known_from": (format_date(s.known_from, lang) if s.known_from else "–") + basis,
        "address": s.url,
    }
