"""Write the chart of the front page, in both languages, to docs/scorecard-*.svg."""

import html
import re
import tempfile
from pathlib import Path

import matplotlib as mpl

import hpbrief as hb

FOLDER = Path(__file__).parent
LANGS = ("vi", "en")


def compact(svg: str, alt: str) -> str:
    """The same drawing in fewer bytes, its alt text as title; coordinates to a tenth, scales untouched."""

    def rounded(match: re.Match[str]) -> str:
        return re.sub(r"-?\d+\.\d+", lambda n: f"{float(n[0]):.1f}".removesuffix(".0"), match[0])

    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' d="[^"]*"|translate\([^)]*\)', rounded, svg)
    svg = svg.replace("xlink:href", "href").replace("DejaVuSans-Bold-", "b").replace("DejaVuSans-", "g")
    svg = re.sub(r">\s+<", ">\n<", re.sub(r"\s*\n\s*", " ", svg)).replace(" />", "/>").strip()
    head, rest = svg.split(">", 1)
    return f'{head} role="img">\n<title>{html.escape(alt)}</title>{rest}\n'


def chart_text(lang: str) -> str:
    """The bullet graphs of Hải Phòng as known on 6 November 2025."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    card = hb.assess(hb.load_dataset("haiphong-2025"), as_of="2025-11-06")
    ax = hb.plot_bullets(card, lang=lang)
    with tempfile.TemporaryDirectory() as folder:
        text = hb.save_chart(ax, Path(folder) / "chart.svg").read_text("utf-8")
    plt.close(ax.figure)
    return compact(text, hb.alt_text(ax))


if __name__ == "__main__":
    for lang in LANGS:
        (FOLDER / f"scorecard-{lang}.svg").write_text(chart_text(lang), "utf-8")
