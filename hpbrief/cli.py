"""The command ``hpbrief``: thin, the package does the work."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hpbrief import __version__
from hpbrief.corpus.command import corpus
from hpbrief.errors import HpbriefError
from hpbrief.extract.command import extract
from hpbrief.models import Basis, Lang

if TYPE_CHECKING:
    from rich.console import Console

    from hpbrief.assessment import Scorecard
    from hpbrief.dataset import Dataset

_WIDE = 132
_PIPED_WIDTH = 180

_lang = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
_as_of = click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which to look, YYYY-MM-DD: nothing known later is used.",
)


def _clear_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Show an HpbriefError as one message and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except HpbriefError as error:
            raise click.ClickException(str(error)) from error

    return run


@click.group(
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
        click.echo(context.get_help())


main.add_command(extract)
main.add_command(corpus)


@main.command()
@click.argument("dataset", default="haiphong-2025")
@click.option("--area", help="Area id or name, such as haiphong-merged or 'Quảng Ninh'.")
@click.option("--year", type=int, help="Year of the goals.")
@_as_of
@click.option(
    "--basis", type=click.Choice([b.value for b in Basis]), help="Judge against goals of this basis only."
)
@click.option("--indicators", metavar="IDS", help="Indicator ids, separated by commas, or the id of a group.")
@_lang
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write an .html page instead.")
@_json
@_clear_errors
def report(
    dataset: str,
    area: str | None,
    year: int | None,
    as_of: datetime | None,
    basis: str | None,
    indicators: str | None,
    lang: Lang,
    out: Path | None,
    as_json: bool,
) -> None:
    """Judge each indicator against its goal for the year, and print the scorecard.

    DATASET is a bundled data set (see: hpbrief datasets), or a folder, .zip or .xlsx of your own. By default:
    haiphong-2025, the merged city, as of 2025-11-06; for other data the newest date they know.
    """
    from hpbrief.assessment import assess

    ds = _open(dataset)
    card = assess(ds, area, year, as_of.date() if as_of else None, basis, _split(ds, indicators))
    if not any(a.figure or a.goal for a in card):
        known = sorted(s.known_from for s in ds.tables.sources if s.known_from)
        raise click.ClickException(
            f"nothing is known of {card.record.area} in {card.record.year} on {card.record.as_of}; the sources run "
            f"from {known[0]} to {known[-1]}, the years are {', '.join(map(str, ds.years))}"
        )
    if out is not None:
        from hpbrief.report import write_report

        click.echo(write_report(card, out, lang))
    elif as_json:
        _print_json(card.rows(lang))
    else:
        _print_scorecard(card, lang)


@main.command()
@_lang
@_json
@_clear_errors
def datasets(lang: Lang, as_json: bool) -> None:
    """List the bundled data sets."""
    from hpbrief.dataset import list_datasets, load_dataset

    rows = []
    for name in list_datasets():
        ds = load_dataset(name)
        rows.append(
            {
                "dataset": name,
                "area": ", ".join(ds.areas),
                "years": f"{ds.years[0]}-{ds.years[-1]}",
                "figures": len(ds.tables.observations),
                "goals": len(ds.tables.goals),
                "verdicts": len(ds.tables.verdicts),
                "sources": len(ds.tables.sources),
                "newest": ds.newest,
            }
        )
    if as_json:
        _print_json(rows)
    else:
        _print_rows([{k: str(v) for k, v in row.items() if k != "newest"} for row in rows], lang)


@main.command()
@click.argument("dataset")
@click.argument("indicator")
@click.option("--area", help="Only this area.")
@click.option("--year", type=int, help="Only periods that end in this year.")
@_as_of
@_lang
@_json
@_clear_errors
def show(
    dataset: str,
    indicator: str,
    area: str | None,
    year: int | None,
    as_of: datetime | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Show every figure, goal, verdict and source of one INDICATOR of a DATASET."""
    from hpbrief.show import indicator_rows, indicator_texts

    ds = _open(dataset)
    if as_of:
        ds = ds.as_of(as_of.date())
    found = ds.catalog.find_indicator(indicator) or ds.catalog.indicator(indicator)
    if as_json:
        _print_json(indicator_rows(ds, found.id, area, year))
        return
    console = _console()
    console.print(f"[bold]{found.label(lang)}[/] ({found.id})")
    for heading, rows in indicator_texts(ds, found.id, lang, area, year):
        console.print(f"\n[bold]{heading}[/]: {len(rows)}")
        if rows:
            _print_rows(rows, lang, console)


@main.command()
@click.argument("dataset")
@click.argument("indicator")
@click.option("--period", help="Such as 2025-09M; by default the one that most areas have.")
@click.option("--measure", help="By default the indicator's own.")
@_as_of
@_lang
@_json
@_clear_errors
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
    """
    from hpbrief.league import league_rows, league_texts

    ds = _open(dataset)
    day = as_of.date() if as_of else None
    if as_json:
        _print_json(league_rows(ds, indicator, period, measure=measure, as_of=day, lang=lang))
    else:
        title, rows = league_texts(ds, indicator, period, measure=measure, as_of=day, lang=lang)
        click.echo(title)
        _print_rows(rows, lang)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--area", default="quang-ninh", show_default=True, help="Area of the example rows.")
@click.option("--year", type=int, default=2025, show_default=True, help="Year of the example rows.")
@_lang
@_clear_errors
def template(file: Path, area: str, year: int, lang: Lang) -> None:
    """Write an empty workbook (.xlsx) to fill in, with example rows and lists of allowed values."""
    from hpbrief.template import write_template

    click.echo(write_template(file, lang, area=area, year=year))


@main.command()
@click.argument("dataset", default="haiphong-2025")
@click.option("--area", help="Only this area, by id or name.")
@click.option("--year", type=int, help="Only periods that end in this year.")
@_lang
@_json
@_clear_errors
def audit(dataset: str, area: str | None, year: int | None, lang: Lang, as_json: bool) -> None:
    """Find figures of a DATASET that cannot both be true, or that ask for a look."""
    from hpbrief.checks import audit as examine

    found = examine(_open(dataset), area=area, year=year, lang=lang)
    if as_json:
        _print_json(found.rows())
        return
    click.echo(found.title())
    shown = ("severity", "code", "message", "arithmetic")
    rows = [{name: row[name] for name in shown} for row in found.rows()]
    if rows:
        _print_rows(rows, lang)


@main.command()
@click.argument("dataset")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["package", "sdmx", "jsonstat"]), default="package", show_default=True,
    help="A Data Package (folder), SDMX-CSV with its structure (folder), or JSON-stat (file).",
)  # fmt: skip
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False),
    help="TOML or JSON: what columns and codes of a JSON-stat or SDMX-CSV file mean.",
)
@_lang
@_clear_errors
def export(dataset: str, out: Path, form: str, mapping: str | None, lang: Lang) -> None:
    """Write a DATASET as a Data Package, as SDMX-CSV or as JSON-stat to OUT."""
    ds = _open(dataset, mapping)
    if form == "sdmx":
        click.echo(ds.write_sdmx(out))
    elif form == "jsonstat":
        click.echo(ds.write_jsonstat(out, lang))
    else:
        click.echo(ds.write(out))


def _open(name: str, mapping: str | None = None) -> Dataset:
    from hpbrief.dataset import list_datasets, load_dataset, read_dataset

    if name not in list_datasets() and (Path(name).exists() or Path(name).suffix or "/" in name):
        if (Path(name) / "manifest.json").is_file() and (Path(name) / "statements").is_dir():
            from hpbrief.corpus.panel import build_panel

            return build_panel(name)
        return read_dataset(name, mapping=mapping)
    return load_dataset(name)


def _split(ds: Dataset, indicators: str | None) -> str | list[str] | None:
    if indicators is None or indicators in ds.catalog.groups:
        return indicators
    return [i.strip() for i in indicators.split(",")]


# -- printing ----------------------------------------------------------------------------------------


def _console() -> Console:
    from rich.console import Console

    asked = os.environ.get("COLUMNS", "")
    piped = int(asked) if asked.isdigit() else _PIPED_WIDTH
    return Console(highlight=False, width=None if sys.stdout.isatty() else piped)


def _print_json(data: object) -> None:
    click.echo(json.dumps(_tidy(data), ensure_ascii=False, indent=2, default=_plain))


def _tidy(data: object) -> object:
    """Floats without the noise of binary arithmetic."""
    if isinstance(data, dict):
        return {key: _tidy(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_tidy(value) for value in data]
    return float(f"{data:.12g}") if isinstance(data, float) else data


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def _print_rows(rows: list[dict[str, str]], lang: Lang, console: Console | None = None) -> None:
    from rich.table import Table
    from rich.text import Text

    from hpbrief.catalog import load_catalog

    table = Table(show_lines=False)
    for name in rows[0]:
        table.add_column(load_catalog().word("column", name, lang), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row.values()))
    (console or _console()).print(table)


def _print_scorecard(card: Scorecard, lang: Lang) -> None:
    from rich.text import Text

    console = _console()
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
                console.print(Text(f"    {word('column', name, lang)}: {filled}"))
