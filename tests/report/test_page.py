"""The report page: content, order, words; hostile input; accessibility in a real browser."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

import hpbrief as hb
from hpbrief.assessment import explain
from hpbrief.errors import LoadError

VOID = {"meta", "link", "br", "img", "hr", "input", "path", "use"}


class Page(HTMLParser):
    """Elements, texts and the tree's soundness."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "data-indicator" in given:
            self.rows.append(given)
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[k] for k in ("href", "src", "xlink:href") if given.get(k)]

    def handle_startendtag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if "id" in given:
            self.ids.append(given["id"])

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.text))


@pytest.fixture(scope="module")
def ds():
    return hb.load_dataset("haiphong-2025")


@pytest.fixture(scope="module")
def card(ds):
    return hb.assess(ds)


@pytest.fixture(scope="module")
def page(card):
    return Page(hb.render_report(card, "en"))


def test_rows_carry_indicator_and_class_sorted_by_attention(card, page):
    assert [(r["data-indicator"], r["data-class"]) for r in page.rows] == [
        (a.indicator, a.computed_class) for a in sorted(card, key=explain.attention)
    ]
    assert page.rows[0]["data-class"] == "off_track"
    assert page.open == []


def test_headline_is_that_of_the_scorecard(card, page):
    for sentence in card.headline("en"):
        assert sentence in page.words


def test_each_number_has_source_and_arithmetic(page):
    for words in (
        "139.77 million tonnes ÷ 213 million tonnes = 65.6%",
        "(213 − 139.77) ÷ (12 − 9) = 24.4 million tonnes",
        "reached, past years had 67.4% of the year by this month; index 0.97",
        "VnEconomy",
        "Resolution 42/NQ-HĐND",
        "adopted 25 Jul 2025",
    ):
        assert words in page.words


def test_stated_bases_candidates_forecasts_tasks_and_notes_are_there(page):
    for words in (
        "What was stated and what the figures show",
        "only implied",
        "Central estimate",
        "110.5%",
        "USD 36 billion",
        "agrees",
        "10,785 flats",
        "Đảng ủy UBND thành phố",
        "before 31 Dec 2025",
    ):
        assert words in page.words, words


def test_no_network_unique_ids_and_links_that_lead_somewhere(page):
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith(("#", "https://", "http://"))
        if link.startswith("#"):
            assert link[1:] in page.ids
    text = hb.render_report(hb.assess(hb.load_dataset("haiphong-2025")))
    assert not re.search(r"@import|url\((?!#)", text)


def scripts(text: str) -> list[str]:
    return re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)


def test_the_one_script_is_the_only_one_that_the_page_lets_run(card):
    import base64
    import hashlib

    text = hb.render_report(card)
    (script,) = scripts(text)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"\bon[a-z]+=", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


def test_chances_with_their_confidence_and_the_findings_are_there(page):
    for words in (
        "unlikely (chance about 3 in 10)",
        "about 206 million tonnes for the year, with an 80% chance of 188 million tonnes to 231 million tonnes.",
        "low confidence, from the figures of 2021, 2024.",
        "no probability can be given",
        "Figures that ask for a look",
        "the total falls: USD 33.37 billion in 10 months of 2025",
    ):
        assert words in page.words, words


def test_each_row_with_a_course_has_a_sparkline_that_says_its_ends(card):
    text = hb.render_report(card, "en")
    said = re.findall(r'<svg class="spark" role="img" aria-label="([^"]*)"', text)
    assert any(
        s.startswith("Course of Port cargo: ") and s.endswith("139.77 million tonnes (9 months of 2025)")
        for s in said
    )
    drawn = re.findall(r'<tr role="row" data-indicator="(\w+)".*?</tr>', text, re.DOTALL)
    assert len(said) == len(drawn) - 1  # social housing has no figure


def test_the_spark_of_a_total_stands_on_the_even_path():
    import made_up

    text = hb.render_report(made_up.card(), "en")
    row = re.search(r'data-indicator="tourists".*?</tr>', text, re.DOTALL)[0]
    assert '<line class="even" x1="3.0" y1="19.0" x2="93.0" y2="3.0"/>' in row
    assert '<circle cx="78.0" cy="7.8" r="2.5"/>' in row  # 700 of 1,000 in the tenth month


def test_vietnamese_page_is_vietnamese(card):
    page = Page(hb.render_report(card, "vi"))
    assert "Sản lượng hàng hóa thông qua cảng" in page.words
    assert "139,77 triệu tấn ÷ 213 triệu tấn = 65,6%" in page.words
    assert "Off track" not in page.words


def test_tasks_appear_only_once_the_meeting_was_held(ds):
    assert "Tasks set" not in hb.render_report(hb.assess(ds, as_of="2025-11-03"), "en")
    assert "Tasks set" in hb.render_report(hb.assess(ds, as_of="2025-11-04"), "en")


def made_up(indicators: list[str], reached: float | None, label: str = "Báo Tỉnh"):
    """A data set of a real area with made-up figures; ``reached`` is figure over goal at ten months."""
    observations, goals = [], []
    for i in indicators:
        known = hb.load_catalog().indicator(i)
        common = {"indicator": i, "area": "lai-chau", "unit": known.unit.code, "unit_mult": known.unit.mult}
        goal = 200.0
        goals.append(
            {**common, "period": "2025", "value": goal, "bound": "at_least"}
            | {"basis": "annual_plan", "source": label}
        )
        if reached is not None:
            observations.append(
                {
                    **common,
                    "measure": known.measure.value,
                    "period": "2025",
                    "value": goal * reached,
                    "status": "A",
                    "source": label,
                }
            )
    import pandas as pd

    frames = {"goals": pd.DataFrame(goals)}
    if observations:
        frames["observations"] = pd.DataFrame(observations)
    return hb.read_dataset(frames)


@pytest.mark.parametrize("n", [3, 60])
@pytest.mark.parametrize(
    ("reached", "expected"), [(1.2, "exceeded"), (0.5, "missed"), (None, "insufficient_data")]
)
def test_a_made_up_place(n, reached, expected):
    flows = [
        i.id for i in hb.load_catalog().indicators.values() if i.measure == "level" and i.unit.code != "PT"
    ]
    data = made_up(flows[:n], reached)
    card = hb.assess(data, area="lai-chau", year=2025, as_of=date(2026, 2, 1))
    page = Page(hb.render_report(card, "en"))
    assert len(page.rows) == n
    assert {r["data-class"] for r in page.rows} == {expected}
    assert f"{n} indicators: {n} {expected.replace('_', ' ')}." in page.words


def test_quang_ninh_page():
    card = hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", as_of="2025-11-10")
    page = Page(hb.render_report(card, "en"))
    assert len(page.rows) == len(card)
    assert "goal implied by a stated share" in page.words
    assert "about VND 57,100 billion" in page.words


HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_hostile_labels_and_sources_stay_text():
    data = made_up(["tourists", "port_cargo"], 0.9, label=HOSTILE)
    source = data.tables.sources[0].model_copy(
        update={"url": "javascript:alert(3)", "title": HOSTILE, "publisher": HOSTILE}
    )
    tables = data.tables.model_copy(update={"sources": (source,)})
    from dataclasses import replace

    card = hb.assess(
        replace(data, tables=tables, name=HOSTILE), area="lai-chau", year=2025, as_of="2026-02-01"
    )
    text = hb.render_report(card, "en")
    page = Page(text)
    assert scripts(text) == scripts(hb.render_report(hb.assess(hb.load_dataset("haiphong-2025"))))
    assert "img" not in page.tags
    assert not any("javascript" in link for link in page.links)
    assert "49" not in re.sub(r"\d[\d.,]*", lambda m: "" if m[0] != "49" else "49", page.words).split()
    assert "<script>alert(1)</script>" in page.words


def test_every_harmful_text_of_every_field_stays_text():
    import made_up

    calm, hostile = (hb.render_report(card, "en") for card in (made_up.card(), made_up.hostile_card()))
    assert scripts(calm) == scripts(hostile)
    one, other = Page(calm), Page(hostile)
    for tag in set(one.tags) | set(other.tags) - {"a", "p", "span"}:
        assert one.tags.count(tag) == other.tags.count(tag) or tag in ("a", "p", "span"), tag
    assert other.open == []
    assert not any(link.startswith("javascript") for link in other.links)


def test_writing_is_whole_or_not_at_all(card, tmp_path, monkeypatch):
    path = tmp_path / "deep" / "a.html"
    assert hb.write_report(card, path).read_text("utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(hb.ParseError, match=r"\.html"):
        hb.write_report(card, tmp_path / "a.exe")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(LoadError, match="disk"):
        hb.write_report(card, tmp_path / "b.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep"]


def test_same_input_same_bytes(card):
    assert hb.render_report(card) == hb.render_report(card)
