"""The command ``hpbrief``: thin, the package does the work."""

from __future__ import annotations

import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hpbrief import __version__
from hpbrief.catalog import load_catalog
from hpbrief.cli.options import (
    Commands,
    clear_errors,
    json_option,
    lang_option,
    make_console,
    print_json,
    print_rows,
    waiting,
)
from hpbrief.errors import HpbriefError, HpbriefWarning, Message
from hpbrief.models import Basis, Lang

if TYPE_CHECKING:
    from rich.console import Console

    from hpbrief.assessment import Scorecard
    from hpbrief.dataset import Dataset

_WIDE = 132
_MOST_AREAS = 12  # named where one may be chosen
_START = """\
hpbrief {version}: số liệu kinh tế - xã hội có nguồn, đối chiếu với mục tiêu năm.
Vietnamese socio-economic figures, cited, held against the goals of the year.

Bắt đầu từ đây / Start here:

  hpbrief report
      Hải Phòng năm 2025 so với mục tiêu / Hải Phòng against its goals
  hpbrief report provinces-2025 --area quang-ninh --as-of 2025-11-10
      Tỉnh khác, ngày khác (--lang en: tiếng Anh) / another province and day
  hpbrief audit
      Số nào không thể cùng đúng? / Which figures cannot both be true?
  hpbrief template so-lieu.xlsx
      Bảng tính để điền số của bạn / a workbook for your own figures

Mọi lệnh / all commands: hpbrief --help"""


def _datasets(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from hpbrief.dataset import list_datasets

    return [name for name in list_datasets() if name.startswith(incomplete)]


def _areas(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [area for area in load_catalog().areas if area.startswith(incomplete)]


def _indicators(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in load_catalog().indicators if name.startswith(incomplete)]


_dataset = click.argument("dataset", default="haiphong-2025", shell_complete=_datasets)
_year = click.option(
    "--year", type=int, help="Chỉ các kỳ kết thúc trong năm này / Only periods that end in this year."
)
_only_area = click.option(
    "--area", shell_complete=_areas, help="Chỉ địa bàn này / Only this area, by id or name."
)
_as_of = click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Ngày nhìn, NĂM-THÁNG-NGÀY: không dùng gì biết sau đó / The day from which to look, YYYY-MM-DD.",
)


@click.group(
    cls=Commands,
    elsewhere={"corpus": "hpbrief.cli.corpus", "extract": "hpbrief.cli.extract"},
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="hpbrief")
@click.pass_context
def main(context: click.Context) -> None:
    """Vietnamese socio-economic briefings as cited data that one can judge.

    Số liệu kinh tế - xã hội có nguồn, đối chiếu với mục tiêu năm.
    """
    if context.invoked_subcommand is None:
        click.echo(_START.format(version=__version__))


_add = click.option(
    "--add",
    "others",
    multiple=True,
    metavar="FILE",
    help="Nối thêm bộ dữ liệu hoặc báo cáo khác / Join another data set or report; may be given again.",
)


@main.command(short_help="So số liệu với mục tiêu năm / Judge against the goals of the year.")
@_dataset
@click.option(
    "--area",
    shell_complete=_areas,
    help="Mã hoặc tên địa bàn / Area id or name, such as haiphong-merged or 'Quảng Ninh'.",
)
@click.option("--year", type=int, help="Năm của mục tiêu / Year of the goals.")
@_as_of
@click.option(
    "--basis",
    type=click.Choice([b.value for b in Basis]),
    help="Chỉ xét mục tiêu theo căn cứ này / Judge against goals of this basis only.",
)
@click.option(
    "--indicators",
    metavar="IDS",
    shell_complete=_indicators,
    help="Mã chỉ tiêu, cách nhau bằng dấu phẩy, hoặc mã nhóm / Indicator ids, separated by commas, or a group.",
)
@lang_option
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ghi ra tệp .html, .docx, .xlsx hoặc .md / Write .html, .docx, .xlsx or .md instead.",
)
@_add
@json_option
@clear_errors
def report(
    dataset: str,
    area: str | None,
    year: int | None,
    as_of: datetime | None,
    basis: str | None,
    indicators: str | None,
    lang: Lang,
    out: Path | None,
    others: tuple[str, ...],
    as_json: bool,
) -> None:
    """Judge each indicator against its goal for the year, and print the scorecard.

    So từng chỉ tiêu với mục tiêu năm và in bảng kết quả.

    DATASET is a bundled data set (see: hpbrief datasets), a folder, .zip or .xlsx of your own, or a report (.docx,
    .pdf, .html, .txt or an https address) that is read. By default: haiphong-2025, the merged city, as of 2025-11-06;
    for other data the newest date they know.
    """
    from hpbrief.assessment import assess

    with waiting(dataset):
        ds = _open_all(dataset, others, lang)
        card = assess(ds, area, year, as_of.date() if as_of else None, basis, _split(ds, indicators))
    if area is None:
        _tell_default_area(ds, card, lang)
    if not any(a.figure or a.goal for a in card):
        known = sorted(s.known_from for s in ds.tables.sources if s.known_from)
        span = Message("sources_run", first=known[0], last=known[-1]) if known else None
        raise HpbriefError(
            "nothing_known",
            area=card.record.area,
            year=str(card.record.year),
            day=card.record.as_of,
            span=span or Message("no_source_dated"),
            years=", ".join(map(str, ds.years)),
        )
    if out is not None:
        from hpbrief.report import write_report

        click.echo(write_report(card, out, lang))
    elif as_json:
        print_json(card.rows(lang))
    else:
        _print_scorecard(card, lang)


@main.command(short_help="Các bộ dữ liệu có sẵn / List the bundled data sets.")
@lang_option
@json_option
@clear_errors
def datasets(lang: Lang, as_json: bool) -> None:
    """List the bundled data sets.

    Liệt kê các bộ dữ liệu đi kèm.
    """
    from hpbrief.dataset import list_datasets, load_dataset

    rows = []
    for name in list_datasets():
        ds = load_dataset(name)
        rows.append(
            {
                "dataset": name,
                "area": ", ".join(ds.areas),
                "years": "-".join(map(str, sorted({ds.years[0], ds.years[-1]}))),
                "figures": len(ds.tables.observations),
                "goals": len(ds.tables.goals),
                "verdicts": len(ds.tables.verdicts),
                "sources": len(ds.tables.sources),
                "newest": ds.newest,
            }
        )
    if as_json:
        print_json(rows)
    else:
        print_rows([{k: str(v) for k, v in row.items() if k != "newest"} for row in rows], lang)


@main.command(short_help="Mọi số của một chỉ tiêu / Everything known of one indicator.")
@click.argument("dataset", shell_complete=_datasets)
@click.argument("indicator", shell_complete=_indicators)
@_only_area
@_year
@_as_of
@lang_option
@json_option
@clear_errors
def show(
    dataset: str,
    indicator: str,
    area: str | None,
    year: int | None,
    as_of: datetime | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Show every figure, goal, verdict and source of one INDICATOR of a DATASET.

    Hiện mọi số liệu, mục tiêu, đánh giá và nguồn của một chỉ tiêu.
    """
    from hpbrief.dataset.show import indicator_rows, indicator_texts

    ds = _open(dataset, lang)
    if as_of:
        ds = ds.as_of(as_of.date())
    found = ds.catalog.find_indicator(indicator) or ds.catalog.indicator(indicator)
    if as_json:
        print_json(indicator_rows(ds, found.id, area, year))
        return
    console = make_console()
    console.print(f"[bold]{found.label(lang)}[/] ({found.id})")
    for heading, rows in indicator_texts(ds, found.id, lang, area, year):
        console.print(f"\n[bold]{heading}[/]: {len(rows)}")
        if rows:
            print_rows(rows, lang, console)


@main.command(short_help="Xếp các địa bàn theo một chỉ tiêu / Rank areas by one indicator.")
@click.argument("dataset", shell_complete=_datasets)
@click.argument("indicator", shell_complete=_indicators)
@click.option(
    "--period",
    help="Kỳ; mặc định là kỳ nhiều địa bàn có nhất / Such as 2025-09M; by default the one that most areas have.",
)
@click.option(
    "--measure",
    help="Phép đo; mặc định của chỉ tiêu / By default the indicator's own, else e.g. share_of_plan.",
)
@_as_of
@lang_option
@json_option
@clear_errors
def league(
    dataset: str,
    indicator: str,
    period: str | None,
    measure: str | None,
    as_of: datetime | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Rank the areas of a DATASET by one INDICATOR, with what stands in the way of comparing them.

    DATASET may also be a corpus (see: hpbrief corpus).

    Xếp các địa bàn theo một chỉ tiêu; chỉ xếp hạng những số so sánh được với nhau.
    """
    from hpbrief.dataset.league import league_rows, league_texts

    with waiting(dataset):
        ds = _open(dataset, lang)
    day = as_of.date() if as_of else None
    if as_json:
        print_json(league_rows(ds, indicator, period, measure=measure, as_of=day, lang=lang))
        return
    title, rows = league_texts(ds, indicator, period, measure=measure, as_of=day, lang=lang)
    make_console().print(title, markup=False)
    print_rows(rows, lang)


@main.command(short_help="Bảng tính trống để điền / Write a workbook to fill in.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--area",
    default="quang-ninh",
    show_default=True,
    shell_complete=_areas,
    help="Địa bàn của các dòng ví dụ / Area of the example rows.",
)
@click.option(
    "--year",
    type=int,
    default=2025,
    show_default=True,
    help="Năm của các dòng ví dụ / Year of the example rows.",
)
@lang_option
@json_option
@clear_errors
def template(file: Path, area: str, year: int, lang: Lang, as_json: bool) -> None:
    """Write an empty workbook (.xlsx) to fill in, with example rows and lists of allowed values.

    Tạo bảng tính trống để điền, có dòng ví dụ và danh sách giá trị cho phép.
    """
    from hpbrief.dataset.template import write_template

    written = write_template(file, lang, area=area, year=year)
    if as_json:
        print_json({"file": str(written)})
    else:
        click.echo(written)


@main.command(short_help="Số không thể cùng đúng / Find figures that cannot both be true.")
@_dataset
@_only_area
@_year
@_add
@lang_option
@json_option
@clear_errors
def audit(
    dataset: str, area: str | None, year: int | None, others: tuple[str, ...], lang: Lang, as_json: bool
) -> None:
    """Find figures of a DATASET that cannot both be true, or that ask for a look.

    Tìm những số không thể cùng đúng, hoặc cần xem lại.
    """
    from hpbrief.checks import audit as examine

    with waiting(dataset):
        found = examine(_open_all(dataset, others, lang), area=area, year=year, lang=lang)
    if as_json:
        print_json(found.rows())
        return
    make_console().print(found.title(), markup=False)
    shown = ("severity", "code", "message", "arithmetic")
    rows = [{name: row[name] for name in shown} for row in found.rows()]
    if rows:
        print_rows(rows, lang)


@main.command(short_help="Ghi cho công cụ khác / Write as SDMX, JSON-stat, Data Package.")
@click.argument("dataset", shell_complete=_datasets)
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["package", "sdmx", "jsonstat"]),
    default="package",
    show_default=True,
    help="Data Package (thư mục / a folder), SDMX-CSV (thư mục / a folder), JSON-stat (tệp / a file).",
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False),
    help="Tệp TOML hoặc JSON nói cột và mã nghĩa là gì / What columns and codes of someone else's file mean.",
)
@lang_option
@json_option
@clear_errors
def export(dataset: str, out: Path, form: str, mapping: str | None, lang: Lang, as_json: bool) -> None:
    """Write a DATASET to OUT as a Data Package, as SDMX-CSV or as JSON-stat.

    Ghi bộ dữ liệu ra định dạng mà công cụ khác đọc được.
    """
    ds = _open(dataset, lang, mapping)
    if form == "sdmx":
        written = ds.write_sdmx(out)
    elif form == "jsonstat":
        written = ds.write_jsonstat(out, lang)
    else:
        written = ds.write(out)
    if as_json:
        print_json({"file": str(written)})
    else:
        click.echo(written)


#: Endings of reports: what they say is read from text and tables.
_REPORTS = (".docx", ".doc", ".pdf", ".html", ".htm", ".txt", ".ods")


def _open(name: str, lang: Lang, mapping: str | None = None) -> Dataset:
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


def _open_all(name: str, others: tuple[str, ...], lang: Lang) -> Dataset:
    ds = _open(name, lang)
    for other in others:
        ds = ds.add(_open(other, lang))
    return ds


def _tell_default_area(ds: Dataset, card: Scorecard, lang: Lang) -> None:
    """Say on the error stream which area was taken where the data have several and none of their own."""
    others = [a for a in ds.areas if a != card.record.area]
    if ds.defaults.area is not None or not others:
        return
    text = ds.catalog.word("told", "default_area", lang).format(
        area=ds.catalog.area(card.record.area).label(lang),
        id=card.record.area,
        other=others[0],
        areas=", ".join(ds.areas[:_MOST_AREAS]) + (", …" if len(ds.areas) > _MOST_AREAS else ""),
    )
    click.echo(text, err=True)


def _split(ds: Dataset, indicators: str | None) -> str | list[str] | None:
    if indicators is None or indicators in ds.catalog.groups:
        return indicators
    names = [name.strip() for name in indicators.split(",")]
    found = [ds.catalog.find_indicator(name) for name in names]
    return [known.id if known is not None else name for known, name in zip(found, names, strict=True)]


# -- printing a scorecard ----------------------------------------------------------------------------


def _print_scorecard(card: Scorecard, lang: Lang) -> None:
    from rich.text import Text

    console = make_console()
    console.print(Text(card.title(lang), style="bold"))
    for sentence in card.headline(lang):
        console.print(Text(sentence))
    console.print()
    if console.width >= _WIDE:
        _print_wide(card, lang, console)
    else:
        _print_narrow(card, lang, console)


_STYLE = {
    "exceeded": "green",
    "met": "green",
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "missed": "red",
    "insufficient_data": "dim",
}


def _print_wide(card: Scorecard, lang: Lang, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    word = card.catalog.word
    table = Table(show_lines=True)
    for name in ("indicator", "goal", "figure", "attainment", "required", "class", "stated", "note"):
        right = name == "attainment"
        table.add_column(word("column", name, lang), justify="right" if right else "left", overflow="fold")
    for a in card:
        c = card.cells(a, lang)
        table.add_row(
            Text(c["indicator"]),
            _lines(c["goal"], c["basis"]),
            _lines(c["figure"], c["period"], c["source"]),
            Text(c["attainment"]),
            Text(c["required"]),
            _lines(c["class"], c["rule"], style=_STYLE[a.computed_class]),
            _lines(c["stated"], c["agreement"]),
            Text(c["note"]),
        )
    console.print(table)


def _lines(first: str, *rest: str, style: str = "") -> Any:
    from rich.text import Text

    text = Text(first, style=style)
    for line in rest:
        if line:
            text.append(f"\n{line}", style="dim")
    return text


def _print_narrow(card: Scorecard, lang: Lang, console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    word = card.catalog.word
    for a in card:
        c = card.cells(a, lang)
        console.print(Text.assemble((c["class"], _STYLE[a.computed_class]), "  ", (c["indicator"], "bold")))
        for name, parts in (
            ("goal", (c["goal"], c["basis"])),
            ("figure", (c["figure"], c["period"], c["source"], c["attainment"])),
            ("required", (c["required"],)),
            ("stated", (c["stated"], c["agreement"])),
            ("note", (c["note"], c["rule"])),
        ):
            filled = " · ".join(part for part in parts if part)
            if filled:
                line = Text(f"{word('column', name, lang)}: {filled}", overflow="fold")
                console.print(Padding(line, (0, 0, 0, 4), expand=False))
