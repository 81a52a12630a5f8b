"""The command ``hpbrief``: thin, the package does the work."""

from __future__ import annotations

import click

from hpbrief import __version__
from hpbrief.cli.options import Commands

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


@click.group(
    cls=Commands,
    elsewhere={
        "audit": "hpbrief.cli.judging",
        "check": "hpbrief.cli.extract",
        "corpus": "hpbrief.cli.extract",
        "datasets": "hpbrief.cli.datasets",
        "export": "hpbrief.cli.datasets",
        "extract": "hpbrief.cli.extract",
        "league": "hpbrief.cli.datasets",
        "mcp": "hpbrief.cli.datasets",
        "month": "hpbrief.cli.judging",
        "report": "hpbrief.cli.judging",
        "show": "hpbrief.cli.datasets",
        "template": "hpbrief.cli.datasets",
    },
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
