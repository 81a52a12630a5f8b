"""What newcomers stumbled over, each kept from coming back."""

import pandas as pd
import pytest
import xlsxwriter
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.cli import main


def run(*args):
    return CliRunner().invoke(main, list(args))


def workbook(path, value, unit_mult=9, published="2025-11-05"):
    """A filled-in workbook: one figure of budget revenue, its goal, its source."""
    header = ["indicator", "area", "measure", "period", "value", "unit", "unit_mult", "status", "source_id"]
    figure = ["Thu ngân sách", "Nghệ An", "level", "2025-10M", value, "VND", unit_mult, "E", "bc"]
    goals = ["indicator", "area", "period", "value", "unit", "unit_mult", "basis", "source_id"]
    goal = ["Thu ngân sách", "Nghệ An", "2025", 17000, "VND", 9, "annual_plan", "bc"]
    sheets = {"observations": [header, figure], "goals": [goals, goal]}
    sheets["sources"] = [["source_id", "publisher", "published"], ["bc", "Báo Nghệ An", published]]
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write_string(r, c, cell) if isinstance(cell, str) else sheet.write(r, c, cell)
    return str(path)


def test_a_thousand_dot_stored_as_text_is_refused(tmp_path):
    result = run("report", workbook(tmp_path / "a.xlsx", "21.500"))
    assert result.exit_code == 1
    assert "dòng 2, cột 'value'" in result.output
    assert "'21.500' được lưu dưới dạng chữ và có thể nghĩa là 21500" in result.output
    assert run("report", workbook(tmp_path / "b.xlsx", 21500)).exit_code == 0
    assert run("report", workbook(tmp_path / "c.xlsx", "21500")).exit_code == 0


def test_a_slip_in_the_power_of_ten_is_flagged(tmp_path):
    slipped = hb.assess(hb.read_dataset(workbook(tmp_path / "a.xlsx", 21500, unit_mult=6)))
    sound = hb.assess(hb.read_dataset(workbook(tmp_path / "b.xlsx", 21500)))
    assert "size_suspect" in slipped["budget_revenue_total"].flags
    assert "size_suspect" not in sound["budget_revenue_total"].flags


def test_figures_of_an_undated_source_are_said_to_be_left_out(tmp_path):
    ds = hb.read_dataset(workbook(tmp_path / "a.xlsx", 21500, published=""))
    a = hb.assess(ds, as_of="2025-11-10")["budget_revenue_total"]
    assert {"undated_source", "no_figure", "no_goal"} <= set(a.flags)


def test_growth_is_not_shown_as_a_share_nor_as_an_amount_a_month():
    card = hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", as_of="2025-11-10")
    cells = card.cells(card["grdp_growth"], "en")
    assert cells["attainment"] == "−2.34 points"
    assert cells["required"] == "21.0% growth over the rest of the year"


def test_no_verdict_no_agreement():
    card = hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", as_of="2025-11-10")
    assert all(row["agreement"] is None for row in card.rows())
    with pytest.raises(hb.DatasetError, match="no official verdict"):
        hb.plot_stated(card)


def test_names_with_a_slip_are_guessed():
    assert "có phải haiphong-merged" in run("report", "--area", "Hải Phong").output
    assert "did you mean haiphong-merged" in run("report", "--area", "Hải Phong", "--lang", "en").output
    assert "có phải" not in run("report", "--area", "atlantis").output
    frame = pd.DataFrame(
        [
            {"indicator": "Lượng khách du lich", "area": "nghe-an", "measure": "level", "period": "2025-10M"}
            | {"value": 1.0, "unit": "PS", "unit_mult": 6, "status": "E", "source": "x"}
        ]
    )
    with pytest.raises(hb.DatasetError, match="did you mean tourists"):
        hb.read_dataset({"observations": frame})


def test_short_labels_name_their_indicator():
    catalog = hb.load_catalog()
    assert all(catalog.find_indicator(i.short_vi) == i for i in catalog.indicators.values())


def test_what_is_asked_in_vain_is_said():
    assert "các nguồn từ 2024-12-15" in run("report", "--as-of", "2020-01-01").output
    assert "the sources run from" in run("report", "--as-of", "2020-01-01", "--lang", "en").output
    assert "nofile.xlsx không tồn tại" in run("report", "nofile.xlsx").output
    assert run().exit_code == 0
    assert "report" in run().output


def test_a_template_takes_the_name_of_a_province_and_can_be_read(tmp_path):
    path = tmp_path / "t.xlsx"
    assert run("template", str(path), "--area", "Nghệ An").exit_code == 0
    result = run("report", str(path), "--lang", "en")
    assert result.exit_code == 0
    assert "Nghe An" in result.output
    assert run("template", str(path)).exit_code == 1


def test_the_width_asked_for_is_kept(monkeypatch):
    monkeypatch.setenv("COLUMNS", "90")
    assert max(map(len, run("report").output.splitlines())) <= 90


def test_json_has_no_noise_of_binary_arithmetic():
    assert "0000000" not in run("report", "--json").output


OBSERVED = ["indicator", "area", "measure", "period", "value", "unit", "unit_mult", "status"]
AIMED = ["indicator", "area", "period", "value", "unit", "unit_mult", "basis"]
NAMED = ["source", "published"]


def tabled(observations, goals):
    return hb.read_dataset(
        {
            "observations": pd.DataFrame(observations, columns=OBSERVED + NAMED),
            "goals": pd.DataFrame(goals, columns=AIMED + NAMED),
        }
    )


def early():
    """Growth of a whole year estimated before the year is over: no figure of it counts yet."""
    row = ("grdp_growth", "Đắk Lắk", "yoy_change", "2025", 7.6, "PT", 0, "E", "s", "2025-12-01")
    plan = ("grdp_growth", "Đắk Lắk", "2025", 8, "PT", 0, "annual_plan", "s", "2025-12-01")
    return tabled([row], [plan])


def test_a_figure_that_does_not_count_yet_is_no_path_and_no_crash(tmp_path):
    ds = early()
    day = "2025-12-01"  # the year is not over
    card = hb.assess(ds, as_of=day)
    assert card["grdp_growth"].figure is None
    page = hb.render_report(card)
    assert "Chưa có số" in page or "chưa có số" in page
    hb.write_report(card, tmp_path / "a.docx")
    hb.render_markdown(card)
    panels = hb.plot_multiples(ds, card)
    assert "chưa có số để vẽ" in [t.get_text() for t in panels[0].texts]
    with pytest.raises(hb.DatasetError, match="no figure of grdp_growth in 2025 counts on 2025-12-01 yet"):
        hb.plot_path(ds, "grdp_growth", as_of=day)
    for draw in (hb.plot_fan, hb.plot_gap):
        with pytest.raises(hb.DatasetError):
            draw(ds, "grdp_growth", as_of=day)


@pytest.mark.parametrize(("month", "best"), [(30, None), (80, 80)])
def test_a_best_month_below_the_average_is_no_record(month, best):
    """700 in ten months: some month brought 70 or more, so one of 30 is not the best of them."""
    usd = ("USD", 6, "A")
    rows = [
        ("exports", "Lai Châu", "level", "2025-10M", 700, *usd, "s", "2025-11-05"),
        ("exports", "Lai Châu", "level", "2025-M10", month, *usd, "s", "2025-11-05"),
    ]
    goal = ("exports", "Lai Châu", "2025", 1000, "USD", 6, "annual_plan", "s", "2025-01-05")
    main = hb.assess(tabled(rows, [goal]))["export_turnover"].main
    assert main.average_per_month == 70
    assert main.best_per_month == best
