"""RTF, ODT, PPTX, mail: the same report, its table with merged heads, its note."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
import specimens
from specimens import BULLET, CAPTION, CELLS, FIRST, LAST, NOTE, TITLE

from hpbrief.errors import LoadError
from hpbrief.load import read_document, read_documents
from hpbrief.models import Document

SHOWN = [(row, column, text, rows, columns) for row, column, text, rows, columns in CELLS]


def opened(data: bytes, tmp_path: Path, name: str = "report") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def cells(document: Document) -> list[tuple[int, int, str, int, int]]:
    text = document.text or ""
    return [(c.row, c.column, text[c.start : c.end], c.rows, c.columns) for c in document.tables[0].cells]


def prose(document: Document) -> list[str]:
    return [line for line in (document.text or "").splitlines() if line and not line.startswith("|")]


# -- RTF -------------------------------------------------------------------------------------------------


def signs(text: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)


def rtf(body: str, fonts: str = "{\\f0\\froman\\fcharset0 Times New Roman;}") -> bytes:
    head = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl" + fonts + "}{\\colortbl;\\red0\\green0\\blue0;}"
    info = "{\\info{\\title " + signs(TITLE) + "}{\\author x}}{\\*\\generator y;}{\\header Trang 1\\par}"
    return f"{head}{info}\\pard {body}}}".encode("ascii")


def rtf_row(number: int) -> str:
    forms, words = "", ""
    for column in range(1, 5):
        own = next((c for c in SHOWN if c[0] == number and c[1] == column), None)
        above = any(c[0] < number < c[0] + c[3] and c[1] == column for c in SHOWN)
        beside = any(c[0] == number and c[1] < column < c[1] + c[4] for c in SHOWN)
        down = "\\clvmgf" if own and own[3] > 1 else "\\clvmrg" if above else ""
        forms += (
            down
            + ("\\clmgf" if own and own[4] > 1 else "\\clmrg" if beside else "")
            + f"\\cellx{column * 2000}"
        )
        words += signs(own[2] if own else "") + "\\cell "
    return f"\\trowd\\trgaph108 {forms}\\pard\\intbl {words}\\row\n"


def test_rtf(tmp_path: Path) -> None:
    note = "{\\super 1}{\\footnote \\pard{\\super 1} " + signs(NOTE) + "}"
    body = (
        "".join(signs(line) + "\\par " for line in (TITLE, FIRST)) + signs(BULLET[:-1]) + note + ".\\par "
        + signs(CAPTION) + "\\par\n" + "".join(map(rtf_row, range(1, 5))) + "\\pard " + signs(LAST)
        + "{\\v 999}{\\strike 888}{\\*\\bkmkstart x}{\\field{\\*\\fldinst PAGE}{\\fldrslt }}\\par"
    )  # fmt: skip
    document = opened(rtf(body), tmp_path)
    assert prose(document) == [TITLE, FIRST, BULLET, CAPTION, LAST, " " + NOTE]
    assert cells(document) == SHOWN
    assert document.title == TITLE


def test_rtf_in_an_old_font_is_converted_and_said(tmp_path: Path) -> None:
    fonts = "{\\f0 Arial;}{\\f1\\fnil .VnTime;}{\\f2\\fnil .VnTimeH;}{\\f3 VNI-Times;}"
    body = "{\\f1 Thu ng\\'a9n s\\'b8ch}{\\f0  10 }{\\f2 t\\'fb}{\\f3  ña\\'efït}".replace(
        "\\'efï", "\\'ef"
    ).replace("ñ", "\\'f1")
    document = opened(rtf(body, fonts), tmp_path)
    assert document.text == "Thu ngân sách 10 TỶ đạt\n"
    assert {note.code for note in document.unread} == {"letters_converted"}


def test_word_in_an_old_font_is_converted_and_said(tmp_path: Path) -> None:
    import docx

    written = docx.Document()
    paragraph = written.add_paragraph("Số liệu: ")
    paragraph.add_run("Thu ng©n s¸ch").font.name = ".VnTime"
    paragraph.add_run(" 11,5 tỷ")
    out = io.BytesIO()
    written.save(out)
    document = opened(out.getvalue(), tmp_path)
    assert document.text == "Số liệu: Thu ngân sách 11,5 tỷ\n"
    assert [note.code for note in document.unread] == ["letters_converted"]


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 }", b"{\\rtf1" + b"{" * 600 + b"a", b"{\\rtf1 \\cellx1\\row\\cell}"]
)
def test_rtf_without_words_or_too_deep_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        opened(data, tmp_path)


# -- ODT -------------------------------------------------------------------------------------------------

ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in zip(
        ("office", "text", "table", "style", "draw"), ("office", "text", "table", "style", "drawing"), strict=True
    )
)  # fmt: skip


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt() -> bytes:
    rows = ""
    for number in range(1, 5):
        rows += "<table:table-row>"
        for column in range(1, 5):
            own = next((c for c in SHOWN if c[:2] == (number, column)), None)
            if own is None:
                rows += "<table:covered-table-cell/>"
                continue
            spans = f'table:number-rows-spanned="{own[3]}" table:number-columns-spanned="{own[4]}"'
            rows += f"<table:table-cell {spans}><text:p>{own[2]}</text:p></table:table-cell>"
        rows += "</table:table-row>"
    note = (
        f"<text:note-citation>1</text:note-citation><text:note-body><text:p>{NOTE}</text:p></text:note-body>"
    )
    note = f"<text:note>{note}</text:note>"
    styles = (
        '<style:style style:name="an"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="gach"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="mu"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    body = (
        f"<text:tracked-changes><text:p>999</text:p></text:tracked-changes><text:h>{TITLE}</text:h><text:p>{FIRST}"
        '<text:span text:style-name="an">999</text:span><text:span text:style-name="gach">8</text:span>'
        '<text:span text:style-name="mu">1</text:span></text:p><text:list><text:list-item>'
        f"<text:p>{BULLET[:-1]}{note}.</text:p></text:list-item></text:list><text:p>{CAPTION}</text:p><table:table>{rows}</table:table><text:p>{LAST}</text:p>"
    )
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def test_odt(tmp_path: Path) -> None:
    document = opened(odt(), tmp_path)
    assert prose(document) == [TITLE, FIRST, BULLET, CAPTION, LAST, NOTE]
    assert cells(document) == SHOWN


# -- PPTX ------------------------------------------------------------------------------------------------

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SLIDES = (
    f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{REL}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def pptx() -> bytes:
    rows = ""
    for number in range(1, 5):
        rows += "<a:tr>"
        for column in range(1, 5):
            own = next((c for c in SHOWN if c[:2] == (number, column)), None)
            above = any(c[0] < number < c[0] + c[3] and c[1] == column for c in SHOWN)
            form = (
                f'rowSpan="{own[3]}" gridSpan="{own[4]}"' if own else 'vMerge="1"' if above else 'hMerge="1"'
            )
            rows += f"<a:tc {form}><a:txBody><a:p><a:r><a:t>{own[2] if own else ''}</a:t></a:r></a:p></a:txBody></a:tc>"
        rows += "</a:tr>"
    raised = '<a:r><a:rPr baseline="30000"/><a:t>1</a:t></a:r>'
    words = [f"<a:p><a:r><a:t>{TITLE}</a:t></a:r></a:p>", f"<a:p><a:r><a:t>{FIRST}</a:t></a:r>{raised}</a:p>"]
    table = f"<a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic>"
    table = f"<p:graphicFrame>{table}</p:graphicFrame>"
    slide = "<p:sld {} {}><p:cSld><p:spTree>{}</p:spTree></p:cSld></p:sld>"
    shape = "<p:sp><p:txBody>{}</p:txBody></p:sp>"
    last = f"<a:p><a:r><a:t>{LAST}</a:t></a:r></a:p>"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = '<Relationship Id="{}" Type="' + REL + '/{}" Target="{}"/>'
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in (2, 1, 3))
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": rels.format(link.format("a", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p:presentation {SLIDES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": rels.format(
                "".join(link.format(f"s{n}", "slide", f"slides/slide{n}.xml") for n in (1, 2, 3))
            ),
            "ppt/slides/slide2.xml": slide.format(SLIDES, "", shape.format("".join(words)) + table),
            "ppt/slides/slide1.xml": slide.format(SLIDES, "", shape.format(last)),
            "ppt/slides/slide3.xml": slide.format(SLIDES, 'show="0"', shape.format(last)),
        }
    )


def test_pptx(tmp_path: Path) -> None:
    document = opened(pptx(), tmp_path)
    assert prose(document) == [TITLE, FIRST, LAST]
    assert cells(document) == SHOWN
    assert document.page_of((document.text or "").index(LAST)) == 2
    assert [note.code for note in document.unread] == ["hidden_slide"]


# -- mail ------------------------------------------------------------------------------------------------


def mail(html: bool) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", TITLE
    message.set_content(FIRST)
    if html:
        message.add_alternative(specimens.page().decode(), subtype="html")
    return message


@pytest.mark.parametrize("html", [False, True])
def test_a_mail_is_its_text_and_its_attachments(html: bool, tmp_path: Path) -> None:
    message = mail(html)
    message.add_attachment(
        specimens.word(), maintype="application", subtype="octet-stream", filename="báo cáo.docx"
    )
    message.add_attachment(
        b"PK\x03\x04 broken", maintype="application", subtype="zip", filename="x\x1b[1m.zip"
    )
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    found = list(read_documents(path))
    assert [name.removeprefix(str(path)) for name, _ in found][:2] == [
        "/message.html" if html else "/message.txt", "/báo cáo.docx",
    ]  # fmt: skip
    first, second, broken = (one for _, one in found)
    assert isinstance(first, Document)
    assert FIRST in (first.text or "")
    assert isinstance(second, Document)
    assert second.title == TITLE
    assert isinstance(broken, LoadError)
    assert "\x1b" not in str(broken) + found[2][0]


def test_a_mail_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="mail"):
        opened(b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n", tmp_path)


def test_a_saved_web_page_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["MIME-Version"] = "a", "1.0"
    message.add_related(specimens.page(), maintype="text", subtype="html")
    path = tmp_path / "a.mht"
    path.write_bytes(message.as_bytes())
    documents = [one for _, one in read_documents(path) if isinstance(one, Document)]
    assert FIRST in (documents[0].text or "")


def test_text_that_begins_like_a_mail_is_text(tmp_path: Path) -> None:
    assert opened(b"To: all\n\nThu 1,5 ty", tmp_path).text == "To: all\n\nThu 1,5 ty"


def test_runs_of_a_slide_are_raised_only_where_they_say_so(tmp_path: Path) -> None:
    """A blank or a short number is often a run of its own, with a form that says nothing of its place."""
    runs = "".join(
        f'<a:r><a:rPr lang="vi"{more}/><a:t xml:space="preserve">{text}</a:t></a:r>'
        for text, more in (
            ("Thu", ""), (" ", ""), ("đạt", ' baseline="0"'), (" ", ""), ("12", ""), (" tỷ", ""),
            ("1", ' baseline="30000"'),
        )
    )  # fmt: skip
    slides = parts_of(pptx())
    name = next(name for name in slides if name.endswith("slide1.xml"))
    slides[name] = slides[name].replace("<a:p>", f"<a:p>{runs}</a:p><a:p>", 1)
    document = opened(zipped(slides), tmp_path)
    assert "Thu đạt 12 tỷ" in (document.text or "").split("\n")


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
