"""What a file is, by its content alone."""

from __future__ import annotations

import re
import zipfile

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import open_zip, read_member

#: How files of other kinds begin, with the sentence that says what to do.
_REFUSED = (
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "seven_zip"),
    (b"Rar!", "rar"),
    (b"\x89PNG", "picture_png"),
    (b"\xff\xd8\xff", "picture_jpeg"),
    (b"GIF8", "picture_gif"),
    (b"II*\x00", "picture_tiff"),
    (b"MM\x00*", "picture_tiff"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"%!PS", "postscript"),
    (b"MIME-Version:", "web_archive"),
)
_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|title|table|div|p|h[1-6]|article|section|span|br)\b", re.I
)
_XML = re.compile(rb"<\?xml\b", re.I)
_SHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_WORD_2003 = b"schemas.microsoft.com/office/word/2003/wordml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in the directory of an OLE file, in the order in which they decide.
_OLE_KINDS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def kind_of(data: bytes, limits: Limits) -> str:
    """The kind of a file: pdf, html, docx, xlsx, xls, xlsb, ods, doc, zip, or text (delimited text too).

    Raises LoadError, saying what to do, for what is recognised and not read.
    """
    if not data.strip():
        raise LoadError("empty_file")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, limits)
    if data.startswith(_OLE):
        return _ole_kind(data)
    for magic, told in _REFUSED:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:4096]):
            raise LoadError(told)
    return "html" if _is_html(data) else "text"


def _is_html(data: bytes) -> bool:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\x00", b"")[2:]
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    head = re.sub(rb"\A(<!--.*?-->\s*)+", b"", head, flags=re.DOTALL)
    if _XML.match(head):
        if _SHEET_2003 in head:
            raise LoadError("excel_2003_xml")
        if _WORD_2003 in head:
            raise LoadError("word_2003_xml")
        if not _HTML.search(head):
            raise LoadError("other_xml")
        return True
    return _HTML.match(head) is not None


def _ole_kind(data: bytes) -> str:
    for name, kind in _OLE_KINDS:
        if name.encode("utf-16-le") in data:
            if kind == "locked":
                raise LoadError("locked")
            return kind
    raise LoadError("other_ole")


def _zip_kind(data: bytes, limits: Limits) -> str:
    with open_zip(data, limits) as archive:
        names = {info.filename for info in archive.infolist()}
        if "mimetype" in names:
            return _open_document_kind(archive)
        if "[Content_Types].xml" in names:
            for part, kind in (
                ("word/document", "docx"),
                ("xl/workbook.xml", "xlsx"),
                ("xl/workbook.bin", "xlsb"),
            ):
                if any(name.startswith(part) for name in names):
                    return kind
            raise LoadError("other_office")
        return "zip"


def _open_document_kind(archive: zipfile.ZipFile) -> str:
    name = read_member(archive, archive.getinfo("mimetype"))[:200].strip()
    if name.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return "ods"
    if name.startswith(_OPEN_DOCUMENT + b"text"):
        raise LoadError("open_text")
    raise LoadError("other_open")
