"""The note as Markdown: two goldens small enough to review, and harmful labels that stay words."""

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import made_up
import pytest
from markdown_it import MarkdownIt

import hpbrief as hb

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_golden(lang):
    """HPBRIEF_WRITE_GOLDEN=1 writes them anew; read the difference before committing it."""
    path = GOLDEN / f"note-{lang}.md"
    text = hb.render_markdown(made_up.card(), lang)
    if os.environ.get("HPBRIEF_WRITE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.fixture(scope="module")
def haiphong():
    return hb.assess(hb.load_dataset("haiphong-2025"))


def test_each_indicator_says_figure_goal_need_and_chance(haiphong):
    text = hb.render_markdown(haiphong, "vi")
    port = text[text.index("### 4. Sản lượng hàng hóa") : text.index("### 5.")]
    for words in (
        "9 tháng 2025: 139,77 triệu tấn (ước tính; nguồn VnEconomy [",
        "bằng 65,6% mục tiêu",
        "213 triệu tấn (Kế hoạch năm; nguồn",
        "cần bình quân 24,4 triệu tấn một tháng; đến nay đạt bình quân 15,5 triệu tấn một tháng",
        "ít khả năng đạt (khả năng khoảng 3 trên 10)",
        "từ 188 triệu tấn đến 231 triệu tấn; độ tin cậy thấp, dựa trên số liệu năm 2021, 2024",
        "đạt và vượt (so với kế hoạch năm",
        "Đối chiếu: nêu cao hơn số liệu",
    ):
        assert words in port, words


def test_sections_stand_in_order_and_say_what_is_unknown(haiphong):
    text = hb.render_markdown(haiphong, "en")
    heads = re.findall(r"^## (.*)$", text, re.M)
    assert heads == [
        "I. Overall",
        "II. Each indicator",
        "III. What was stated and what the figures show",
        "IV. What changed since 6 Oct 2025",
        "V. Figures that disagree and ask for a look",
        "VI. What is not known",
        "Annex. Sources",
    ]
    assert "No figure is published" not in text
    assert "No goal of the year is published: Share of schools" in text
    assert "Newly established enterprises; Index of industrial production (IIP)." in text


def test_each_citation_leads_to_a_source_and_the_audit_is_there(haiphong):
    text = hb.render_markdown(haiphong, "en")
    body, _, annex = text.partition("## Annex. Sources")
    listed = [int(n) for n in re.findall(r"^- \[(\d+)\]", annex, re.M)]
    assert listed == list(range(1, len(listed) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", body)} <= set(listed)
    found = hb.audit(haiphong.data, area=haiphong.record.area, year=2025, lang="en")
    grave = [f for f in found if f.severity != "info"]
    rows = body[body.index("**Table 3") : body.index("## VI.")]
    assert len(re.findall(r"^\| \d+ \| (Error|Warning) \|", rows, re.M)) == len(grave) > 5
    assert "the total falls: USD 33.37 billion in 10 months of 2025 [12] is below USD 36 billion" in rows


class Html(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [v for k, v in attrs if k in ("href", "src")]

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_harmful_labels_stay_words(lang):
    def render(card):
        return Html(
            MarkdownIt("commonmark", {"html": True}).enable("table").render(hb.render_markdown(card, lang))
        )

    calm, hostile = render(made_up.card()), render(made_up.hostile_card())
    for tag in set(calm.tags) | set(hostile.tags):
        assert calm.tags.count(tag) == hostile.tags.count(tag) or tag == "a", tag
    assert all(link.startswith("https://example.org/") for link in hostile.links)
    words = " ".join(hostile.words)
    assert "<script>alert(1)</script>" in words
    assert "a|b | [c](javascript:alert(1)) ![d](x) `e` **f**" in words
    assert "rtlabc" in words
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\u202e]", hb.render_markdown(made_up.hostile_card(), lang))


@pytest.mark.parametrize("bare", ["https://evil.example", "www.evil.example"])
def test_bare_addresses_of_labels_do_not_link_themselves(bare):
    text = hb.render_markdown(made_up.hostile_card(), "en")
    assert bare not in text.partition("## Annex")[0]


def test_a_paragraph_cannot_begin_a_list_or_a_heading():
    from hpbrief.report.markdown import _start, _text

    for harmful in ("1. x", "- x", "+ x", "=====", "# x", "> x", "    x", "12) x", "```", "~~~", "***"):
        html = MarkdownIt("commonmark").render(_start(_text(harmful)))
        assert html.startswith("<p>"), harmful
        assert html.count("<") == 2, html
