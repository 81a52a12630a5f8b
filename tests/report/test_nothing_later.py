"""No output of a day names, cites or links a source of a later day, but the source of a goal that it states adopted."""

from datetime import date, timedelta

import pytest

import hpbrief as hb

CHANGES = sorted(
    {
        day
        for s in hb.load_dataset("haiphong-2025").tables.sources
        for day in (s.known_from, s.known_from and s.known_from - timedelta(days=1))
        if day and date(2025, 3, 1) <= day <= date(2026, 3, 31)
    }
)


def later(card, day):
    """Ids and addresses of sources that nobody could know on the day, those of goals in force by then aside."""
    whole = hb.load_dataset("haiphong-2025").with_history().tables
    goals = {g.source_id for g in whole.goals if g.in_force_from and g.in_force_from <= day}
    known = {s.url for s in whole.sources if s.known_from and s.known_from <= day}
    for s in whole.sources:
        if (s.known_from is None or s.known_from > day) and s.source_id not in goals:
            yield s.source_id
            if s.url and s.url not in known:
                yield s.url


def judged(day):
    return hb.assess(hb.load_dataset("haiphong-2025"), area="haiphong-merged", year=2025, as_of=day)


@pytest.mark.parametrize("day", CHANGES[:: max(1, len(CHANGES) // 24)], ids=str)
def test_what_is_shown_of_a_day_names_nothing_later(day):
    card = judged(day)
    late = set(later(card, day))
    shown = [repr(card), card.to_html("vi"), card.to_frame("vi").to_csv(), *(a.explain("en") for a in card)]
    shown.append(card.record.model_dump_json())
    for text in shown:
        words = set(text.replace('"', " ").replace("(", " ").replace(")", " ").replace(";", " ").split())
        assert not {
            name for name in late if name in words or (name.startswith("http") and f'"{name}"' in text)
        }


@pytest.mark.parametrize("day", ["2025-09-10", "2025-11-06", "2025-12-31", "2026-01-31"])
def test_page_note_and_markdown_of_a_day_name_nothing_later(day, tmp_path):
    card = judged(day)
    late = {url for url in later(card, date.fromisoformat(day)) if url.startswith("http")}
    texts = []
    for name in ("a.html", "a.md"):
        hb.write_report(card, tmp_path / name)
        texts.append((tmp_path / name).read_text("utf-8"))
    assert not [url for url in late for text in texts if f'"{url}"' in text or f"({url})" in text]


def test_the_goal_printed_at_the_years_end_is_not_known_in_november():
    assert judged("2025-11-06")["new_enterprises"].goal is None
    assert judged("2025-12-31")["new_enterprises"].goal is not None
