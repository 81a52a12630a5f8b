"""Write the charts of the pages, in both languages, to docs/*-vi.svg and docs/*-en.svg."""

import html
import re
import tempfile
from pathlib import Path

import matplotlib as mpl

import hpbrief as hb

FOLDER = Path(__file__).parent
LANGS = ("vi", "en")
DAY = "2025-11-06"


def _scorecard(ds, lang):
    return hb.plot_bullets(hb.assess(ds, as_of=DAY), lang=lang)


def _fan(ds, lang):
    return hb.plot_fan(ds, "port_cargo", as_of=DAY, lang=lang)


def _gap(ds, lang):
    return hb.plot_gap(ds, "port_cargo", as_of=DAY, lang=lang)


_AREAS = ["haiphong-merged", "bac-ninh", "tp-hcm", "hung-yen", "quang-ninh", "da-nang", "ha-noi"]


def _areas(ds, lang):
    both = ds.add(hb.load_dataset("provinces-2025"))
    return hb.plot_areas(hb.compare_areas(both, "grdp_growth", _AREAS, as_of=DAY), lang=lang)


CHARTS = {"scorecard": _scorecard, "fan": _fan, "gap": _gap, "areas": _areas}


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


def chart_text(name: str, lang: str) -> str:
    """A chart of the bundled data as known on 6 November 2025."""
    mpl.use("agg")
    import matplotlib.pyplot as plt

    ax = CHARTS[name](hb.load_dataset("haiphong-2025"), lang)
    with tempfile.TemporaryDirectory() as folder:
        text = hb.save_chart(ax, Path(folder) / "chart.svg").read_text("utf-8")
    plt.close(ax.figure)
    return compact(text, hb.alt_text(ax))


if __name__ == "__main__":
    for name in CHARTS:
        for lang in LANGS:
            (FOLDER / f"{name}-{lang}.svg").write_text(chart_text(name, lang), "utf-8")
