"""Scans and photos: words, ruled tables, numbers in doubt, turn, resolution; needs the extra ``ocr``."""

import io
from pathlib import Path
from typing import Any

import pytest
import specimens
from specimens import CAPTION, FIRST, TITLE

from hpbrief.errors import LoadError
from hpbrief.load import read_document
from hpbrief.load.scan.cells import with_marks
from hpbrief.models import Document

pytest.importorskip("tesserocr")
cv2 = pytest.importorskip("cv2")
np = pytest.importorskip("numpy")

SOURCE = """
#set page(paper: "a4", margin: 2.2cm)
#set text(lang: "vi", size: 13pt)
{title}

{first}

{caption}

#table(columns: (3fr, 1fr, 1fr, 1fr), align: (left, right, right, right),
 [Chỉ tiêu], [Tháng 9], [Tháng 10], [So cùng kỳ (%)],
 [Thu ngân sách nhà nước], [10.980,5], [11.250,3], [112,4],
 [Trong đó: thu nội địa], [4.120], [4.306], [104,5],
 [Chi ngân sách địa phương], [-], [3.204,7], [98,6])
"""
READ = [
    ["Chỉ tiêu", "Tháng 9", "Tháng 10", "So cùng kỳ (%)"],
    ["Thu ngân sách nhà nước", "10.980,5", "11.250,3", "112,4"],
    ["Trong đó: thu nội địa", "4.120", "4.306", "104,5"],
    ["Chi ngân sách địa phương", "-", "3.204,7", "98,6"],
]


def picture(dpi: int = 300) -> Any:
    import pypdfium2

    source = SOURCE.format(title=TITLE, first=FIRST, caption=CAPTION)
    page = pypdfium2.PdfDocument(specimens.pdf(source))[0]
    drawn = page.render(scale=dpi / 72, grayscale=True).to_numpy()
    drawn = drawn.reshape(drawn.shape[0], drawn.shape[1])
    noise = np.random.default_rng(1).normal(0, 4, drawn.shape)
    return np.clip(drawn.astype(np.int16) + noise, 0, 255).astype(np.uint8)


def coded(gray: Any, kind: str = ".png") -> bytes:
    return cv2.imencode(kind, gray)[1].tobytes()


def scan(*pages: Any) -> bytes:
    import pypdfium2

    written = pypdfium2.PdfDocument.new()
    for gray in pages:
        image = pypdfium2.PdfImage.new(written)
        image.load_jpeg(io.BytesIO(coded(gray, ".jpg")))
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page = written.new_page(595, 842)
        page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def opened(data: bytes, tmp_path: Path) -> Document:
    path = tmp_path / "a"
    path.write_bytes(data)
    return read_document(path)


def rows(document: Document) -> list[list[str]]:
    text = document.text or ""
    (table,) = document.tables
    found: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        found.setdefault(cell.row, []).append(text[cell.start : cell.end])
    return list(found.values())


def in_doubt(read: list[list[str]], told: int) -> bool:
    """Whether all is as it stands on the page, but for numbers that are told instead."""
    pairs = [(a, b) for mine, right in zip(read, READ, strict=True) for a, b in zip(mine, right, strict=True)]
    wrong = [(a, b) for a, b in pairs if a != b]
    return len(wrong) <= told and all("?" in a for a, _ in wrong)


def test_a_scan_is_its_words_and_its_table(tmp_path: Path) -> None:
    document = opened(scan(picture()), tmp_path)
    text = document.text or ""
    assert all(line in text for line in (TITLE, FIRST, CAPTION))
    doubts = sum(note.code == "doubtful_number" for note in document.unread)
    assert in_doubt(rows(document), doubts)
    assert doubts <= 2
    assert document.tables[0].page == 1
    assert "recognised_text" in {note.code for note in document.unread}


@pytest.mark.parametrize("kind", [".png", ".jpg", ".tiff"])
def test_a_picture_is_read_as_a_scan_is(kind: str, tmp_path: Path) -> None:
    document = opened(coded(picture(), kind), tmp_path)
    assert FIRST in (document.text or "")
    assert len(document.tables) == 1


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turns: int, tmp_path: Path) -> None:
    document = opened(coded(np.rot90(picture(200), turns)), tmp_path)
    assert CAPTION in (document.text or "")


def test_a_leaning_page_in_bad_light_states_nothing_wrong(tmp_path: Path) -> None:
    gray = picture(250)
    high, wide = gray.shape
    lean = cv2.getRotationMatrix2D((wide / 2, high / 2), 1.3, 1)
    gray = cv2.warpAffine(gray, lean, (wide, high), borderValue=255)
    shade = np.linspace(0.7, 1, wide)[None, :] * np.linspace(1, 0.8, high)[:, None]
    document = opened(scan((gray * shade).astype(np.uint8)), tmp_path)
    doubts = sum(note.code == "doubtful_number" for note in document.unread)
    numbers = [cell for row in rows(document)[1:] for cell in row[1:]]
    right = [cell for row in READ[1:] for cell in row[1:]]
    wrong = [(a, b) for a, b in zip(numbers, right, strict=True) if a != b]
    assert all("?" in a for a, _ in wrong)
    assert len(wrong) <= doubts


def test_a_stamp_over_a_number_is_doubt_and_no_line_of_the_table(tmp_path: Path) -> None:
    gray = picture(250)
    clean = rows(opened(scan(gray), tmp_path))
    box = next(c for c in cells_of(opened(scan(gray), tmp_path)) if c[0] == "112,4")[1]
    point = 250 / 72
    centre = round((box.left + box.right) / 2 * point), round((box.top + box.bottom) / 2 * point)
    layer = np.full_like(gray, 255)
    cv2.circle(layer, (centre[0] - 150, centre[1]), 150, 140, 5)
    cv2.circle(layer, (centre[0] - 150, centre[1]), 175, 150, 4)
    stamped = rows(opened(scan(np.minimum(gray, layer)), tmp_path))
    assert [len(row) for row in stamped] == [len(row) for row in clean]
    wrong = [(a, b) for x, y in zip(stamped, clean, strict=True) for a, b in zip(x, y, strict=True) if a != b]
    assert wrong
    assert all("?" in a for a, b in wrong if any(c.isdigit() for c in b))


def cells_of(document: Document) -> list[tuple[str, Any]]:
    text = document.text or ""
    return [
        (text[c.start : c.end], document.box_of(c.start, c.end))
        for table in document.tables
        for c in table.cells
        if c.end > c.start
    ]


def test_a_photo_with_the_desk_around_it_is_the_sheet_alone(tmp_path: Path) -> None:
    gray = cv2.copyMakeBorder(picture(250), 60, 90, 80, 50, cv2.BORDER_CONSTANT, value=70)
    high, wide = gray.shape
    light = np.linspace(0.65, 1, wide)[None, :] * np.linspace(1, 0.8, high)[:, None]
    document = opened(coded((gray * light).astype(np.uint8)), tmp_path)
    assert TITLE in (document.text or "")
    doubts = sum(note.code == "doubtful_number" for note in document.unread)
    assert in_doubt(rows(document), doubts)


def test_a_coarse_scan_is_told(tmp_path: Path) -> None:
    document = opened(scan(picture(120)), tmp_path)
    (note,) = (note for note in document.unread if note.code == "coarse_scan")
    assert "120" in note.vi


def test_a_picture_without_words_or_broken_is_refused(tmp_path: Path) -> None:
    for data in (
        coded(np.full((2000, 1400), 255, np.uint8)),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff\xe0",
    ):
        with pytest.raises(LoadError):
            opened(data, tmp_path)


def test_a_number_is_held_against_its_ink_and_read_twice() -> None:
    from hpbrief.load.scan.cells import Reading, agreed, held_against_ink

    def ink(*heights: int) -> Any:  # spots from left to right, standing on one line
        return np.array([[10 * at, 40 - high, 8, high, 80] for at, high in enumerate(heights)])

    assert held_against_ink("1143", 96.0, ink(30, 30, 30, 6, 30)) == Reading("114,3", 60.0, "1143")
    assert held_against_ink("11.250,3", 96.0, ink(30, 30, 6, 30, 30, 30, 6, 30)).confidence == 96.0
    assert held_against_ink("7", 96.0, ink(30, 30)).is_doubtful
    sure, other = Reading("188,8", 97.0), Reading("186,8", 97.0)
    assert agreed(sure, other, ink(30, 30, 30, 6, 30)).is_doubtful
    assert not agreed(sure, sure, ink(30, 30, 30, 6, 30)).is_doubtful


def test_a_row_that_breaks_the_rule_of_its_columns_is_found() -> None:
    from hpbrief.load.scan.cells import broken_rules

    numbers = {}
    for row, (before, now) in enumerate([(200, 220), (400, 410), (500, 560), (800, 780), (1000, 1130)], 1):
        share = f"{100 * now / before:.1f}".replace(".", ",")
        numbers |= {(row, 1): str(before), (row, 2): str(now), (row, 3): share}
    assert broken_rules(numbers) == set()
    numbers[3, 2] = "580"
    assert broken_rules(numbers) == {(3, 1), (3, 2), (3, 3)}


def test_a_rule_read_backwards_is_as_loose_as_the_places_of_its_share() -> None:
    """1.335,4 is 100 times 1.509,4 by 113,0 only as far as 113,0 tells, though other rows fit to the last place."""
    from hpbrief.load.scan.cells import broken_rules

    table = [("1.335,4", "1.509,4", "113,0")]
    table += [(f"{n}00,0", f"{n}10,0" if n == 1 else f"{n}{n}0,0", "110,0") for n in range(1, 6)]
    numbers = {
        (row, column): text for row, line in enumerate(table, 1) for column, text in enumerate(line, 1)
    }
    assert broken_rules(numbers) == set()


def test_words_in_doubt_are_written_as_the_tables_write_them() -> None:
    assert with_marks("TỐNG") == "TỔNG"
    assert with_marks("qrst") == "qrst"


@pytest.mark.parametrize("turns", [0, 1])
def test_figures_of_a_scan_keep_their_box_and_how_sure_they_are(turns: int, tmp_path: Path) -> None:
    """The box is found again in the picture: cut out, it is read as the same number."""
    import hpbrief as hb
    from hpbrief.models import Cell

    gray = picture(250)
    high, wide = gray.shape
    lean = cv2.getRotationMatrix2D((wide / 2, high / 2), 1.3, 1)
    gray = cv2.warpAffine(gray, lean, (wide, high), borderValue=255)
    path = tmp_path / "a.png"
    path.write_bytes(coded(np.rot90(gray, turns)))
    brief = hb.read_briefing(path)
    (said,) = [
        one for one in brief.statements if isinstance(one.evidence, Cell) and str(one.value) == "112.4"
    ]
    assert isinstance(said.evidence, Cell)
    assert said.evidence.span is not None
    at = said.evidence.span.at
    assert at is not None
    assert at.turn == pytest.approx(90 * turns + 1.3, abs=0.2)
    assert (at.confidence or 0) >= 80
    cut = cv2.imdecode(np.frombuffer(hb.cut_out(path, at), np.uint8), cv2.IMREAD_GRAYSCALE)
    edge = round(8 * 250 / 72)  # the margin, and the lines of the cell
    assert _recognised(cut[edge:-edge, edge:-edge]).strip(" |_") == "112,4"


def test_a_number_in_doubt_says_where_it_stands(tmp_path: Path) -> None:
    import hpbrief as hb
    from hpbrief.models import Span

    gray = picture(200)
    gray[-1:] = 255
    spots = np.random.default_rng(3).random(gray.shape) < 0.02
    gray[spots] = 60
    path = tmp_path / "a.png"
    path.write_bytes(coded(gray))
    brief = hb.read_briefing(path)
    doubts = [issue for issue in brief.issues if issue.code == "doubtful_number"]
    assert doubts
    for issue in doubts:
        assert isinstance(issue.evidence, Span)
        assert issue.evidence.at is not None
        assert hb.cut_out(path, issue.evidence.at).startswith(b"\x89PNG")


def _recognised(gray: Any) -> str:
    import tesserocr

    from hpbrief.load.scan import recognise

    with tesserocr.PyTessBaseAPI(path=str(Path(recognise.__file__).parent), lang="vie", psm=7) as engine:
        large = cv2.resize(
            cv2.copyMakeBorder(gray, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=255), None, fx=1.6, fy=1.6
        )
        engine.SetImageBytes(large.tobytes(), large.shape[1], large.shape[0], 1, large.shape[1])
        return str(engine.GetUTF8Text()).strip()


def test_a_scan_without_words_is_not_said_to_want_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no text is recognised"):
        opened(scan(np.full((1200, 900), 255, np.uint8)), tmp_path)
