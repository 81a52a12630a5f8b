"""What every command shares: options in both languages, the data set that a name stands for, tables that fit the
width, JSON, errors.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hpbrief.catalog import load_catalog
from hpbrief.errors import (
    CatalogError,
    DatasetError,
    HpbriefError,
    HpbriefWarning,
    LoadError,
    Message,
    ParseError,
    UnsafeFileError,
)
from hpbrief.models import Lang

if TYPE_CHECKING:
    from rich.console import Console

    from hpbrief.dataset import Dataset


PIPED_WIDTH = 180
_LONGEST = 24  # a longer word (an address, an id) is folded

lang_option = click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="Ngôn ngữ / Language.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="In JSON thay cho bảng / Print JSON instead of a table."
)


class Commands(click.Group):
    """A group whose usage errors say in Vietnamese, too, that the command is wrong.

    ``elsewhere`` names the modules of commands that load when they are asked for.
    """

    def __init__(self, *args: Any, elsewhere: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.elsewhere = elsewhere

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program, with streams that take every letter."""
        settle_streams()
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name in self.elsewhere and cmd_name not in self.commands:
            self.add_command(getattr(import_module(self.elsewhere[cmd_name]), cmd_name))
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if isinstance(error, _Told):
                raise
            raise _Told(f"{_usage(error).text('vi')} {error.format_message()}", ctx=error.ctx) from error


#: What stands for signs that a console of one byte a letter has not; a letter loses its marks.
_PLAIN_SIGNS = {"đ": "d", "Đ": "D", "–": "-", "—": "-", "−": "-", "…": "...", "“": '"', "”": '"', "’": "'", "·": "-",
                "×": "x", "★": "*", "▲": "^", "▼": "v", "●": "*", "≥": ">=", "≤": "<=", "≈": "~",
                "→": "->"}  # fmt: skip


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """The letters that an encoding lacks, without their marks; what has no plain form is a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = "".join(
        _PLAIN_SIGNS.get(c) or unicodedata.normalize("NFD", c)[0]
        for c in error.object[error.start : error.end]
    )
    return "".join(c if c.isascii() else "?" for c in plain), error.end


def settle_streams() -> None:
    """Output in UTF-8, or in plain letters where a console, or the user, has another encoding: never an error."""
    codecs.register_error("hpbrief.plain", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if "utf" in (stream.encoding or "").lower():
            stream.reconfigure(errors="replace")
        elif stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="hpbrief.plain")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


class _Told(click.UsageError):
    """A usage error that says so in both languages."""


def _usage(error: click.UsageError) -> Message:
    """What is wrong with a command line, where click tells."""
    if isinstance(error, click.NoSuchOption):
        return Message("no_such_option", name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        code = "missing_parameter" if isinstance(error, click.MissingParameter) else "bad_parameter"
        return Message(code, name=error.param.get_error_hint(error.ctx).replace("'", ""))
    return Message("usage_wrong")


def clear_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Show an HpbriefError as one message, in Vietnamese with its kind first, and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except HpbriefError as error:
            told = error.en if kwargs.get("lang") == "en" else f"{error_kind(error)}\n{error.vi}"
            raise click.ClickException(told) from error

    return run


def error_kind(error: HpbriefError) -> str:
    """What kind of error it is, in Vietnamese."""
    kinds = (UnsafeFileError, LoadError, CatalogError, ParseError, DatasetError)
    name = next((kind.__name__ for kind in kinds if isinstance(error, kind)), "HpbriefError")
    return load_catalog().word("error", name, "vi")


def make_console(*, stderr: bool = False) -> Console:
    """The terminal, as wide as it is; a file or pipe is ``COLUMNS`` wide, else 180. Colours on a terminal only."""
    from rich.console import Console

    asked = os.environ.get("COLUMNS", "")
    piped = int(asked) if asked.isdigit() and int(asked) > 0 else PIPED_WIDTH
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, width=None if stream.isatty() else piped)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Show on the error stream, where that is a terminal, that something is being done."""
    if not sys.stderr.isatty():
        yield
        return
    with make_console(stderr=True).status(text):
        yield


def print_json(data: object) -> None:
    """JSON with two blanks of indentation, dates as ISO text, letters as they are."""
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


def print_rows(
    rows: Sequence[dict[str, str]], lang: Lang, console: Console | None = None, group: str = "column"
) -> None:
    """Rows as a table where no word is broken by it, else one after another; empty columns are left out.

    Heads are the words of a group of words.toml.
    """
    console = console or make_console()
    names = [name for name in rows[0] if any(row[name] for row in rows)]
    heads = {name: load_catalog().word(group, name, lang) for name in names}
    widths = [max(map(_longest_word, (heads[n], *(row[n] for row in rows)))) for n in names]
    if sum(widths) + 3 * len(widths) + 1 <= console.width:
        _print_table(rows, heads, console)
    else:
        _print_list(rows, heads, console)


def _longest_word(text: str) -> int:
    from rich.cells import cell_len

    return min(_LONGEST, max(map(cell_len, text.split()), default=0))


def _print_table(rows: Sequence[dict[str, str]], heads: dict[str, str], console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False)
    for head in heads.values():
        table.add_column(Text(head), overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[name]) for name in heads))
    console.print(table)


def _print_list(rows: Sequence[dict[str, str]], heads: dict[str, str], console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    first, *rest = heads
    for row in rows:
        console.print(Text(row[first], style="bold"), overflow="fold")
        filled = " · ".join(f"{heads[name]}: {row[name]}" for name in rest if row[name])
        if filled:
            console.print(Padding(Text(filled, overflow="fold"), (0, 0, 0, 4), expand=False))


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
