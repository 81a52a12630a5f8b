"""What a file is, by its content alone."""

from __future__ import annotations

import io
import re
import zipfile

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.mail import is_mail
from hpbrief.load.package import open_zip, read_member

#: How files of other kinds begin, with the sentence that says what to do.
_REFUSED = (
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "seven_zip"),
    (b"Rar!", "rar"),
    (b"GIF8", "picture_gif"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"%!PS", "postscript"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
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
# Names of members of an office package, in the order in which they decide; some programs put the main part elsewhere.
_OFFICE_PARTS = (
    (r"^word/document\d*\.xml$", "docx"),
    (r"(^|/)workbook\d*\.xml$", "xlsx"),
    (r"(^|/)workbook\d*\.bin$", "xlsb"),
    (r"(^|/)presentation\d*\.xml$", "pptx"),
    (r"^word/|(^|/)document\d*\.xml$", "docx"),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def kind_of(data: bytes, limits: Limits) -> str:
    """The kind of a file: a key of ``child.READERS``, zip, mail, or text (delimited text too).

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
    if data.startswith(_PICTURES):
        return "picture"
    for magic, told in _REFUSED:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:4096]):
            raise LoadError(told)
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if is_mail(data):
        return "mail"
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
    names = _ole_names(data)
    for name, kind in _OLE_KINDS:
        if name.lower() in names:
            if kind == "locked":
                raise LoadError("locked")
            return kind
    raise LoadError("other_ole")


def _ole_names(data: bytes) -> set[str]:
    """The names at the top of an OLE file: those within are of files embedded in it."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return {path[0].lower() for path in file.listdir() if len(path) == 1}
    except Exception:  # a broken directory may raise anything; its names may still be there
        places = {name.lower(): data.find(name.encode("utf-16-le")) for name, _ in _OLE_KINDS}
        there = [name for name, place in places.items() if place >= 0]
        return set(sorted(there, key=lambda name: (places[name] % 128 != 0, places[name]))[:1])


def _zip_kind(data: bytes, limits: Limits) -> str:
    with open_zip(data, limits) as archive:
        names = {info.filename.replace("\\", "/").lower() for info in archive.infolist()}
        if "mimetype" in names:
            return _open_document_kind(archive)
        if "[content_types].xml" in names:
            return _office_kind(names)
        return "zip"


def _office_kind(names: set[str]) -> str:
    for part, kind in _OFFICE_PARTS:
        if any(re.search(part, name) for name in names):
            return kind
    raise LoadError("other_office")


def _open_document_kind(archive: zipfile.ZipFile) -> str:
    name = read_member(archive, archive.getinfo("mimetype"))[:200].strip()
    if name.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return "ods"
    if name.startswith(_OPEN_DOCUMENT + b"text"):
        return "odt"
    raise LoadError("other_open")
