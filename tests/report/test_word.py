"""The Word note: laid out as Nghị định 30/2020/NĐ-CP asks, real styles and tables, blanks marked, harm kept out."""

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import made_up
import pandas as pd
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

import hpbrief as hb
from hpbrief.plot import bullets
from hpbrief.report.word import word_bytes


@pytest.fixture(scope="module")
def cards():
    return {
        "haiphong": hb.assess(hb.load_dataset("haiphong-2025")),
        "quang-ninh": hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", as_of="2025-11-10"),
    }


@pytest.fixture(scope="module")
def notes(cards):
    return {
        (name, lang): docx.Document(io.BytesIO(word_bytes(card, lang)))
        for name, card in cards.items()
        for lang in ("vi", "en")
    }


@pytest.fixture(scope="module")
def note(notes):
    return notes["haiphong", "vi"]


def texts(document):
    """All paragraphs in reading order, those of tables too."""
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def in_order(words, lines):
    at = 0
    for word in words:
        at = next((i for i in range(at, len(lines)) if word in lines[i]), None)
        assert at is not None, word
    return True


# -- layout ------------------------------------------------------------------------------------------


def test_page_is_a4_with_the_decrees_margins(notes):
    for note in notes.values():
        section = note.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20


def test_page_number_is_centred_in_the_top_margin_from_the_second_page_on(note):
    section = note.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    (line,) = section.header.paragraphs
    assert "PAGE" in "".join(e.text or "" for e in line._p.iter(qn("w:instrText")))
    assert line.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert section.header_distance < section.top_margin


def test_body_is_times_new_roman_justified_with_first_line_and_space(note):
    body = note.styles["Body Text"]
    assert body.font.name == "Times New Roman"
    fonts = body.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert 13 <= body.font.size.pt <= 14
    assert body.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 1.0 <= round(body.paragraph_format.first_line_indent.cm, 2) <= 1.27
    assert body.paragraph_format.space_after.pt >= 6
    assert 1 <= body.paragraph_format.line_spacing <= 1.5


def test_head_has_nation_motto_with_a_drawn_line_and_date_in_italics(notes):
    for lang, nation, motto in (
        ("vi", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        ("en", "SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"),
    ):
        cell = notes["haiphong", lang].tables[0].rows[0].cells[1]
        first, second, line, date = cell.paragraphs
        assert (first.text, second.text) == (nation, motto)
        assert first.style.font.bold
        assert 12 <= first.style.font.size.pt <= 13
        assert second.style.font.bold
        assert 13 <= second.style.font.size.pt <= 14
        assert line._p.pPr.find(qn("w:pBdr")) is not None
        assert date.style.font.italic
        assert date.text.startswith("[")


def test_kind_and_subject_are_bold_and_centred_and_recipients_bold_italic(note):
    kind = next(p for p in note.paragraphs if p.style.name == "Title")
    subject = next(p for p in note.paragraphs if p.style.name == "Subtitle")
    assert kind.text == "BÁO CÁO"
    assert subject.text.startswith(
        "Kết quả thực hiện các chỉ tiêu kinh tế - xã hội năm 2025 của thành phố Hải Phòng"
    )
    for paragraph in (kind, subject):
        assert paragraph.style.font.bold
        assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    recipients = note.tables[-1].rows[0].cells[0].paragraphs[0]
    assert recipients.text == "Nơi nhận:"
    assert recipients.style.font.bold
    assert recipients.style.font.italic
    assert recipients.style.font.size.pt == 12


def test_what_only_the_office_knows_is_a_marked_blank(notes):
    for (_, lang), note in notes.items():
        marked = [
            r.text
            for t in (note.tables[0], note.tables[-1])
            for c in t.rows[0].cells
            for p in c.paragraphs
            for r in p.runs
            if r.style.name == "Placeholder"
        ]
        assert len(marked) >= 9
        assert all(re.fullmatch(r"\[[^\]]+\]", text) for text in marked)
        words = " ".join(marked)
        for part in {
            "vi": ("BAN HÀNH", "số", "Họ và tên"),
            "en": ("ISSUING", "number", "Name of the signer"),
        }[lang]:
            assert part in words


def test_real_styles_tables_and_no_text_boxes(note):
    xml = note.element.xml
    assert "w:txbxContent" not in xml
    assert "v:textbox" not in xml
    assert {"Heading 1", "Heading 2", "Caption", "Body Text"} <= {p.style.name for p in note.paragraphs}
    data = note.tables[1:-1]
    assert len(data) == 3
    for table in data:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        widths = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) == pytest.approx(16 * 567, abs=8)


def test_each_chart_has_words_that_stand_for_it(notes, cards):
    for (name, lang), note in notes.items():
        shapes = note.inline_shapes
        assert len(shapes) >= 2
        said = [s._inline.docPr.get("descr") for s in shapes]
        assert all(len(words) > 60 for words in said)
        assert all(f"{cards[name].label(a, lang)}" in said[0] for a in cards[name])
        assert shapes[0].width.cm == pytest.approx(16, abs=0.1)
    assert bullets.bullets_alt(cards["haiphong"], "vi").split(".")[0] in notes[
        "haiphong", "vi"
    ].inline_shapes[0]._inline.docPr.get("descr")


def test_many_indicators_are_drawn_on_pictures_that_fit_the_page():
    names = [i for i, known in hb.load_catalog().indicators.items() if known.measure == "level"][:35]
    units = {i: hb.load_catalog().indicator(i).unit for i in names}
    rows = pd.DataFrame(
        [
            (i, "lai-chau", "level", "2025-10M", 50 + n, units[i].code, units[i].mult, "A", "s", "2025-11-05")
            for n, i in enumerate(names)
        ],
        columns=[
            *("indicator", "area", "measure", "period", "value"),
            *("unit", "unit_mult", "status", "source", "published"),
        ],
    )
    card = hb.assess(hb.read_dataset({"observations": rows}))
    assert len(card) == 35
    note = docx.Document(io.BytesIO(word_bytes(card)))
    shapes = note.inline_shapes
    assert max(s.height.cm for s in shapes) < 20
    assert all(s.width.cm == pytest.approx(16, abs=0.1) for s in shapes)
    said = [s._inline.docPr.get("descr").split("; ") for s in shapes]
    drawn = [sum(f"{card.label(a, 'vi')}:" in s._inline.docPr.get("descr") for s in shapes) for a in card]
    assert set(drawn) == {1}, said
    captions = [p.text for p in note.paragraphs if p.style.name == "Caption" and p.text.startswith("Biểu đồ")]
    assert [c.split(".")[0] for c in captions] == ["Biểu đồ 1", "Biểu đồ 2", "Biểu đồ 3"]
    assert [c[-6:] for c in captions] == [" (1/3)", " (2/3)", " (3/3)"]


def test_language_of_the_text_is_named(notes):
    for (_, lang), note in notes.items():
        mark = note.styles["Normal"].element.rPr.findall(qn("w:lang"))[-1]
        assert mark.get(qn("w:val")) == {"vi": "vi-VN", "en": "en-GB"}[lang]


#: The order that the schema of WordprocessingML asks for (ISO/IEC 29500-1, CT_PPrBase, CT_TblPrBase, CT_RPr).
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}


def test_elements_stand_in_the_order_of_the_schema(note):
    section = note.sections[0]
    for root in (note.element, note.styles.element, section.header._element):
        for tag, order in ORDER.items():
            places = {name: n for n, name in enumerate(order.split())}
            for element in root.iter(qn(f"w:{tag}")):
                found = [places[child.tag.rpartition("}")[2]] for child in element]
                assert found == sorted(set(found)), (tag, [c.tag.rpartition("}")[2] for c in element])


def test_the_signature_does_not_stand_alone_on_a_page(note):
    closing = next(p for p in note.paragraphs if p.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next
    assert closing._p.getnext().tag == qn("w:tbl")


def test_the_annex_says_to_what_it_belongs_with_blanks(note):
    title = next(p for p in note.paragraphs if p.style.name == "Annex Title")
    assert title.text == "Phụ lục"
    assert title._p.getnext().pPr.pStyle.val == "AnnexSubject"
    assert title.paragraph_format.page_break_before
    line = next(p for p in note.paragraphs if p.style.name == "Annex Line")
    assert line.text.startswith("(Kèm theo Báo cáo số [số]/BC-")
    assert "[số]" in [r.text for r in line.runs if r.style.name == "Placeholder"]


# -- content -----------------------------------------------------------------------------------------


def test_sections_and_indicators_stand_in_order(notes):
    assert in_order(
        (
            "CỘNG HÒA XÃ HỘI",
            "BÁO CÁO",
            "I. Đánh giá chung",
            "Bảng 1. Kết quả so với mục tiêu năm 2025",
            "II. Kết quả từng chỉ tiêu",
            "1. Thu hút vốn đầu tư trực tiếp nước ngoài (FDI)",
            "9. Thu ngân sách nhà nước trên địa bàn",
            "III. Nhận định đã nêu và kết quả theo số liệu",
            "IV. Thay đổi từ ngày 6/10/2025",
            "V. Số liệu chưa thống nhất, cần rà soát",
            "VI. Nội dung chưa đủ số liệu",
            "theo số liệu công bố đến ngày 6/11/2025./.",
            "Nơi nhận:",
            "Phụ lục",
            "Nguồn số liệu",
        ),
        texts(notes["haiphong", "vi"]),
    )


@pytest.mark.parametrize("name", ["haiphong", "quang-ninh"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_word_says_all_that_markdown_says(cards, notes, name, lang):
    lines = "\n".join(re.sub(r"\s+", " ", line) for line in texts(notes[name, lang]))
    said = hb.render_markdown(cards[name], lang)
    said = re.sub(r"<(https?://[^>]*)>", r"\1", said).replace("&amp;", "&").replace("&#64;", "@")
    said = re.sub(r"\\([\\`*_{}\[\]|~$#!:.])", r"\1", said.replace("**", ""))
    cells = [c.strip() for line in said.splitlines() for c in re.split(r" \| |^\| | \|$|<br>", line)]
    body = [re.sub(r"^#+ |^- \[\d+\] ", "", c) for c in cells if c and not re.fullmatch(r"[:| -]+", c)]
    for words in "\n".join(body[1:]).replace("Phụ lục. ", "").replace("Annex. ", "").splitlines():
        for part in words.split(" http")[:1]:
            assert part in lines, part


# -- harm and sameness -------------------------------------------------------------------------------


def test_harmful_labels_stay_words_and_the_package_is_sound():
    data = word_bytes(made_up.hostile_card(), "en")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        links = re.findall(
            r'Target="([^"]*)" TargetMode="External"', package.read("word/_rels/document.xml.rels").decode()
        )
        assert not [n for n in package.namelist() if "vba" in n.lower() or n.endswith(".bin")]
    assert links
    assert all(link.startswith("https://example.org/") for link in links)
    calm, hostile = (
        docx.Document(io.BytesIO(word_bytes(made_up.card(), "en"))),
        docx.Document(io.BytesIO(data)),
    )
    fields = [e.text for e in hostile.element.iter(qn("w:instrText"))]
    assert fields == []
    assert len(hostile.tables) == len(calm.tables)
    assert [len(t.rows) for t in hostile.tables] == [len(t.rows) for t in calm.tables]
    words = "\n".join(texts(hostile))
    for harmful in ("=cmd|'/C calc'!A0", "<script>alert(1)</script>", "</w:t></w:r><w:r><w:t>x & y"):
        assert harmful in words
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\u202e]", words)


def test_same_scorecard_same_bytes(cards):
    card = made_up.card()
    assert word_bytes(card, "vi") == word_bytes(card, "vi")


def test_file_is_written_whole_and_opens_in_libreoffice(tmp_path, office):
    path = hb.write_report(made_up.hostile_card(), tmp_path / "note.docx", "vi")
    pdf = office(path, "pdf", tmp_path)
    import pdfplumber

    with pdfplumber.open(pdf) as pages:
        first, second = pages.pages[0].extract_text(), pages.pages[1].extract_text()
        assert pages.pages[0].width == pytest.approx(595, abs=1)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
        assert first.splitlines()[0] != "1"
        assert second.splitlines()[0] == "2"
        top = [c for c in pages.pages[1].chars if c["top"] < 57]
        assert {c["text"] for c in top} == {"2"}
        assert abs((top[0]["x0"] + top[0]["x1"]) / 2 - (85 + 595 - 57) / 2) < 6  # the middle of the text
