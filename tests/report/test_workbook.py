"""The workbook: reads back as the same data, formulas give the library's numbers, no foreign formula gets in."""

import io
import re
import warnings
import zipfile

import made_up
import openpyxl
import pytest

import hpbrief as hb
from hpbrief.report.evidence import Evidence
from hpbrief.report.workbook import workbook_bytes

NUMBERS = {
    "attainment_pct": {"vi": "% mục tiêu", "en": "% of goal"},
    "expected_share_pct": {"vi": "% thường đạt đến lúc đó", "en": "% expected by then"},
    "pace_index": {"vi": "Nhịp độ", "en": "Pace"},
    "required_per_month": {"vi": "Cần mỗi tháng", "en": "Needed a month"},
    "average_per_month": {"vi": "Bình quân tháng đến nay", "en": "Average a month so far"},
}


def load(path, **how):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not keep data bars
        return openpyxl.load_workbook(path, **how)


def scorecard_rows(path):
    """The scorecard's rows by indicator label, cells by head; the numbers as cached or recalculated."""
    sheet = load(path, data_only=True).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    top = next(i for i, row in enumerate(rows) if row[0] in ("Chỉ tiêu", "Indicator"))
    return {row[0]: dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]}


def assert_numbers(rows, card, lang):
    checked = 0
    for a in card:
        row = rows[card.label(a, lang)]
        if a.main is None:
            assert all(not row[heads[lang]] for heads in NUMBERS.values())
            continue
        growth = a.main.figure.measure == "yoy_change"
        for name, heads in NUMBERS.items():
            expected = getattr(a.main, name)
            if growth and name == "required_per_month":
                expected = None
            if expected is None:
                assert row[heads[lang]] in (None, ""), (a.indicator, name)
            else:
                assert row[heads[lang]] == pytest.approx(expected, rel=1e-9, abs=1e-9), (a.indicator, name)
                checked += 1
        if growth and a.main.required_growth_pct is not None:
            head = {"vi": "Cần tăng các tháng còn lại (%)", "en": "Growth needed over the rest (%)"}[lang]
            assert row[head] == pytest.approx(a.main.required_growth_pct, rel=1e-9)
            checked += 1
    return checked


@pytest.fixture(scope="module")
def cards():
    return {
        "haiphong": hb.assess(hb.load_dataset("haiphong-2025")),
        "hue": hb.assess(hb.load_dataset("provinces-2025"), area="hue", as_of="2025-11-10"),
        "made-up": made_up.card(),
    }


@pytest.fixture(scope="module")
def books(cards, tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    return {
        (name, lang): hb.write_report(card, folder / f"{name}-{lang}.xlsx", lang)
        for name, card in cards.items()
        for lang in ("vi", "en")
    }


CASES = [(name, lang) for name in ("haiphong", "hue", "made-up") for lang in ("vi", "en")]


# -- reading back ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_reads_back_as_the_same_rows_and_the_same_judgement(books, cards, name, lang):
    card = cards[name]
    back = hb.read_dataset(books[name, lang])
    assert back.as_of(card.record.as_of).tables == Evidence(card).data.tables
    again = hb.assess(
        back, card.record.area, card.record.year, card.record.as_of, indicators=[a.indicator for a in card]
    )
    assert again.assessments == card.assessments


def test_filled_in_with_another_figure_it_is_judged_anew(books, cards, tmp_path):
    card = cards["made-up"]
    book = load(books["made-up", "vi"])
    sheet = book["số liệu"]
    head = [c.value for c in sheet[1]]
    row = next(
        r for r in sheet.iter_rows(min_row=2) if r[0].value == "Tổng lượt khách du lịch" and r[6].value == 700
    )
    assert head[6] == "value"
    new = [c.value for c in row]
    new[head.index("period_end")] = new[head.index("period_end")].replace(month=11, day=30)
    new[6] = 980
    new[head.index("source_id")] = "thang-11"
    sheet.append(new)
    sources = book["nguồn"]
    sources.append(["thang-11", "Báo tỉnh", None, "2025-12-04", None, None, "press", "11 tháng"])
    book.save(tmp_path / "filled.xlsx")
    again = hb.assess(hb.read_dataset(tmp_path / "filled.xlsx"), made_up.AREA, 2025, "2025-12-10")
    assert again["tourists"].main.attainment_pct == pytest.approx(98)
    assert card["tourists"].main.attainment_pct == pytest.approx(70)


# -- formulas ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_stored_results_are_the_librarys_numbers(books, cards, name, lang):
    assert assert_numbers(scorecard_rows(books[name, lang]), cards[name], lang) >= 8


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_every_number_of_the_scorecard_is_a_live_formula_over_the_data(books, cards, name, lang):
    card, sheet = cards[name], load(books[name, lang]).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    top = next(i for i, row in enumerate(rows) if row[0] in ("Chỉ tiêu", "Indicator"))
    by_label = {row[0]: dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]}
    behind = {"vi": ("'số liệu'!", "'mục tiêu'!"), "en": ("'observations'!", "'goals'!")}[lang]
    for a in card:
        row = by_label[card.label(a, lang)]
        if a.figure:
            assert row[{"vi": "Thực hiện", "en": "Figure"}[lang]].count(behind[0]) >= 8
        if a.goal and a.goal.basis != "implied":
            assert row[{"vi": "Mục tiêu", "en": "Goal"}[lang]].count(behind[1]) >= 7
        if a.main:
            for name_, heads in NUMBERS.items():
                growth = name_ == "required_per_month" and a.main.figure.measure == "yoy_change"
                if getattr(a.main, name_) is not None and not growth:
                    assert row[heads[lang]].startswith("=IF("), (a.indicator, name_)


@pytest.mark.parametrize(("name", "lang"), [("haiphong", "vi"), ("hue", "en"), ("made-up", "en")])
def test_recalculated_in_libreoffice_the_formulas_give_the_librarys_numbers(
    books, cards, name, lang, office, tmp_path
):
    """openpyxl drops the stored results, so that what comes back was worked out by LibreOffice."""
    bare = tmp_path / "bare.xlsx"
    load(books[name, lang]).save(bare)
    assert not any(
        v
        for v in scorecard_rows(bare)[cards[name].label(next(iter(cards[name])), lang)].values()
        if isinstance(v, float)
    )
    done = office(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "done")
    assert assert_numbers(scorecard_rows(done), cards[name], lang) >= 8


def test_a_changed_figure_and_goal_change_the_formulas_as_they_change_the_library(
    books, cards, office, tmp_path
):
    card = cards["haiphong"]
    book = load(books["haiphong", "en"])
    port, goal = card["port_cargo"].main.figure, card["port_cargo"].main.goal
    for table, old, new, source in (
        ("observations", 139.77, 150.5, port.source_id),
        ("goals", 213, 220, goal.source_id),
    ):
        sheet = book[table]
        head = [c.value for c in sheet[1]]
        rows = [r for r in sheet.iter_rows(min_row=2) if r[head.index("source_id")].value == source]
        (cell,) = [r[head.index("value")] for r in rows if r[head.index("value")].value == old]
        cell.value = new
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    again = hb.assess(
        hb.read_dataset(changed),
        card.record.area,
        2025,
        card.record.as_of,
        indicators=[a.indicator for a in card],
    )
    assert again["port_cargo"].main.attainment_pct == pytest.approx(150.5 / 220 * 100)
    rows = scorecard_rows(office(changed, "xlsx:Calc MS Excel 2007 XML", tmp_path / "done"))
    assert_numbers(rows, again, "en")


def test_what_excel_does_not_work_out_is_struck_through_once_a_number_has_changed(books, cards):
    card, sheet = cards["haiphong"], load(books["haiphong", "en"]).worksheets[0]
    heads = {
        c.value: c.column_letter
        for row in sheet.iter_rows()
        for c in row
        if c.value in ("Figures show", "% of goal")
    }
    rules = {}
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.type == "expression" and str(area.sqref).startswith(heads["Figures show"]):
                rules[int(str(area.sqref)[1:])] = rule
    labels = {c.value: c.row for c in sheet["A"]}
    judged = [a for a in card if a.main]
    assert set(rules) == {labels[card.label(a, "en")] for a in judged}
    for a in judged:
        rule = rules[labels[card.label(a, "en")]]
        assert rule.stopIfTrue
        assert rule.dxf.font.strike
        seen = float(re.search(r"-([\d.]+)\)>", rule.formula[0])[1])
        assert seen == pytest.approx(a.main.attainment_pct, rel=1e-12)
        assert rule.formula[0].startswith(f"IF(ISNUMBER(${heads['% of goal']}{labels[card.label(a, 'en')]})")


# -- form --------------------------------------------------------------------------------------------


def test_sheets_are_frozen_filtered_printed_and_without_macros(books):
    book = load(books["haiphong", "vi"])
    assert book.sheetnames == [
        "kết quả",
        "số liệu",
        "mục tiêu",
        "đánh giá",
        "headline_verdicts",
        "nguồn",
        "các năm trước",
        "rà soát",
        "lists",
    ]
    for sheet in book.worksheets:
        assert sheet.freeze_panes, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        if sheet.title not in ("các năm trước", "lists"):
            assert sheet.auto_filter.ref, sheet.title
    first = book.worksheets[0]
    assert first.print_title_rows
    assert first.print_area
    with zipfile.ZipFile(books["haiphong", "vi"]) as package:
        assert not [
            n for n in package.namelist() if "vba" in n.lower() or n.endswith(".bin") or "external" in n
        ]
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<dataBar>" in xml or "dataBar" in xml
    assert xml.count("<cfRule") >= 9


def test_number_formats_keep_the_printed_decimals_and_no_locale(books):
    book = load(books["haiphong", "vi"])
    formats = {
        c.number_format
        for row in book["số liệu"].iter_rows(min_row=2)
        for c in row
        if isinstance(c.value, float | int)
    }
    assert {"#,##0.00", "#,##0.0", "#,##0"} <= formats
    assert all(re.fullmatch(r"General|yyyy-mm-dd|#,##0(\.0+)?", f) for f in formats)


def test_same_scorecard_same_bytes():
    card = made_up.card()
    assert workbook_bytes(card, "en") == workbook_bytes(card, "en")


def test_a_scorecard_without_data_is_written_from_what_it_holds(tmp_path):
    card = made_up.card()
    alone = hb.Scorecard(card.record, card.catalog)
    path = hb.write_report(alone, tmp_path / "alone.xlsx", "en")
    rows = scorecard_rows(path)
    assert assert_numbers(rows, card, "en") >= 8
    figures = hb.read_dataset(path).tables.observations
    assert {(o.indicator, o.quantity.value) for o in figures} >= {("tourists", 700), ("export_turnover", 90)}


# -- harm --------------------------------------------------------------------------------------------

_OURS = re.compile(r"^=(IF|IFERROR)\(|^='?[\w ]+'?!\$[A-Z]+\$\d+$|^=C\d+/D\d+\*100$")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_harmful_text_becomes_a_formula_a_link_or_broken_xml(tmp_path, lang):
    path = hb.write_report(made_up.hostile_card(), tmp_path / "hostile.xlsx", lang)
    book = load(path)
    quoted = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert _OURS.match(cell.value), cell.value
                    assert not any(harm in cell.value for harm in ("cmd", "HYPERLINK(", "SUM(1", "evil"))
                elif isinstance(cell.value, str) and cell.value.lstrip()[:1] in tuple("=+-@"):
                    assert cell.quotePrefix, cell.coordinate
                    quoted += 1
                if isinstance(cell.value, str):
                    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe]", cell.value)
    assert quoted > 10
    from xml.etree import ElementTree

    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(package.read(name))
        assert not re.search(
            r"TargetMode=\"External\"",
            "".join(package.read(n).decode() for n in package.namelist() if n.endswith(".rels")),
        )


def test_harmful_labels_do_not_break_the_numbers(tmp_path, office):
    card = made_up.hostile_card()
    bare = tmp_path / "bare.xlsx"
    load(io.BytesIO(workbook_bytes(card, "en"))).save(bare)
    rows = list(scorecard_rows(office(bare, "xlsx:Calc MS Excel 2007 XML", tmp_path / "done")).values())
    shares = sorted(r["% of goal"] for r in rows if isinstance(r["% of goal"], float | int))
    assert shares == pytest.approx(sorted(a.main.attainment_pct for a in card if a.main))


def test_a_text_longer_than_a_cell_is_a_typed_error(tmp_path):
    from dataclasses import replace

    ds = hb.read_dataset(made_up.frames())
    long = ds.tables.observations[0].model_copy(update={"note": "x" * 40_000})
    tables = ds.tables.model_copy(update={"observations": (long, *ds.tables.observations[1:])})
    card = hb.assess(replace(ds, tables=tables), made_up.AREA, 2025, made_up.DAY)
    with pytest.raises(hb.LoadError, match="40000 characters"):
        hb.write_report(card, tmp_path / "long.xlsx")
    assert list(tmp_path.iterdir()) == []
