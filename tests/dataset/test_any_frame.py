"""Frames of pandas, polars and Arrow go in and come out the same."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import hpbrief as hb

TABLES = ("observations", "goals", "sources")


@pytest.fixture(scope="module")
def ds() -> hb.Dataset:
    return hb.load_dataset("haiphong-2025")


def as_pandas(ds: hb.Dataset, table: str) -> Any:
    return ds.to_arrow(table).to_pandas(types_mapper=None)


def as_polars(ds: hb.Dataset, table: str) -> Any:
    return pl.DataFrame(ds.to_arrow(table))


def as_arrow(ds: hb.Dataset, table: str) -> Any:
    return ds.to_arrow(table)


@pytest.mark.parametrize("frame", [as_pandas, as_polars, as_arrow])
def test_what_is_handed_on_comes_back_equal(ds: hb.Dataset, frame: Any) -> None:
    again = hb.read_dataset({table: frame(ds, table) for table in TABLES})
    assert [s.source_id for s in again.tables.sources] == [s.source_id for s in ds.tables.sources]
    for name in ("observations", "goals"):
        pd.testing.assert_frame_equal(again.to_frame(name), ds.to_frame(name))


def test_the_data_set_itself_is_an_arrow_stream(ds: hb.Dataset) -> None:
    frame = pl.DataFrame(ds)
    assert frame.shape == (len(ds.tables.observations), len(ds.to_frame().columns))
    assert pa.table(ds).equals(ds.to_arrow())


@pytest.mark.parametrize("thing", [[1, 2], "observations.csv", pl.LazyFrame({"a": [1]})])
def test_what_is_no_frame_is_said_to_be_none(thing: Any) -> None:
    with pytest.raises(hb.LoadError, match="no frame"):
        hb.read_dataset({"observations": thing})
