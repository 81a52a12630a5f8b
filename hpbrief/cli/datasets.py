"""Commands on data sets as they are: ``datasets``, ``show``, ``league``, ``template``, ``export``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hpbrief.cli.options import (
    area_option,
    as_of_option,
    clear_errors,
    complete_areas,
    complete_datasets,
    complete_indicators,
    json_option,
    lang_option,
    make_console,
    open_named,
    print_json,
    print_rows,
    waiting,
    year_option,
)
from hpbrief.models import Lang


@click.command(short_help="Các bộ dữ liệu có sẵn / List the bundled data sets.")
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


@click.command(short_help="Mọi số của một chỉ tiêu / Everything known of one indicator.")
@click.argument("dataset", shell_complete=complete_datasets)
@click.argument("indicator", shell_complete=complete_indicators)
@area_option
@year_option
@as_of_option
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
    from hpbrief.dataset.opening import indicator_rows, indicator_texts

    ds = open_named(dataset, lang)
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


@click.command(short_help="Xếp các địa bàn theo một chỉ tiêu / Rank areas by one indicator.")
@click.argument("dataset", shell_complete=complete_datasets)
@click.argument("indicator", shell_complete=complete_indicators)
@click.option(
    "--period",
    help="Kỳ; mặc định là kỳ nhiều địa bàn có nhất / Such as 2025-09M; by default the one that most areas have.",
)
@click.option(
    "--measure",
    help="Phép đo; mặc định của chỉ tiêu / By default the indicator's own, else e.g. share_of_plan.",
)
@as_of_option
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
        ds = open_named(dataset, lang)
    day = as_of.date() if as_of else None
    if as_json:
        print_json(league_rows(ds, indicator, period, measure=measure, as_of=day, lang=lang))
        return
    title, rows = league_texts(ds, indicator, period, measure=measure, as_of=day, lang=lang)
    make_console().print(title, markup=False)
    print_rows(rows, lang)


@click.command(short_help="Bảng tính trống để điền / Write a workbook to fill in.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--area",
    default="quang-ninh",
    show_default=True,
    shell_complete=complete_areas,
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


@click.command(short_help="Ghi cho công cụ khác / Write as SDMX, JSON-stat, Data Package.")
@click.argument("dataset", shell_complete=complete_datasets)
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
    ds = open_named(dataset, lang, mapping)
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


@click.command(short_help="Máy chủ MCP chỉ đọc cho trợ lý AI / A read-only MCP server for agents.")
@click.argument("datasets", nargs=-1, metavar="[DATASET…]")
@lang_option
@json_option
@clear_errors
def mcp(datasets: tuple[str, ...], lang: Lang, as_json: bool) -> None:
    """Answer an agent's questions about data sets over the Model Context Protocol, on standard input and output.

    Trả lời câu hỏi của trợ lý AI về các bộ dữ liệu, mỗi con số kèm nguồn, ngày và kỳ; chỉ đọc, không mở tệp hay địa
    chỉ nào khác. Mặc định: các bộ dữ liệu có sẵn. --json: in danh sách câu hỏi rồi thôi.
    """
    from hpbrief.agent import Questions, serve
    from hpbrief.dataset import list_datasets

    names = datasets or tuple(list_datasets())
    opened = {name: open_named(name, lang) for name in names}
    if as_json:
        tools = Questions(opened).tools()
        print_json(
            [{"name": name, "description": (tool.__doc__ or "").strip()} for name, tool in tools.items()]
        )
        return
    serve(opened).run()
