"""The command ``hpbrief extract``: files to facts."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import HpbriefError, LoadError
from hpbrief.extract.briefing import ReadBriefing
from hpbrief.extract.page import render_facts, render_page
from hpbrief.extract.reading import extract_briefing
from hpbrief.extract.records import FACT_KEYS
from hpbrief.extract.wording import fact_kind, fact_place, fact_saying, fact_subject
from hpbrief.load.limits import Limits
from hpbrief.load.opening import documents_of_bytes, read_documents
from hpbrief.models import Document, Lang

if TYPE_CHECKING:
    from rich.console import Console

_MANY = 5


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "csv", "html"]), default="table", show_default=True,
    help="What to print: a table for people, one JSON object a fact, CSV, or a page with the text marked.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the texts speak, where they do not say."
)
@click.option("--area", help="Area id, where the texts do not say.")
@click.option(
    "--reference",
    type=click.Path(exists=True, file_okay=False),
    help="A folder of reference tables of one's own.",
)
def extract(
    files: tuple[str, ...],
    form: str,
    lang: Lang,
    day: datetime | None,
    area: str | None,
    reference: str | None,
) -> None:
    """Read briefings and print what they say, each fact with its characters.

    A FILE is a text, web page, PDF, Word document or spreadsheet, a zip or folder of them, an https address, or
    - for standard input; each is told by what it holds. What cannot be read is reported and the rest goes on.

    Đọc văn bản, trang web, PDF, Word, Excel, tệp zip, thư mục hoặc địa chỉ https và in ra các dữ kiện: số liệu,
    mục tiêu, đánh giá, nhiệm vụ, văn bản viện dẫn, ngày và kỳ.
    """
    from rich.console import Console

    errors = Console(stderr=True)
    catalog = load_catalog(reference) if reference else load_catalog()
    failed = 0
    read = _read_all(files, day.date() if day else None, area, catalog, errors)
    printer = _PRINTERS[form]
    first = True
    for name, briefing in read:
        if isinstance(briefing, HpbriefError):
            failed += 1
            errors.print(str(briefing), style="red", markup=False, highlight=False)
            continue
        for unread in briefing.document.unread:
            told = unread.vi if lang == "vi" else unread.en
            errors.print(f"{name}: {told}", style="yellow", markup=False, highlight=False)
        printer(name, briefing, lang, first)
        first = False
    if failed:
        sys.exit(1)


def _read_all(
    files: Sequence[str], day: date | None, area: str | None, catalog: Catalog, errors: Console
) -> Iterator[tuple[str, ReadBriefing | HpbriefError]]:
    from rich.progress import track

    names = track(files, description="", console=errors, transient=True) if len(files) >= _MANY else files
    for given in names:
        for name, document in _documents(given, day):
            if isinstance(document, Document):
                try:
                    yield name, extract_briefing(document, area=area, catalog=catalog)
                except HpbriefError as error:
                    yield name, error
            else:
                yield name, document


def _documents(name: str, day: date | None) -> Iterator[tuple[str, Document | LoadError]]:
    if name == "-":
        data = sys.stdin.buffer.read(Limits().bytes + 1)
        return documents_of_bytes(data, "standard input", published=day)
    return read_documents(name, published=day)


def _print_jsonl(name: str, briefing: ReadBriefing, lang: Lang, first: bool) -> None:
    for row in briefing.to_records():
        click.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())


def _print_csv(name: str, briefing: ReadBriefing, lang: Lang, first: bool) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, FACT_KEYS, lineterminator="\n")
    if first:
        writer.writeheader()
    for row in briefing.to_records():
        writer.writerow({key: _cell(value) for key, value in row.items()})
    click.echo(out.getvalue().encode("utf-8", "backslashreplace").decode(), nl=False)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"  # a spreadsheet would take it for a formula
    return "" if value is None else value


def _print_html(name: str, briefing: ReadBriefing, lang: Lang, first: bool) -> None:
    click.echo(render_page(briefing, lang) if first else render_facts(briefing, lang), nl=False)


def _print_table(name: str, briefing: ReadBriefing, lang: Lang, first: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    catalog = load_catalog()
    console = Console()
    table = Table(box=box.SIMPLE, title=Text(name), title_justify="left")
    for column in ("kind", "text", "saying", "subject", "place"):
        table.add_column(catalog.word("fact_column", column, lang), overflow="fold")
    for row in briefing.to_records():
        cells = (
            fact_kind(row, lang, catalog),
            row["text"] or "",
            fact_saying(row, lang, catalog),
            "" if row["kind"] == "directive" else fact_subject(row, lang, catalog),
            fact_place(row, lang, catalog),
        )
        table.add_row(*map(Text, cells))
    console.print(table)


_PRINTERS = {"jsonl": _print_jsonl, "csv": _print_csv, "html": _print_html, "table": _print_table}
