"""The commands ``report``, ``month`` and ``audit``: a data set, or a folder of reports, held against its goals, and
against itself.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hpbrief.catalog import load_catalog
from hpbrief.cli.options import (
    add_option,
    area_option,
    as_of_option,
    clear_errors,
    complete_areas,
    complete_indicators,
    dataset_argument,
    json_option,
    lang_option,
    make_console,
    open_all,
    print_json,
    print_rows,
    waiting,
    year_option,
)
from hpbrief.errors import HpbriefError, Message
from hpbrief.format import format_date
from hpbrief.models import Basis, Lang

if TYPE_CHECKING:
    from rich.console import Console

    from hpbrief.assessment import Scorecard
    from hpbrief.dataset import Dataset
    from hpbrief.workspace import Month

_WIDE = 132
_MOST_AREAS = 12  # named where one may be chosen


@click.command(short_help="So số liệu với mục tiêu năm / Judge against the goals of the year.")
@dataset_argument
@click.option(
    "--area",
    shell_complete=complete_areas,
    help="Mã hoặc tên địa bàn / Area id or name, such as haiphong-merged or 'Quảng Ninh'.",
)
@click.option("--year", type=int, help="Năm của mục tiêu / Year of the goals.")
@as_of_option
@click.option(
    "--basis",
    type=click.Choice([b.value for b in Basis]),
    help="Chỉ xét mục tiêu theo căn cứ này / Judge against goals of this basis only.",
)
@click.option(
    "--indicators",
    metavar="IDS",
    shell_complete=complete_indicators,
    help="Mã chỉ tiêu, cách nhau bằng dấu phẩy, hoặc mã nhóm / Indicator ids, separated by commas, or a group.",
)
@click.option(
    "--since",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Nêu thay đổi từ ngày này, mặc định từ một tháng trước / Tell what changed since this day (with --out).",
)
@lang_option
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ghi ra tệp .html, .docx, .xlsx hoặc .md / Write .html, .docx, .xlsx or .md instead.",
)
@add_option
@json_option
@clear_errors
def report(
    dataset: str,
    area: str | None,
    year: int | None,
    as_of: datetime | None,
    basis: str | None,
    indicators: str | None,
    since: datetime | None,
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
        ds = open_all(dataset, others, lang)
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

        shown = card.compared_with(since.date()) if since else card
        click.echo(write_report(shown, out, lang))
    elif as_json:
        print_json(card.rows(lang))
    else:
        _print_scorecard(card, lang)


@click.command(short_help="Một tháng: từ tệp đến báo cáo / A folder's month: from files to reports.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--area", shell_complete=complete_areas, help="Địa bàn của thư mục / The area of the folder.")
@click.option(
    "--areas",
    type=click.Choice(["all"]),
    help="Mỗi thư mục con một địa bàn, kèm bảng so sánh / A folder an area, and one league of all.",
)
@as_of_option
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Thư mục kết quả, mặc định FOLDER/out / Where the output goes.",
)
@lang_option
@json_option
@clear_errors
def month(
    folder: Path,
    area: str | None,
    areas: str | None,
    as_of: datetime | None,
    out: Path | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Read what is new in FOLDER, judge it, and write page, note, workbook, facts and a letter of changes.

    Đọc các tệp mới trong thư mục (Word, PDF, Excel, văn bản, bản quét), áp dụng corrections.csv hoặc corrections.xlsx,
    đối chiếu với mục tiêu năm và ghi báo cáo. Chạy lại không làm thay đổi tệp nào nếu không có gì mới.
    """
    from hpbrief.workspace import Workspace, workspaces_of, write_league

    if (area is None) == (areas is None):
        raise click.UsageError("--area / --areas all")
    day = as_of.date() if as_of else None
    tell = _print_month if as_json else _tell_month
    if area is not None:
        tell(Workspace(folder, area=area, lang=lang).month(day, out=out, told=_tell_file), lang)
        return
    months = []
    for space in workspaces_of(folder, lang):
        target = out / space.folder.name if out is not None else None
        months.append(space.month(day, out=target, told=_tell_file))
        tell(months[-1], lang)
    if not months:
        raise HpbriefError("no_area_folders", path=str(folder))
    click.echo(write_league(months, (out or folder) / "league.csv", lang), err=as_json)


def _tell_file(name: str) -> None:
    click.echo(name, err=True)


def _print_month(found: Month, lang: Lang) -> None:
    print_json(found.card.rows(lang))


def _tell_month(found: Month, lang: Lang) -> None:
    """What was read and what was not, how much wants a look, and where the output is."""
    word = load_catalog().word
    for file in found.files:
        if file.error is not None:
            click.echo(f"{file.name}: {file.error.text(lang)}", err=True)
    read = sum(file.error is None for file in found.files)
    click.echo(
        word("month", "read", lang).format(
            area=found.card.catalog.area(found.workspace.area).label(lang),
            day=format_date(found.as_of, lang),
            files=read,
            facts=sum(file.facts for file in found.files),
            doubtful=len(found.doubtful),
        )
    )
    for sentence in found.card.headline(lang):
        click.echo(sentence)
    for path in found.written:
        click.echo(path)


@click.command(short_help="Số không thể cùng đúng / Find figures that cannot both be true.")
@dataset_argument
@area_option
@year_option
@add_option
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
        found = examine(open_all(dataset, others, lang), area=area, year=year, lang=lang)
    if as_json:
        print_json(found.rows())
        return
    make_console().print(found.title(), markup=False)
    shown = ("severity", "code", "message", "arithmetic")
    rows = [{name: row[name] for name in shown} for row in found.rows()]
    if rows:
        print_rows(rows, lang)


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
