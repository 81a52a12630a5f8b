"""Small files of our own that the process that waits reads while it waits: so nothing is done for the first time when
the next file comes. Words are ASCII, and mean nothing.
"""

from __future__ import annotations

import io
import zipfile

_TYPES = "http://schemas.openxmlformats.org/"
_LINES, _ROWS, _COLUMNS = 20, 12, 5


def sample_of(kind: str) -> bytes | None:
    """A file of a kind, None of kinds that need none."""
    make = {"html": _page, "docx": _word, "xlsx": _workbook, "pdf": _pdf}.get(kind)
    return None if make is None else make()


def _line(number: int) -> str:
    return f"Line {number}: {number * 3},{number % 10} and {number}.{number % 7}00,5 more words that go on and on."


def _page() -> bytes:
    rows = "".join(f"<tr>{f'<td>{row},5</td>' * _COLUMNS}</tr>" for row in range(_ROWS))
    lines = "".join(f"<p>{_line(n)}</p>" for n in range(_LINES))
    head = "<title>A - B</title><meta property='og:title' content='A'><style>.a{display:none}</style>"
    list_ = "<ul><li>one</li><li>two<sup>1</sup></li></ul>"
    return (
        f"<html><head>{head}</head><body><div class=a>x</div><h1>A</h1><article>{lines}{list_}"
        f"<table>{rows}</table></article><p><br>end <s>gone</s></p></body></html>"
    ).encode()


def _package(main: str, parts: dict[str, str]) -> bytes:
    folder = main.partition("/")[0]
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_TYPES}officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(_relations(parts, folder))
    )
    outer = f'<Relationship Id="r" Type="{_TYPES}officeDocument/2006/relationships/officeDocument" Target="{main}"/>'
    name = main.rpartition("/")[2]
    rels = {"_rels/.rels": outer, f"{folder}/_rels/{name}.rels": inner}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}package/2006/content-types"/>')
        for path, text in rels.items():
            archive.writestr(
                path, f'<Relationships xmlns="{_TYPES}package/2006/relationships">{text}</Relationships>'
            )
        for path, text in parts.items():
            archive.writestr(path, text)
    return out.getvalue()


def _relations(parts: dict[str, str], folder: str) -> list[tuple[str, str]]:
    """The kinds of the parts by their names, the main one aside, and the parts as the main one calls them."""
    kinds = {"styles": "styles", "sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    names = {path.rpartition("/")[2].removesuffix(".xml"): path.removeprefix(f"{folder}/") for path in parts}
    return [(kind, names[name]) for name, kind in kinds.items() if name in names]


def _word() -> bytes:
    def paragraph(text: str) -> str:
        run = f'<w:r><w:rPr><w:b/><w:rFonts w:ascii="A"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        return f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{run}</w:p>'

    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr>{paragraph("1,5")}</w:tc>'
    table = f"<w:tbl>{f'<w:tr>{cell * _COLUMNS}</w:tr>' * _ROWS}</w:tbl>"
    space = f'xmlns:w="{_TYPES}wordprocessingml/2006/main"'
    body = "".join(paragraph(_line(n)) for n in range(_LINES)) + table
    return _package(
        "word/document.xml",
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:styleId="a"/></w:styles>',
        },
    )


def _workbook() -> bytes:
    space = f'xmlns="{_TYPES}spreadsheetml/2006/main"'
    letters = "ABCDE"[:_COLUMNS]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row % 3}</v></c>'
        + "".join(f'<c r="{letter}{row}" s="{row % 2}"><v>{row}.25</v></c>' for letter in letters[1:])
        + "</row>"
        for row in range(1, _ROWS)
    )
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r1"'
    texts = "".join(f"<si><t>word {n}</t></si>" for n in range(3))
    formats = '<numFmts><numFmt numFmtId="170" formatCode="#,##0.0"/></numFmts>'
    cells = '<cellXfs><xf numFmtId="170" fontId="0"/><xf numFmtId="14" fontId="0"/></cellXfs>'
    styles = f"<fonts><font/></fonts>{cells}"
    return _package(
        "xl/workbook.xml",
        {
            "xl/workbook.xml": f'<workbook {space}><sheets><sheet name="a" {relation}/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>",
            "xl/styles.xml": f"<styleSheet {space}>{formats}{styles}</styleSheet>",
            "xl/sharedStrings.xml": f"<sst {space}>{texts}</sst>",
        },
    )


def _pdf() -> bytes:
    orders = [f"BT /F 11 Tf 72 {780 - 14 * n} Td ({_line(n)}) Tj ET" for n in range(_LINES)]
    for row in range(_ROWS):
        y = 60 + 18 * row
        orders.append(f"72 {y} m 472 {y} l S")
        orders += [f"BT /F 10 Tf {76 + 100 * c} {y + 5} Td ({row},{c}) Tj ET" for c in range(4)]
    orders.append(f"72 {60 + 18 * _ROWS} m 472 {60 + 18 * _ROWS} l S")
    orders += [f"{72 + 100 * c} 60 m {72 + 100 * c} {60 + 18 * _ROWS} l S" for c in range(5)]
    content = "\n".join(orders)
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = "trailer\n<</Size 6/Root 1 0 R>>\nstartxref"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{trailer}\n{len(out)}\n%%EOF".encode()
