"""What commands take in: their options and arguments, and the data set that a name stands for."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hpbrief.catalog import load_catalog
from hpbrief.errors import HpbriefWarning
from hpbrief.models import Lang

if TYPE_CHECKING:
    from hpbrief.dataset import Dataset


def complete_datasets(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Bundled data sets that begin with what is typed."""
    from hpbrief.dataset import list_datasets

    return [name for name in list_datasets() if name.startswith(incomplete)]


def complete_areas(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Areas that begin with what is typed."""
    return [area for area in load_catalog().areas if area.startswith(incomplete)]


def complete_indicators(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Indicators that begin with what is typed."""
    return [name for name in load_catalog().indicators if name.startswith(incomplete)]


dataset_argument = click.argument("dataset", default="haiphong-2025", shell_complete=complete_datasets)
year_option = click.option(
    "--year", type=int, help="Chỉ các kỳ kết thúc trong năm này / Only periods that end in this year."
)
area_option = click.option(
    "--area", shell_complete=complete_areas, help="Chỉ địa bàn này / Only this area, by id or name."
)
as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Ngày nhìn, NĂM-THÁNG-NGÀY: không dùng gì biết sau đó / The day from which to look, YYYY-MM-DD.",
)
add_option = click.option(
    "--add",
    "others",
    multiple=True,
    metavar="FILE",
    help="Nối thêm bộ dữ liệu hoặc báo cáo khác / Join another data set or report; may be given again.",
)

#: Endings of reports: what they say is read from text and tables.
_REPORTS = (".docx", ".doc", ".pdf", ".html", ".htm", ".txt", ".ods")


def open_named(name: str, lang: Lang, mapping: str | None = None) -> Dataset:
    """A data set by its name: bundled, a folder, a file, a corpus, or a report that is read; warnings are told."""
    from hpbrief.dataset import list_datasets, load_dataset, read_dataset

    if name.startswith("https://") or Path(name).suffix.lower() in _REPORTS:
        from hpbrief.briefing import read_briefing

        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", HpbriefWarning)
            read = read_briefing(name).to_dataset()
        for warning in told:
            said = warning.message
            click.echo(f"{name}: {said.text(lang) if isinstance(said, HpbriefWarning) else said}", err=True)
        return read
    if name not in list_datasets() and (Path(name).exists() or Path(name).suffix or "/" in name):
        if (Path(name) / "manifest.json").is_file() and (Path(name) / "statements").is_dir():
            from hpbrief.corpus.panel import build_panel

            return build_panel(name)
        return read_dataset(name, mapping=mapping)
    return load_dataset(name)


def open_all(name: str, others: tuple[str, ...], lang: Lang) -> Dataset:
    """A data set with others joined to it."""
    ds = open_named(name, lang)
    for other in others:
        ds = ds.add(open_named(other, lang))
    return ds
