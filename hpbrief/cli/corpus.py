"""The command ``hpbrief corpus``: many texts to one data set."""

from __future__ import annotations

from pathlib import Path

import click

from hpbrief.catalog import load_catalog
from hpbrief.cli.options import clear_errors, json_option, lang_option, print_json
from hpbrief.format import format_number
from hpbrief.models import Lang


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
