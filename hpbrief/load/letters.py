"""Bytes to text: UTF-8, UTF-16, Windows-1258; and letters of before Unicode: TCVN3 (.VnTime), VNI, VIQR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from hpbrief.errors import LoadError
from hpbrief.load.parts import Grid, GridCell, Note, Paragraph

NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viqr": "VIQR", "twice": "UTF-8"}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300\u0301\u0309\u0303\u0323"
_TONES = (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)
_ROUND, _SHORT, _HORN = "\u0302\u0306\u031b"


def _join(*pieces: str) -> str:
    return unicodedata.normalize("NFC", "".join(pieces))


def _tcvn3() -> dict[str, str]:
    """TCVN3 by its codes: each vowel with the codes of its five tones, in the order of ``_TONES``."""
    toned = {
        "a": "B5B6B7B8B9", "ă": "BBBCBDBEC6", "â": "C7C8C9CACB", "e": "CCCECFD0D1", "ê": "D2D3D4D5D6",
        "i": "D7D8DCDDDE", "o": "DFE1E2E3E4", "ô": "E5E6E7E8E9", "ơ": "EAEBECEDEE", "u": "EFF1F2F3F4",
        "ư": "F5F6F7F8F9", "y": "FAFBFCFDFE",
    }  # fmt: skip
    plain = bytes.fromhex("A1A2A3A4A5A6A7A8A9AAABACADAE").decode("latin-1")
    letters = dict(zip(plain, "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    for vowel, codes in toned.items():
        for code, tone in zip(bytes.fromhex(codes).decode("latin-1"), _TONES, strict=True):
            letters[code] = _join(vowel, tone)
    return letters


def _vni() -> dict[str, str]:
    """VNI: the mark of a vowel is a letter after it; one letter may stand for a tone and another mark together."""
    marks = {"": "øûõùï", _ROUND: "àåãáä", _SHORT: "èúüéë"}
    low = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ"}
    low |= dict(zip("ìæóíò", "ìỉĩíị", strict=True))
    for vowel, kinds in (
        ("a", ("", _ROUND, _SHORT)),
        ("e", ("", _ROUND)),
        ("o", ("", _ROUND)),
        ("u", ("",)),
        ("y", ("",)),
    ):
        for kind in kinds:
            low |= {vowel + m: _join(vowel, kind, t) for m, t in zip(marks[kind], _TONES, strict=True)}
    low |= {vowel + "â": _join(vowel, _ROUND) for vowel in "aeo"} | {"aê": "ă"}
    for stem, letter in (("ô", "ơ"), ("ö", "ư")):
        low |= {stem + m: _join(letter, t) for m, t in zip(marks[""], _TONES, strict=True)}
    high = {old.upper(): new.upper() for old, new in low.items()}
    title = {old[0].upper() + old[1:]: new.upper() for old, new in low.items()}
    return {**title, **high, **low}


_TCVN3 = _tcvn3()
_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VIQR_MARKS = {"^": _ROUND, "(": _SHORT, "+": _HORN}
_VIQR_TONES = {"`": _GRAVE, "'": _ACUTE, "?": _HOOK, "~": _TILDE, ".": _DOT}
# A tone sign at the end of a word is one if the sentence goes on.
_VIQR_LETTER = re.compile(
    r"(?P<vowel>[aA][\^(]?|[eE]\^?|[oO][\^+]?|[uU]\+?|[iIyY])"
    r"(?P<tone>[`'?~](?=\w|\s+[a-z\d]|[,;:)])|\.(?=[a-zA-Z]|\s+[a-z\d(]|[,;:)])|[`~])?|[dD][dD]"
)
_MARKED_ASCII = re.compile(
    r"(?<![a-zA-Z])[a-zA-Z]{0,6}(?:[aeoAEO]\^|[aA]\(|[ouOU]\+|[aeiouyAEIOUY][`~](?=[a-z\s]))[a-zA-Z'`?~.^(+]{0,9}"
)
_TWICE = re.compile("[ÃÄÆ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]|á[º»]|Ä\u2018|Æ°")
# Letters that only Vietnamese in Unicode has: đ, ơ, ư, ă, and the block of letters with two marks or a dot below.
_OURS = re.compile("[đĐơƠưƯăĂạ-ỹẠ-Ỹ]")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[®¨©ª«¬­µ¶·¸¹»¼½¾¡¢£¤¥¦§]+[^\W\d_]*)*|[®¨©ª«¬­µ¶·¸¹»¼½¾¡¢£¤¥¦§]+[^\W\d_]+")
_NUCLEI = frozenset(
    re.findall(
        r"\w+",
        "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu iêu oa oă oe oi ôi ơi oai oay oao oeo oo ua uâ uê ui "
        "uơ uy ưa ưi ươ ưu uô uôi uây uya uyê uyu ươi ươu yê yêu",
    )
)
_SYLLABLE = re.compile(
    "(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]+)(ch|nh|ng|[cmnpt])?"
)
_SAMPLE = 60_000
_FEWEST = 3


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable.

    >>> is_syllable("ngân"), is_syllable("Nghị"), is_syllable("naêm"), is_syllable("plan")
    (True, True, False, False)
    """
    parted = unicodedata.normalize("NFD", word.lower())
    if sum(c in _TONES for c in parted) > 1:
        return False
    found = _SYLLABLE.fullmatch(_join("".join(c for c in parted if c not in _TONES)))
    if found is None:
        return False
    head, nucleus = found[1] or "", found[2]
    return nucleus in _NUCLEI or (head == "gi" and "i" + nucleus in _NUCLEI)


def _share(text: str) -> tuple[float, int]:
    """The share of words with marked letters that are syllables, and how many such words there are."""
    words = [word for word in _WORD.findall(text) if not word.isascii() and len(word) > 1]  # ¥ alone is no Ơ
    return sum(map(is_syllable, words)) / max(1, len(words)), len(words)


def old_letters(text: str) -> str | None:
    """The kind of letters of a text: a key of ``NAMES``, None where it is Unicode or nothing tells.

    >>> old_letters("Céng hßa x· héi chñ nghÜa ViÖt Nam, ®¹t 12,5% kÕ ho¹ch n¨m")
    'tcvn3'
    >>> old_letters("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñaït 12,5% keá hoaïch naêm")
    'vni'
    >>> old_letters("Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam, dda.t 12,5% ke^' hoa.ch na(m")
    'viqr'
    >>> old_letters("Cộng hòa xã hội chủ nghĩa Việt Nam, đạt 12,5% kế hoạch năm")
    """
    sample = text[:_SAMPLE]
    if len(_OURS.findall(sample)) > 0.03 * len(sample):
        return None
    if len(_TWICE.findall(sample)) >= _FEWEST and _share(_once(sample))[0] > _share(sample)[0] + 0.3:
        return "twice"
    here, count = _share(sample)
    if count < _FEWEST:
        return "viqr" if _is_viqr(sample) else None
    shares = {name: _share(in_unicode(sample, name))[0] for name in ("tcvn3", "vni")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.7 and shares[best] > here + 0.25 else None


def _is_viqr(sample: str) -> bool:
    words = _MARKED_ASCII.findall(sample)
    if len(words) < 5 or len(words) < 0.1 * len(sample.split()):
        return False
    right = sum(is_syllable(in_unicode(word, "viqr").rstrip(".?'")) for word in words)
    return right > 0.8 * len(words)


def in_unicode(text: str, name: str, *, capitals: bool = False) -> str:
    """A text in the letters of ``name`` in Unicode; ``capitals`` where its font draws small letters as capitals."""
    if name == "twice":
        return _once(text)
    if name == "viqr":
        return _VIQR_LETTER.sub(_viqr_letter, text)
    if name == "vni":
        return _VNI_LETTER.sub(lambda found: _VNI[found[0]], text)
    if capitals:
        return "".join(_TCVN3.get(c, c) for c in text).upper()
    new = "".join(_TCVN3.get(c, c) for c in text)
    return _LETTERS.sub(lambda word: _cased(word[0], text[word.start() : word.end()]), new)


def _cased(word: str, old: str) -> str:
    """A word; TCVN3 has no capitals with tones, so that all is capital where the plain letters after the first are."""
    plain = [new for new, c in zip(word[1:], old[1:], strict=True) if c.isascii() or new.isupper()]
    return word.upper() if plain and all(c.isupper() for c in plain) else word


def _viqr_letter(found: re.Match[str]) -> str:
    if found["vowel"] is None:
        return "đ" if found[0][0] == "d" else "Đ"
    vowel = found["vowel"]
    return _join(vowel[0], _VIQR_MARKS.get(vowel[1:], ""), _VIQR_TONES.get(found["tone"] or "", ""))


def _once(text: str) -> str:
    """Lines that were UTF-8, read as Windows-1252 or Latin-1 and written again; others stay as they are."""
    return "\n".join(map(_line_once, text.split("\n")))


def _line_once(line: str) -> str:
    if not _TWICE.search(line):
        return line
    data = bytearray()
    for char in line:
        try:
            data += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return line
            data.append(ord(char))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return line


def of_font(font: str | None) -> tuple[str, bool] | None:
    """The letters that a font was made for, and whether it draws them as capitals; None for fonts of Unicode.

    >>> of_font(".VnTimeH"), of_font("VNI-Times"), of_font("Times New Roman")
    (('tcvn3', True), ('vni', False), None)
    """
    if font and font.lower().startswith(".vn"):
        return "tcvn3", font.rstrip().endswith("H")
    if font and font.upper().startswith(("VNI-", "VNI ")):
        return "vni", False
    return None


def converted(parts: Iterable[Paragraph | Grid], name: str) -> list[Paragraph | Grid]:
    """The parts with their texts in Unicode."""
    found: list[Paragraph | Grid] = []
    for part in parts:
        if isinstance(part, Paragraph):
            found.append(_converted(part, name))
        else:
            cells = [_converted(cell, name) for cell in part.cells]
            found.append(part._replace(cells=cells))
    return found


_Text = TypeVar("_Text", Paragraph, GridCell)


def _converted(part: _Text, name: str) -> _Text:
    lines = [
        line._replace(text=in_unicode(line.text, name), stops=[line.stops[0], line.stops[-1]])
        for line in part.lines
    ]
    return part._replace(text=in_unicode(part.text, name), lines=lines)


def note_of(name: str) -> Note:
    """That the letters were converted."""
    told = NAMES[name]
    if name == "twice":
        return Note(
            "letters_converted",
            "chữ UTF-8 bị lưu sai bảng mã đã được khôi phục; hãy đối chiếu với bản gốc",
            "UTF-8 that was saved in a wrong encoding was restored; compare with the original",
        )
    return Note(
        "letters_converted",
        f"chữ {told} đã được chuyển sang Unicode; hãy đối chiếu với bản gốc",
        f"letters in {told} were converted to Unicode; compare with the original",
    )


_LETTER = re.compile(r"[^\W\d_]")
# Letters that only Vietnamese in Unicode has: đ, ơ, ư, ă, and the block of letters with two marks or a dot below.


def decode(data: bytes) -> str:
    """The text of bytes. Raises LoadError naming the encoding or the place of the fault.

    Letters of before Unicode stay as Latin ones; ``letters`` tells and converts them.
    """
    text = _utf16(data)
    return _utf8_or_older(data) if text is None else text


def _utf16(data: bytes) -> str | None:
    """The text of UTF-16 bytes, by their mark or where every other byte is mostly zero; else None."""
    coding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        coding = "utf-32"
    head = data[:4096]
    if coding is None and b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        half = max(1, len(head) // 2)
        # Blanks and plain letters have a zero half; the other half is then never zero.
        if odd / half > 0.3 and even / half < 0.02:
            coding = "utf-16-le"
        elif even / half > 0.3 and odd / half < 0.02:
            coding = "utf-16-be"
        else:
            raise LoadError("holds_zeros")
    if coding is None:
        return None
    try:
        return data.decode(coding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise LoadError("coding_broken", coding=coding.upper(), at=error.start) from error


def _utf8_or_older(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = error
    if old_letters(data[:200_000].decode("latin-1")):
        return data.decode("latin-1")
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    if not _reads_as_vietnamese(text):
        raise LoadError("not_utf8", at=fault.start) from fault
    return text


def _reads_as_vietnamese(text: str) -> bool:
    """Whether letters of two marks are frequent, and no mark or sign stands where none can."""
    sample = text[:200_000]
    letters = len(_LETTER.findall(sample))
    stray = sum(1 for c in sample if unicodedata.combining(c) or (c < " " and c not in "\t\r\n\f\x0b"))
    return letters > 0 and len(_OURS.findall(sample)) / letters > 0.05 and stray / letters < 0.01
