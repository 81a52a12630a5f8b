"""The notebooks as one story: small, linked, and with a cell that works for another province."""

import json
import re
from pathlib import Path

import pytest

import hpbrief as hb

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
YOURS = "hange these three lines"


def cells(path, kind=None):
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [("".join(c["source"]), c) for c in found if kind in (None, c["cell_type"])]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_stored_small_and_do_not_change_from_run_to_run(path):
    for source, cell in cells(path, "code"):
        assert cell["execution_count"] is None, source
        for output in cell["outputs"]:
            assert output["output_type"] != "error"
            assert len(json.dumps(output)) < 150_000, source  # a chart of all 34 provinces has some 135,000
            assert "widget-view" not in json.dumps(output), source
    assert any(cell["outputs"] for _, cell in cells(path, "code"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_opens_and_closes_with_links_to_its_neighbours(path):
    number = int(path.name[:2])
    texts = [source for source, _ in cells(path)]
    links = [re.findall(r"\((\d\d_\w+\.ipynb)\)", text) for text in (texts[0], texts[-1])]
    around = [n for n in (number - 1, number + 1) if 1 <= n <= 6]
    assert [int(name[:2]) for name in links[0]] == around
    assert [int(name[:2]) for name in links[1]] == [number + 1 if number < 6 else 1]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_text_is_in_both_languages(path):
    for source, _ in cells(path, "markdown"):
        parts = re.split(r" / |\n+", re.sub(r"`[^`]*`|\]\([^)]*\)", "", source))
        said = [_is_vietnamese(part) for part in parts if re.search(r"[^\W\d_]{2}", part)]
        assert True in said, source
        assert False in said, source


def _is_vietnamese(text):
    """Whether at least a third of the words bear letters of Vietnamese: names do in English too."""
    words = re.findall(r"[^\W\d_]+", text)
    return sum(VIETNAMESE.search(word) is not None for word in words) * 3 >= len(words)


def _yours(path):
    """The cell that follows the words, its first three lines and the rest."""
    found = cells(path)
    at = next(i for i, (source, _) in enumerate(found) if YOURS in source)
    lines = found[at + 1][0].splitlines()
    assert lines[3] == ""
    assert all(re.match(r"\w+ = ", line) for line in lines[:3])
    return lines[:3], "\n".join(lines[3:])


@pytest.mark.parametrize(
    "path", [p for p in NOTEBOOKS if p.name[:2] not in ("02", "05")], ids=lambda p: p.stem
)
def test_the_three_lines_can_be_changed_for_a_province_of_ones_own(path, tmp_path):
    three, rest = _yours(path)
    book = hb.write_template(tmp_path / "mine.xlsx", "vi", area="Nghệ An", year=2025)
    mine = {"dataset": hb.read_dataset(book), "area": "nghe-an", "as_of": "2025-12-31", "year": 2025}
    space = {"hb": hb} | {line.split(" = ")[0]: mine[line.split(" = ")[0]] for line in three}
    exec(rest, space)
    other = {
        "dataset": hb.load_dataset("provinces-2025"),
        "area": "da-nang",
        "as_of": "2025-12-31",
        "year": 2025,
    }
    exec(rest, {"hb": hb} | {line.split(" = ")[0]: other[line.split(" = ")[0]] for line in three})


def test_the_three_lines_of_the_text_can_be_changed():
    from datetime import date

    from hpbrief import parse_briefing

    path = next(p for p in NOTEBOOKS if p.name[:2] == "02")
    three, rest = _yours(path)
    assert [line.split(" = ")[0] for line in three] == ["text", "area", "day"]
    space = {
        "parse_briefing": parse_briefing,
        "date": date,
        "text": "",
        "area": "nghe-an",
        "day": "2026-01-02",
    }
    exec(rest, space)
    space["text"] = "Thu ngân sách tháng 12 đạt 2.000 tỷ đồng."
    exec(rest, space)
