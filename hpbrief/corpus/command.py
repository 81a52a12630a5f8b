"""The command ``hpbrief corpus``: many texts to one data set."""

from __future__ import annotations

from pathlib import Path

import click

from hpbrief.catalog import load_catalog
from hpbrief.errors import HpbriefError
from hpbrief.format import format_number
from hpbrief.models import Lang


@click.command()
@click.argument("origin", nargs=-1, required=True, metavar="IN…")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--engine", type=click.Choice(["process", "dask", "serial"]), default="process", show_default=True,
    help="Processes of this machine, a Dask cluster, or this process alone.",
)  # fmt: skip
@click.option("--client", metavar="ADDRESS", help="Of a Dask scheduler, as tcp://10.0.0.1:8786.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes; by default as many as there are cores."
)
@click.option("--area", help="Area id, where the texts do not say.")
@click.option(
    "--reference",
    type=click.Path(exists=True, file_okay=False),
    help="A folder of reference tables of one's own.",
)
@click.option(
    "--batch", type=click.IntRange(min=1), default=1000, show_default=True, help="Documents in a part."
)
@click.option("--fresh", is_flag=True, help="Begin anew where OUT was made with other settings.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language.")
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
) -> None:
    """Read many texts into the folder OUT: Parquet tables, and a manifest when all is done.

    IN is a folder, a pattern, files, or Parquet with a column "text" (and perhaps url, published, publisher, area,
    title). Killed and started again it goes on where it was.

    Đọc nhiều văn bản vào thư mục OUT; dừng giữa chừng thì chạy lại sẽ làm tiếp.
    """
    from hpbrief.corpus.run import extract_corpus

    try:
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
    except HpbriefError as error:
        raise click.ClickException(str(error)) from error
    counts = {
        "documents": run.documents,
        "copies": run.copies,
        "statements": run.statements,
        "issues": run.issues,
        "parts": run.parts,
        "read": run.parts_read,
    }
    said = {name: format_number(count, lang, 0) for name, count in counts.items()}
    click.echo(load_catalog().word("corpus", "done", lang).format(**said))
