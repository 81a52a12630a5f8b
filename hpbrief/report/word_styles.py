"""Page, styles and small drawing of a Word document, after Nghị định 30/2020/NĐ-CP, appendix I.

A4; margins 20 mm above and below, 30 left, 20 right; Times New Roman, body 13 pt, justified, first line 1 cm, 6 pt
between paragraphs; page number centred in the top margin, not on the first page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hpbrief.models import Lang

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

#: Width of the body between the margins, in cm.
BODY_CM = 16.0
_FONT = "Times New Roman"
_LOCALE = {"vi": "vi-VN", "en": "en-GB"}


@dataclass(frozen=True)
class Look:
    """How a paragraph style looks: size and space in points, indents in cm."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    caps: bool = False
    align: Literal["left", "center", "right", "justify"] = "left"
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    line: float = 1.0
    keep: bool = False


_LOOKS = {
    "Normal": Look(),
    "Body Text": Look(align="justify", after=6, first=1.0, line=1.1),
    "Heading 1": Look(bold=True, caps=True, align="justify", before=12, after=6, first=1.0, keep=True),
    "Heading 2": Look(bold=True, align="justify", before=6, after=6, first=1.0, keep=True),
    "Title": Look(size=14, bold=True, align="center", before=18),
    "Subtitle": Look(size=14, bold=True, align="center"),
    "Caption": Look(size=12, bold=True, align="center", before=6, after=6),
    "Header": Look(align="center"),
    "Head Upper": Look(size=12, align="center"),
    "Head Bold": Look(size=12, bold=True, align="center"),
    "Head Motto": Look(bold=True, align="center"),
    "Head Number": Look(align="center", before=4),
    "Head Date": Look(italic=True, align="center", before=4),
    "Head Line": Look(size=2, align="center", after=6),
    "Recipients": Look(size=12, bold=True, italic=True, before=12),
    "Recipient": Look(size=11),
    "Signer": Look(size=13, bold=True, align="center"),
    "Table Head": Look(size=11, bold=True, align="center", before=2, after=2),
    "Table Text": Look(size=11, before=1, after=1),
    "Table Number": Look(size=11, align="right", before=1, after=1),
    "Table Centre": Look(size=11, align="center", before=1, after=1),
    "After Table": Look(size=6),
    "Picture": Look(align="center", before=6),
    "Chart Note": Look(size=11, italic=True, align="center", after=6),
    "Annex Title": Look(size=14, bold=True, align="center", after=2, keep=True),
    "Annex Subject": Look(size=14, bold=True, caps=True, align="center", after=2, keep=True),
    "Annex Line": Look(italic=True, align="center", after=12, keep=True),
    "Source": Look(size=12, after=4, left=1.1, first=-1.1),
}


def set_page(document: Document) -> None:
    """A4, the margins, and the page number in the top margin from the second page on."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.0)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.header_distance = Cm(1.0)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        if kind:
            xml(run._r, "w:fldChar", fldCharType=kind)
        else:
            xml(run._r, "w:instrText").text = text


def make_styles(document: Document, lang: Lang) -> None:
    """The paragraph styles of the note, and the marks for blanks and links."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in document.styles}
    for name, look in _LOOKS.items():
        if name not in known:
            base = "Heading 1" if name == "Annex Title" else "Normal"
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
        _dress(document.styles[name], look, lang)
    blank = document.styles.add_style("Placeholder", WD_STYLE_TYPE.CHARACTER)
    xml(_run_properties(blank), "w:shd", val="clear", color="auto", fill="FFF2A8")
    link = document.styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True


def _dress(style: ParagraphStyle, look: Look, lang: Lang) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    font, paragraph = style.font, style.paragraph_format
    font.name, font.size = _FONT, Pt(look.size)
    font.bold, font.italic, font.all_caps = look.bold, look.italic, look.caps
    font.color.rgb = RGBColor(0, 0, 0)
    properties = _run_properties(style)
    fonts = properties.find(_name("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_name(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(_name(f"w:{script}"), _FONT)
    for old in properties.findall(_name("w:spacing")):
        properties.remove(old)
    xml(properties, "w:lang", val=_LOCALE[lang], eastAsia=_LOCALE[lang])
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align.upper())
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.left_indent, paragraph.first_line_indent = Cm(look.left), Cm(look.first)
    paragraph.line_spacing = look.line
    paragraph.keep_with_next = look.keep
    for border in style.element.pPr.findall(_name("w:pBdr")):
        style.element.pPr.remove(border)


def _run_properties(style: ParagraphStyle | CharacterStyle | Any) -> Any:
    return style.element.get_or_add_rPr()


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


#: What follows an element in its parent, by the schema of WordprocessingML, where it may not simply come last.
_FOLLOWERS = {
    "w:pBdr": (
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    ),
    "w:tblCellMar": ("w:tblLook", "w:tblCaption", "w:tblDescription"),
}


def xml(parent: Any, tag: str, **attributes: str) -> Any:
    """Add an element of WordprocessingML, in the order of its schema, with attributes of its own namespace."""
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), value)
    if tag in _FOLLOWERS:
        parent.insert_element_before(element, *_FOLLOWERS[tag])
    else:
        parent.append(element)
    return element


def underline(paragraph: Paragraph, indent: float) -> None:
    """Draw a line under an empty paragraph, in from both sides by so many cm."""
    from docx.shared import Cm

    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(indent)
    properties = paragraph._p.get_or_add_pPr()
    border = xml(properties, "w:pBdr")
    xml(border, "w:bottom", val="single", sz="6", space="0", color="000000")


def shade(cell: _Cell, colour: str) -> None:
    """Tint a cell."""
    xml(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)


def narrow_cells(table: Table) -> None:
    """Bring the text of cells nearer to their borders: 1 mm left and right."""
    margins = xml(table._tbl.tblPr, "w:tblCellMar")
    for side in ("left", "right"):
        xml(margins, f"w:{side}", w="57", type="dxa")
