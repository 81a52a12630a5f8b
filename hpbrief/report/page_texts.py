"""What the report page says, in one language: rows, figures, goals, sources and further tables as plain values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard, explain, words
from hpbrief.assessment.track import track_text
from hpbrief.assessment.words import chance_text, range_text, trust_text
from hpbrief.errors import DatasetError
from hpbrief.format import format_date, format_number, format_observation, format_period
from hpbrief.models import (
    Assessment,
    Briefing,
    Finding,
    Goal,
    Judgement,
    Lang,
    Observation,
    Source,
    Verdict,
)
from hpbrief.plot.path import draw_path, path_alt, path_of
from hpbrief.plot.style import THEMES
from hpbrief.report.evidence import Evidence
from hpbrief.report.svg import inline_svg, sparkline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR_PCT = 130.0
_CHART = (4.0, 2.5)


class PageTexts:
    """Texts of one scorecard in one language, as the template shows them."""

    def __init__(self, card: Scorecard, lang: Lang) -> None:
        self.card = card
        self.lang = lang
        self.catalog = card.catalog
        self.evidence = Evidence(card)
        self.numbers = self.evidence.numbers

    def word(self, group: str, key: str) -> str:
        """A word of the catalogue."""
        return self.catalog.word(group, key, self.lang)

    # -- the table ----------------------------------------------------------------------------------

    def counts(self) -> list[dict[str, Any]]:
        """How many indicators have each class, in the order of attention."""
        classes: dict[str, int] = {}
        for a in sorted(self.card, key=explain.attention):
            classes[a.computed_class] = classes.get(a.computed_class, 0) + 1
        return [
            {"class": c, "n": n, "text": self.word("class", c), "symbol": self.word("symbol", c)}
            for c, n in classes.items()
        ]

    def row(self, a: Assessment) -> dict[str, Any]:
        """An indicator: its row of the table and its card."""
        cells = self.card.cells(a, self.lang)
        figure = a.main.figure if a.main else a.figure
        return {
            "id": a.indicator,
            "class": a.computed_class,
            "symbol": self.word("symbol", a.computed_class),
            "class_text": self.word("class", a.computed_class),
            "label": cells["indicator"],
            "bar": self._bar(a),
            "cells": cells,
            "figure": self.figure(figure) if figure else None,
            "goal": self.goal(a.goal) if a.goal else None,
            "how": self._how(a),
            "agreement": a.agreement,
            "confidence": self.word("confidence", a.confidence) if a.confidence else "",
            "flags": [self.word("flag", f) for f in a.flags],
            "chart": self._chart(a),
            "spark": sparkline(a, self.evidence.data, self.lang),
            "outlook": self._outlook(a),
            "sort": self._sort(a, cells["indicator"]),
            "beside": explain.beside_texts(a, self.catalog, self.lang),
            "yoy": words.year_on_year(a, self.catalog, self.lang),
            "growth_apart": [self.figure(o) for o in explain.growth_apart(a)],
            "growth": [self.figure(o) for o in a.growth_stated],
            "others": [self.figure(o) for o in a.other_figures],
        }

    def _bar(self, a: Assessment) -> dict[str, Any] | None:
        if a.main is None or a.main.attainment_pct is None:
            return None
        pct = a.main.attainment_pct
        expected = a.main.expected_share_pct
        return {
            "width": f"{max(0.0, min(pct, _BAR_PCT)) / _BAR_PCT * 100:.2f}",
            "goal": f"{100 / _BAR_PCT * 100:.2f}",
            "mark": f"{expected / _BAR_PCT * 100:.2f}" if expected is not None else None,
            "over": pct > _BAR_PCT,
            "alt": explain.pace_formula(a.main, self.catalog, self.lang)
            or explain.attainment_formula(a.main, self.catalog, self.lang),
        }

    def _outlook(self, a: Assessment) -> dict[str, str] | None:
        """Chance, range and trust of an open goal; None where there is nothing to project."""
        if a.main is None or a.confidence is None:
            return None
        chance = chance_text(a.main, self.catalog, self.lang)
        return {
            "chance": chance or self.word("outlook", "indicative"),
            "range": range_text(a.main, self.catalog, self.lang),
            "trust": trust_text(a, self.catalog, self.lang),
        }

    def _sort(self, a: Assessment, label: str) -> dict[str, str]:
        """What the columns are sorted by: words, or numbers; "" comes last."""
        main = a.main
        p = main.projection.p_reach if main and main.projection else None
        numbers = {
            "bar": main.attainment_pct if main else None,
            "required": _effort(main) if main else None,
            "outlook": p,
        }
        rank = explain.attention(a)
        stated = self.word("stated", a.stated.status) if a.stated else ""
        texts = {"indicator": label.casefold(), "class": f"{rank[0]}{rank[1]}", "stated": stated}
        return texts | {k: "" if v is None else f"{v:.6g}" for k, v in numbers.items()}

    def finding(self, f: Finding) -> dict[str, Any]:
        """A finding with the sources that it cites."""
        cited = dict.fromkeys(i for i in f.sources if i in self.numbers)
        return {
            "severity": f.severity,
            "severity_text": self.word("severity", f.severity),
            "message": f.message,
            "arithmetic": f.arithmetic,
            "numbers": [self.numbers[i] for i in cited],
        }

    def _how(self, a: Assessment) -> dict[str, str]:
        how = {"class": explain.class_sentence(a, self.catalog, self.lang)}
        for key, formula in _FORMULAS.items():
            how[key] = formula(a.main, self.catalog, self.lang) if a.main else ""
        return how

    def _chart(self, a: Assessment) -> str:
        seen = self.evidence.data
        try:
            path = path_of(seen, a)
        except DatasetError:
            return ""

        def draw(ax: Axes) -> str:
            draw_path(ax, path, seen, self.lang, THEMES["light"], small=True)
            return path_alt(path, seen, self.card.record.as_of, self.lang)

        return inline_svg(draw, f"chart-{a.indicator.replace('_', '-')}", _CHART)

    # -- figures, goals, sources --------------------------------------------------------------------

    def figure(self, o: Observation) -> dict[str, Any]:
        """A figure with its period, status, note and source."""
        series = f" · {o.series}" if o.series else ""
        return {
            "text": format_observation(o, self.lang, self.catalog),
            "period": format_period(o.period, self.lang, self.catalog),
            "status": self.word("obs_status", o.status) + series,
            "note": o.note,
            "source": self.source_of(o.source_id),
        }

    def goal(self, g: Goal) -> dict[str, Any]:
        """A goal with its basis, adoption, note and source."""
        adopted = ""
        if g.adopted:
            adopted = f"{self.word('report', 'adopted')} {format_date(g.adopted, self.lang)}"
            if g.adopted_basis == "inferred":
                adopted += f" ({self.word('known_basis', 'inferred')})"
        return {
            "text": words.goal_text(g, self.catalog, self.lang),
            "basis": words.basis_text(g, self.catalog, self.lang),
            "bound": self.word("bound", g.bound),
            "set_by": g.set_by,
            "adopted": adopted,
            "note": g.note,
            "source": self.source_of(g.source_id),
        }

    def source_of(self, source_id: str | None) -> dict[str, Any] | None:
        """The source of an id; None for one that is not cited."""
        number = self.numbers.get(source_id or "")
        return self.source(self.evidence.sources[number - 1]) if number else None

    def source(self, s: Source) -> dict[str, Any]:
        """A source by its number; its address only where it is one of the web."""
        safe = s.url if s.url.startswith(("https://", "http://")) else ""
        known = format_date(s.known_from, self.lang) if s.known_from else ""
        if known and s.known_basis not in (None, "published"):
            known += f" ({self.word('known_basis', s.known_basis)})"
        return {
            "n": self.numbers[s.source_id],
            "id": s.source_id,
            "publisher": s.publisher or s.source_id,
            "title": s.title,
            "url": safe,
            "known": known,
        }

    # -- further tables -----------------------------------------------------------------------------

    def verdict(self, a: Assessment) -> dict[str, Any]:
        """What was stated of an indicator, beside the class by the figures."""
        assert a.stated is not None
        return self._verdict(a.stated) | {
            "label": self.card.label(a, self.lang),
            "agreement": self.word("agreement", a.agreement),
            "computed": words.class_text(a.computed_class, self.catalog, self.lang),
            "further": [self._verdict(v) for v in a.stated_all if v != a.stated],
        }

    def _verdict(self, v: Verdict) -> dict[str, Any]:
        return {
            "day": format_date(v.stated_on, self.lang),
            "period": format_period(v.period, self.lang, self.catalog),
            "status": self.word("stated", v.status),
            "reference": self.word("reference", v.reference),
            "inferred": self.word("flag", "stated_inferred") if v.inferred else "",
            "source": self.source_of(v.source_id),
        }

    def basis_rows(self, a: Assessment) -> list[dict[str, Any]]:
        """The figure against each goal; none where there is only one."""
        return (
            [self._judgement(a, j) | {"used": j.goal == a.goal} for j in a.by_basis]
            if len(a.by_basis) > 1
            else []
        )

    def candidate_rows(self, a: Assessment) -> list[dict[str, Any]]:
        """The figure used, then those that disagree with it, against the same goal."""
        if not a.candidates:
            return []
        chosen = [self._judgement(a, a.main) | {"used": True}] if a.main else []
        return chosen + [self._judgement(a, j) | {"used": False} for j in a.candidates]

    def _judgement(self, a: Assessment, j: Judgement) -> dict[str, Any]:
        pct = j.attainment_pct
        return {
            "label": self.card.label(a, self.lang),
            "goal": self.goal(j.goal),
            "figure": self.figure(j.figure),
            "attainment": f"{format_number(pct, self.lang, 1)}%" if pct is not None else "",
            "class": j.computed_class,
            "class_text": words.class_text(j.computed_class, self.catalog, self.lang),
        }

    def forecast_rows(self, a: Assessment) -> list[dict[str, Any]]:
        """The authority's own forecasts of the year, the one used first."""
        return [
            {
                "label": self.card.label(a, self.lang),
                "figure": self.figure(o),
                "used": o == a.forecast,
                "track": self._track(a) if o == a.forecast else [],
            }
            for o in sorted(a.forecasts, key=lambda o: o != a.forecast)
        ]

    def _track(self, a: Assessment) -> list[str]:
        """How far earlier forecasts lay from what came out."""
        return [track_text(r, self.catalog, self.lang) for r in a.track if r.status == "F"]

    def share_rows(self, a: Assessment) -> list[dict[str, Any]]:
        """Stated shares of plan beside those worked out."""
        return [
            {
                "label": self.card.label(a, self.lang),
                "stated": self.figure(c.stated),
                "basis": self.word("basis", c.goal.basis),
                "computed": f"{format_number(c.computed_pct, self.lang, 2)}%",
                "verdict": self.word("report", "share_ok" if c.consistent else "share_off"),
            }
            for c in a.share_checks
        ]

    def changes(self, since: date) -> dict[str, Any] | None:
        """What moved since a day; None for a scorecard that knows nothing of before."""
        if self.card.moves is None:
            return None
        title = self.word("changes", "title").format(day=format_date(since, self.lang))
        return {"title": title, "rows": self.card.changed(since, self.lang)}

    def tasks(self, b: Briefing) -> dict[str, Any]:
        """The tasks of a briefing, those with a deadline first."""
        held = b.meeting.held_on if b.meeting else None
        return {
            "title": b.document.title or b.document.id,
            "day": format_date(held, self.lang) if held else "",
            "body": (b.meeting.body or "") if b.meeting else "",
            "rows": [
                {
                    "task": d.task,
                    "owner": d.owner or self.word("chart", "no_owner"),
                    "deadline": (
                        " ".join(
                            filter(
                                None,
                                (
                                    self.word("deadline", d.deadline_word) if d.deadline_word else "",
                                    format_date(d.deadline, self.lang),
                                ),
                            )
                        )
                        if d.deadline
                        else self.word("chart", "no_deadline")
                    ),
                    "indicators": [
                        self.catalog.indicator(i).label(self.lang, short=True) for i in d.indicators
                    ],
                }
                for d in sorted(b.directives, key=lambda d: (d.deadline is None, str(d.deadline)))
            ],
        }

    def notes(self) -> list[str]:
        """The flags that occur, with the indicators they touch."""
        touched: dict[str, list[str]] = {}
        for a in self.card:
            for flag in a.flags:
                touched.setdefault(flag, []).append(self.card.label(a, self.lang, short=True))
        return [f"{self.word('flag', f)}: {', '.join(labels)}" for f, labels in touched.items()]


_FORMULAS: dict[str, Callable[[Judgement, Any, Lang], str]] = {
    "attainment": explain.attainment_formula,
    "required": explain.required_formula,
    "average": explain.average_text,
    "pace": explain.pace_formula,
    "projection": explain.projection_text,
}


def _effort(j: Judgement) -> float | None:
    """What each month left must bring over the average so far: how much harder it gets."""
    if j.required_per_month is None or not j.average_per_month:
        return None
    return j.required_per_month / j.average_per_month
