"""The briefing note as a Word document, laid out as Nghị định 30/2020/NĐ-CP asks, with real styles, ready to edit."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard
from hpbrief.format import one_line
from hpbrief.models import Lang
from hpbrief.report.blocks import Block, Heading, Paragraph, Picture, SourceLine, Table
from hpbrief.report.evidence import Evidence
from hpbrief.report.note import Note, briefing_note
from hpbrief.report.word_styles import BODY_CM, make_styles, narrow_cells, set_page, shade, underline, xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as WordParagraph

#: Widths of the two halves of the head, and of the words under which a line is drawn (measured, 13 pt bold), in cm.
_HEAD_CM = (6.3, 9.9)
_MOTTO_CM = {"vi": 5.6, "en": 7.3}
_BLANK = re.compile(r"(\[[^\]]+\])")
_TINTS = {
    "exceeded": "D9EAF5",
    "met": "D9EAF5",
    "on_track": "E4F1FA",
    "at_risk": "FCEFD2",
    "off_track": "F9DFCC",
    "missed": "EFD3C2",
    "insufficient_data": "EEEFF1",
}


def word_bytes(card: Scorecard, lang: Lang = "vi") -> bytes:
    """A scorecard as a briefing note in Word; the same scorecard gives the same bytes."""
    return note_bytes(briefing_note(Evidence(card), lang), card, lang)


def note_bytes(note: Note, card: Scorecard, lang: Lang) -> bytes:
    """A note on a scorecard in Word; the same note gives the same bytes."""
    import docx

    document = docx.Document()
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    set_page(document)
    make_styles(document, lang)
    _properties(document, card, note, lang)
    writer = _Word(document, card, lang)
    writer.head()
    writer.title(note)
    for block in note.blocks:
        writer.block(block)
    writer.paragraph(note.closing, "Body Text").paragraph_format.keep_with_next = True
    writer.signature()
    if note.annex:
        writer.annex(note)
    stream = io.BytesIO()
    document.save(stream)
    return _settled(stream.getvalue())


class _Word:
    """Puts blocks into a document."""

    def __init__(self, document: Document, card: Scorecard, lang: Lang) -> None:
        self.document = document
        self.card = card
        self.lang: Lang = lang

    def say(self, key: str) -> str:
        return self.card.catalog.word("note", key, self.lang)

    # -- head and foot that the decree asks for -----------------------------------------------------

    def head(self) -> None:
        """Issuing body and number on the left; nation, motto, place and date on the right."""
        left, right = self._halves(_HEAD_CM)
        self.blanks(left.paragraphs[0], self.say("parent_body"), "Head Upper")
        self.blanks(left.add_paragraph(), self.say("issuer"), "Head Bold")
        self._line(left, _HEAD_CM[0], 2.2)
        self.blanks(left.add_paragraph(), self.say("number"), "Head Number")
        right.paragraphs[0].style = "Head Bold"
        right.paragraphs[0].add_run(self.say("nation"))
        right.add_paragraph(self.say("motto"), "Head Motto")
        self._line(right, _HEAD_CM[1], _MOTTO_CM[self.lang])
        self.blanks(right.add_paragraph(), self.say("place_date"), "Head Date")

    def signature(self) -> None:
        """Recipients on the left, the signer's post and name on the right."""
        left, right = self._halves((8.0, 8.0))
        left.paragraphs[0].style = "Recipients"
        left.paragraphs[0].add_run(self.say("recipients"))
        for key in ("recipient_1", "recipient_2"):
            self.blanks(left.add_paragraph(), self.say(key), "Recipient")
        self.blanks(right.paragraphs[0], self.say("signer_post"), "Signer")
        for _ in range(4):
            right.add_paragraph(style="Signer")
        self.blanks(right.add_paragraph(), self.say("signer_name"), "Signer")

    def _halves(self, widths: tuple[float, float]) -> tuple[_Cell, _Cell]:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        table = self.document.add_table(1, 2)
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _cant_split(table.rows[0])
        first, second = table.rows[0].cells
        return first, second

    def _line(self, cell: _Cell, width: float, length: float) -> None:
        """A drawn line of a length in cm, in the middle of a cell."""
        underline(cell.add_paragraph(style="Head Line"), (width - length) / 2)

    def blanks(self, paragraph: WordParagraph, text: str, style: str) -> None:
        """Text whose parts in square brackets the office must fill in: they are marked."""
        paragraph.style = style
        for part in filter(None, _BLANK.split(text)):
            paragraph.add_run(part, "Placeholder" if _BLANK.fullmatch(part) else None)

    # -- blocks -------------------------------------------------------------------------------------

    def title(self, note: Note) -> None:
        self.paragraph(note.kind, "Title")
        self.paragraph(note.subject, "Subtitle")
        underline(self.document.add_paragraph(style="Head Line"), (BODY_CM - 5) / 2)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.paragraph(block.text, f"Heading {block.level}")
            case Paragraph():
                paragraph = self.document.add_paragraph(style="Body Text")
                if block.lead:
                    paragraph.add_run(f"{one_line(block.lead)}: ").bold = True
                paragraph.add_run(one_line(block.text))
            case Table():
                self.table(block)
            case Picture():
                self.picture(block)
            case SourceLine():
                self.source(block)

    def paragraph(self, text: str, style: str) -> WordParagraph:
        return self.document.add_paragraph(one_line(text), style)

    def table(self, block: Table) -> None:
        from docx.shared import Cm

        self.paragraph(block.caption, "Caption").paragraph_format.keep_with_next = True
        table = self.document.add_table(1, len(block.columns), "Table Grid")
        table.autofit = False
        narrow_cells(table)
        xml(table._tbl.tblPr, "w:tblCaption", val=one_line(block.caption))
        head = table.rows[0]
        xml(head._tr.get_or_add_trPr(), "w:tblHeader")
        _fill(head, [c.head for c in block.columns], ["Table Head"] * len(block.columns))
        styles = {"left": "Table Text", "right": "Table Number", "center": "Table Centre"}
        for n, cells in enumerate(block.rows):
            row = table.add_row()
            _fill(row, cells, [styles[c.align] for c in block.columns])
            if block.marks:
                shade(row.cells[-1], _TINTS[block.marks[n]])
        for column, shown in zip(table.columns, block.columns, strict=True):
            column.width = Cm(BODY_CM * shown.width)
        for row in table.rows:
            _cant_split(row)
        self.document.add_paragraph(style="After Table")

    def picture(self, block: Picture) -> None:
        from docx.shared import Cm

        holder = self.document.add_paragraph(style="Picture")
        holder.paragraph_format.keep_with_next = True
        inline = holder.add_run().add_picture(io.BytesIO(block.draw()), width=Cm(BODY_CM))._inline
        inline.docPr.set("descr", one_line(block.alt))
        inline.docPr.set("title", one_line(block.caption))
        caption = self.paragraph(block.caption, "Caption")
        if block.note:
            caption.paragraph_format.keep_with_next = True
            self.paragraph(block.note, "Chart Note")

    def annex(self, note: Note) -> None:
        """The sources, on a page of their own."""
        first, second = note.annex_title
        self.paragraph(first, "Annex Title").paragraph_format.page_break_before = True
        self.paragraph(second, "Annex Subject")
        self.blanks(self.document.add_paragraph(), self.say("attached"), "Annex Line")
        for line in note.annex:
            self.source(line)

    def source(self, line: SourceLine) -> None:
        paragraph = self.document.add_paragraph(f"[{line.number}]\t{one_line(line.text)}", "Source")
        if line.url:
            paragraph.add_run(". ")
            _link(paragraph, one_line(line.url))


def _fill(row: _Row, cells: Any, styles: list[str]) -> None:
    for cell, text, style in zip(row.cells, cells, styles, strict=True):
        lines = text.split("\n")
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(one_line(lines[0]))
        for line in lines[1:]:
            cell.add_paragraph(one_line(line), style)


def _cant_split(row: _Row) -> None:
    xml(row._tr.get_or_add_trPr(), "w:cantSplit")


def _link(paragraph: WordParagraph, url: str) -> None:
    """An address that one can follow."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    rid = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = xml(paragraph._p, "w:hyperlink")
    link.set(qn("r:id"), rid)
    run = paragraph.add_run(url, "Link")
    link.append(run._r)


def _properties(document: Document, card: Scorecard, note: Note, lang: Lang) -> None:
    day = datetime.combine(card.record.as_of, time())
    core = document.core_properties
    core.title = one_line(f"{note.kind}: {note.subject}")[:255]
    core.author = ""
    core.last_modified_by = ""
    core.comments = one_line(card.catalog.word("report", "made", lang).format(dataset=card.record.dataset))[
        :255
    ]
    core.language = {"vi": "vi-VN", "en": "en-GB"}[lang]
    core.created = core.modified = day
    core.revision = 1


def _settled(data: bytes) -> bytes:
    """The same package with the time of packing taken out, so that the same note gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(info))
    return stream.getvalue()
