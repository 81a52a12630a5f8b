"""``read_dataset``: the door for data sets of one's own, whatever their form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.dataset.dataset import Dataset, dataset_of
from hpbrief.errors import LoadError
from hpbrief.tables.raw import from_frames, read_folder, read_workbook, read_zip
from hpbrief.tables.rows import read_tables
from hpbrief.tables.typed_rows import RawTable

if TYPE_CHECKING:
    import pandas as pd


def read_dataset(
    origin: str | Path | Mapping[str, pd.DataFrame],
    *,
    catalog: Catalog | str | Path | None = None,
    mapping: Mapping[str, Any] | str | Path | None = None,
) -> Dataset:
    """A data set of one's own: a folder of CSV files, a zip of one, an XLSX workbook, or frames by table.

    A ``.json`` file is JSON-stat 2.0, a ``.csv`` file (or a folder of them) SDMX-CSV. Where hpbrief did not write
    it, ``mapping`` says what its columns and codes mean: a dict of ``columns`` (theirs → ours), ``codes`` (by our
    column: theirs → ours), ``constants`` and ``ignore``, or the path of a TOML or JSON file of these.

    Tables are ``observations``, ``goals``, ``verdicts``, ``headline_verdicts`` and ``sources`` (sheet
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
    elif path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
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
