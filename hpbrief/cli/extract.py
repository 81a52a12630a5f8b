"""The commands ``extract``, ``check`` and ``corpus``: files to facts, claims held against figures, many texts to one
data set.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from hpbrief.briefing.briefing import ReadBriefing, extract_briefing
from hpbrief.briefing.page import render_facts, render_page
from hpbrief.briefing.records import FACT_KEYS
from hpbrief.briefing.why import fact_kind, fact_place, fact_saying, fact_subject, unread_numbers
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.cli.options import (
    Day,
    add_option,
    as_of_option,
    clear_errors,
    complete_datasets,
    json_option,
    lang_option,
    make_console,
    open_all,
    print_json,
    print_rows,
    waiting,
)
from hpbrief.errors import HpbriefError, LoadError
from hpbrief.files import write_text
from hpbrief.format import format_number
from hpbrief.load.limits import Limits
from hpbrief.load.opening import documents_of_bytes, read_documents
from hpbrief.models import Document, Lang
from hpbrief.parse.numbers import NumberPrint


@click.command(short_help="Đọc bản tin thành dữ kiện / Read briefings into facts.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "csv", "html"]), default="table", show_default=True,
    help="In ra gì / What to print: a table for people, one JSON object a fact, CSV, or a page with the text marked.",
)  # fmt: skip
@click.option(
    "--why", is_flag=True, help="Vì sao đọc như vậy / Why it was read so: questions, answers, rules."
)
@click.option("--json", "as_json", is_flag=True, help="Như --format jsonl / The same as --format jsonl.")
@lang_option
@click.option(
    "--date",
    "day",
    type=Day(),
    help="Ngày của văn bản, nếu trong đó không ghi / The day the texts speak, where they do not say.",
)
@click.option("--area", help="Địa bàn, nếu văn bản không ghi / Area id, where the texts do not say.")
@click.option(
    "--numbers",
    type=click.Choice(["vi", "en"]),
    help="Số trong bảng: vi là 1.234,5, en là 1,234.5 / How the numbers of tables are set.",
)
@click.option(
    "--reference",
    type=click.Path(exists=True, file_okay=False),
    help="Thư mục bảng tra cứu của bạn / A folder of reference tables of one's own.",
)
@clear_errors
def extract(
    files: tuple[str, ...],
    form: str,
    why: bool,
    as_json: bool,
    lang: Lang,
    day: date | None,
    area: str | None,
    numbers: NumberPrint | None,
    reference: str | None,
) -> None:
    """Read briefings and print what they say, each fact with its characters.

    A FILE is a text, web page, PDF, Word document or spreadsheet, a zip or folder of them, an https address, or
    - for standard input; each is told by what it holds. What cannot be read is reported and the rest goes on.

    Đọc văn bản, trang web, PDF, Word, Excel, tệp zip, thư mục hoặc địa chỉ https và in ra các dữ kiện: số liệu,
    mục tiêu, đánh giá, nhiệm vụ, văn bản viện dẫn, ngày và kỳ.
    """
    errors = make_console(stderr=True)
    catalog = load_catalog(reference) if reference else load_catalog()
    failed = 0
    read = _read_all(files, day, area, catalog, numbers)
    printer = _Why(catalog, numbers) if why else _PRINTERS["jsonl" if as_json else form]
    first = True
    for name, briefing in read:
        if isinstance(briefing, HpbriefError):
            failed += 1
            errors.print(briefing.text(lang), style="red", markup=False, soft_wrap=True)
            continue
        notes = [unread.vi if lang == "vi" else unread.en for unread in briefing.document.unread]
        for told in filter(None, (*notes, unread_numbers(briefing, lang, catalog))):
            errors.print(f"{name}: {told}", style="yellow", markup=False, highlight=False, soft_wrap=True)
        printer(name, briefing, lang, first)
        first = False
    if failed:
        sys.exit(1)


@click.command(short_help="Đối chiếu phát biểu với số liệu / Hold the claims of a text against figures.")
@click.argument("text", metavar="TEXT|FILE")
@click.option(
    "--data",
    default="haiphong-2025",
    show_default=True,
    shell_complete=complete_datasets,
    help="Bộ dữ liệu để đối chiếu / The data set to hold them against.",
)
@add_option
@as_of_option
@click.option("--area", help="Địa bàn, nếu văn bản không ghi / Area, where the text names none.")
@lang_option
@json_option
@click.option(
    "--out",
    metavar="FILE.html",
    type=click.Path(path_type=Path),
    help="Ghi trang có đánh dấu / Write a page of the marked text instead.",
)
@clear_errors
def check(
    text: str,
    data: str,
    others: tuple[str, ...],
    as_of: date | None,
    area: str | None,
    lang: Lang,
    as_json: bool,
    out: Path | None,
) -> None:
    """Hold each claim of a TEXT, or of a FILE, against the figures of a data set.

    Each claim agrees, contradicts, or is not checkable, with the figure, both sources and the arithmetic. Đối chiếu
    từng phát biểu trong văn bản với số liệu có nguồn: khớp, mâu thuẫn hay không kiểm được, và vì sao.
    """
    from hpbrief.checks import check as hold

    with waiting(data):
        ds = open_all(data, others, lang)
        given = Path(text) if len(text) < _LONGEST_NAME and Path(text).is_file() else text
        found = hold(given, ds, as_of=as_of, area=area, lang=lang)
    if out is not None:
        write_text(out, found.to_html(lang))
        click.echo(out)
    elif as_json:
        print_json(found.rows(lang))
    else:
        make_console().print(found.title(lang), markup=False)
        word = load_catalog().word
        shown = [
            {
                "verdict": word("claim_verdict", row["verdict"], lang),
                "text": row["text"],
                "said": ", ".join(filter(None, (row["said"], row["basis"]))),
                "why": " ".join(filter(None, (row["why"], row["arithmetic"], row["hint"], row["settle"]))),
            }
            for row in found.rows(lang)
        ]
        if shown:
            print_rows(shown, lang, group="claim_column")


_LONGEST_NAME = 4096  # a longer text is no path on any system


def _read_all(
    files: Sequence[str],
    day: date | None,
    area: str | None,
    catalog: Catalog,
    numbers: NumberPrint | None,
) -> Iterator[tuple[str, ReadBriefing | HpbriefError]]:
    """Each file as it was read; that it is being read is shown only between what is printed."""
    for number, given in enumerate(files, 1):
        told = f"{number}/{len(files)} {given}"
        documents = iter(_documents(given, day))
        while True:
            with waiting(told):
                found = next(documents, None)
                if found is None:
                    break
                name, document = found
                read = _read(document, area, catalog, numbers) if isinstance(document, Document) else document
            yield name, read


def _read(
    document: Document, area: str | None, catalog: Catalog, numbers: NumberPrint | None
) -> ReadBriefing | HpbriefError:
    try:
        return extract_briefing(document, area=area, catalog=catalog, numbers=numbers)
    except HpbriefError as error:
        return error


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
    from rich.text import Text

    catalog, console = load_catalog(), make_console()
    console.print(Text(name, style="italic"))
    rows = [
        {
            "kind": fact_kind(row, lang, catalog),
            "text": row["text"] or "",
            "saying": fact_saying(row, lang, catalog),
            "subject": "" if row["kind"] == "directive" else fact_subject(row, lang, catalog),
            "place": fact_place(row, lang, catalog),
        }
        for row in briefing.to_records()
    ]
    if rows:
        print_rows(rows, lang, console, "fact_column")


class _Why:
    """Prints why each figure and goal was read so, a blank line between them."""

    def __init__(self, catalog: Catalog, numbers: NumberPrint | None) -> None:
        self.catalog = catalog
        self.numbers = numbers

    def __call__(self, name: str, briefing: ReadBriefing, lang: Lang, first: bool) -> None:
        from hpbrief.briefing.why import Reasons

        reasons = Reasons(briefing, self.catalog, self.numbers)
        console = make_console()
        console.print(name, style="italic", markup=False, highlight=False)
        for statement in briefing.statements:
            console.print(f"{reasons.of(statement, lang)}\n", markup=False, highlight=False, soft_wrap=True)


_PRINTERS: Final = {"jsonl": _print_jsonl, "csv": _print_csv, "html": _print_html, "table": _print_table}


@click.command(short_help="Đọc hàng loạt văn bản / Read many texts into one data set.")
@click.argument("origin", nargs=-1, required=True, metavar="IN…")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(["process", "dask", "serial"]),
    default="process",
    show_default=True,
    help="Tiến trình trên máy này, cụm Dask, hoặc tuần tự / Processes of this machine, a Dask cluster, or one by one.",
)
@click.option(
    "--client",
    metavar="ADDRESS",
    help="Địa chỉ bộ điều phối Dask / Of a Dask scheduler, as tcp://10.0.0.1:8786.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Số tiến trình; mặc định bằng số lõi / Processes; by default as many as there are cores.",
)
@click.option("--area", help="Địa bàn, khi văn bản không nêu / Area id, where the texts do not say.")
@click.option(
    "--reference",
    type=click.Path(exists=True, file_okay=False),
    help="Thư mục bảng tra cứu của riêng bạn / A folder of reference tables of one's own.",
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="Số văn bản mỗi phần / Documents in a part.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Làm lại từ đầu nếu OUT có thiết lập khác / Begin anew where OUT was made with other settings.",
)
@lang_option
@json_option
@clear_errors
def corpus(
    origin: tuple[str, ...],
    out: Path,
    engine: str,
    client: str | None,
    workers: int | None,
    area: str | None,
    reference: str | None,
    batch: int,
    fresh: bool,
    lang: Lang,
    as_json: bool,
) -> None:
    """Read many texts into the folder OUT: Parquet tables, and a manifest when all is done.

    IN is a folder, a pattern, files, or Parquet with a column "text" (and perhaps url, published, publisher, area,
    title). Killed and started again it goes on where it was.

    Đọc nhiều văn bản vào thư mục OUT; dừng giữa chừng thì chạy lại sẽ làm tiếp.
    """
    from hpbrief.corpus.run import extract_corpus

    run = extract_corpus(
        origin,
        out,
        engine=engine,  # type: ignore[arg-type]  # click has checked it
        client=client,
        workers=workers,
        area=area,
        reference=reference,
        batch=batch,
        fresh=fresh,
    )
    counts = {
        "documents": run.documents,
        "copies": run.copies,
        "statements": run.statements,
        "issues": run.issues,
        "parts": run.parts,
        "read": run.parts_read,
    }
    if as_json:
        print_json({"folder": str(run.folder), **counts})
        return
    said = {name: format_number(count, lang, 0) for name, count in counts.items()}
    click.echo(load_catalog().word("corpus", "done", lang).format(**said))
