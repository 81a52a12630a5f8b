"""Files that ask for more than they should, made small and on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{target}"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_of(xml: str) -> bytes:
    types = CONTENT_TYPES + f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": RELS.format(target="word/document.xml").encode(),
            "word/document.xml": xml.encode(),
        }
    )


def big_member(name: str, size: int) -> bytes:
    """A zip with one member of zeros, packed block by block."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as one,
    ):
        for _ in range(size // 1_000_000):
            one.write(bytes(1_000_000))
    return out.getvalue()


def zip_bomb() -> bytes:
    return big_member("a.txt", 600_000_000)


def word_bomb() -> bytes:
    data = io.BytesIO(word_of(f"<w:document {W}/>"))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/x.xml", "w") as one:
        for _ in range(600):
            one.write(bytes(1_000_000))
    return data.getvalue()


def lying_zip() -> bytes:
    """A zip whose member declares ten bytes and unpacks to a hundred million."""
    data = bytearray(big_member("a.txt", 100_000_000))
    entry = data.rindex(b"PK\x01\x02")
    at = (
        data.index(struct.pack("<I", 100_000_000), entry)
        if struct.pack("<I", 100_000_000) in data
        else entry + 24
    )
    data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def nested_zip() -> bytes:
    data = zipped({"a.txt": "Thu ngân sách tăng 12,4%.".encode()})
    for _ in range(5):
        data = zipped({"inner.zip": data})
    return data


def many_members() -> bytes:
    return zipped({f"{n}.txt": b"a" for n in range(5_000)})


def path_traversal() -> bytes:
    return zipped({"../../etc/a.txt": b"a"})


def xxe() -> bytes:
    return word_of(
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return word_of(
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{entities}]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )


def far_cell() -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=False)
    book.active["A1"] = "Chỉ tiêu"  # type: ignore[index]
    book.active["XFD1048576"] = 1  # type: ignore[index]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repeated_rows() -> bytes:
    """An OpenDocument sheet whose one filled row repeats to the end of the sheet, and each cell to its edge."""
    from specimens import open_sheet

    with zipfile.ZipFile(io.BytesIO(open_sheet())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    filled = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>a</text:p>'
    members["content.xml"] = members["content.xml"].replace(
        b'<table:table-cell table:number-columns-repeated="16384"/>', filled + b"</table:table-cell>"
    )
    return zipped(members)


def pdf_of(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects, the first its catalogue, with a table of places."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number]
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def one_page(content: bytes, extra: bytes = b"") -> bytes:
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(content, extra),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )


def letterless() -> bytes:
    """A page whose font says how its letters look and not which they are."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/BaseFont/X"
        b"/Subtype/CIDFontType2/DW 600/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    content = b"BT /F 12 Tf 72 700 Td <0001000200030004> Tj ET"
    return one_page(content).replace(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", font)


def flate(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)]) + packer.flush()


def flate_bomb() -> bytes:
    return one_page(flate(600_000_000), b"/Filter/FlateDecode")


def double_flate_bomb() -> bytes:
    return one_page(zlib.compress(flate(1_000_000_000), 9), b"/Filter[/FlateDecode/FlateDecode]")


def many_pages(count: int = 100_000) -> bytes:
    """Pages that are all one object: the tree is short, its count is not."""
    kids = b"3 0 R " * count
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        }
    )


def encrypted_pdf() -> bytes:
    """A PDF locked with a password that is not the empty one (standard handler, 40 bits)."""
    owner, user = b"(" + b"o" * 32 + b")", b"(" + b"u" * 32 + b")"
    return pdf_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            4: b"<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>" % (owner, user),
        },
        b"/Encrypt 4 0 R/ID[(aaaaaaaaaaaaaaaa)(aaaaaaaaaaaaaaaa)]",
    )


def nested_divs() -> bytes:
    return b"<html><body>" + b"<div>" * 1_000_000 + "Thu ngân sách".encode()


def many_elements() -> bytes:
    return b"<html><body><ul>" + b"<li><a href=x>abc</a>" * 400_000


def unclosed_comments() -> bytes:
    return b"<html><body>" + b"<!--" * 2_000_000


def long_text() -> bytes:
    return "Thu ngân sách tăng 12,4%.\n".encode() * (200_000_000 // 30)


def wide_html() -> bytes:
    return (
        b"<table><tr>" + b"<td colspan=99999 rowspan=99999>a</td>" * 3 + b"</tr><tr><td>c</td></tr></table>"
    )


#: Each hostile file with the limit, or the words, that its error names.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip_bomb": (zip_bomb, "limit unpacked_bytes"),
    "word_bomb": (word_bomb, "limit unpacked_bytes"),
    "nested_zip": (nested_zip, "limit depth"),
    "many_members": (many_members, "limit members"),
    "path_traversal": (path_traversal, "outside the zip"),
    "xxe": (xxe, "declares a document type"),
    "billion_laughs": (billion_laughs, "declares a document type"),
    "far_cell": (far_cell, "limit rows"),
    "repeated_rows": (repeated_rows, "limit "),
    "flate_bomb": (flate_bomb, "limit unpacked_bytes"),
    "double_flate_bomb": (double_flate_bomb, "limit memory_bytes"),
    "many_pages": (many_pages, "limit pages"),
    "nested_divs": (nested_divs, "limit nesting"),
    "many_elements": (many_elements, "limit elements"),
    "long_text": (long_text, "limit bytes"),
    "wide_html": (wide_html, "limit columns"),
}


def write_all(folder: Path) -> dict[str, tuple[Path, str]]:
    """Each hostile file on disk."""
    written = {}
    for name, (make, named) in HOSTILE.items():
        path = folder / name
        path.write_bytes(make())
        written[name] = (path, named)
    return written
