"""Scorecard: the assessments of an area and year as a table, as frames, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import words
from hpbrief.assessment.changes import CHANGES, change_sentence, has_moved
from hpbrief.assessment.explain import ExplainedAssessment, explained
from hpbrief.assessment.select import Selection
from hpbrief.assessment.several_years import FRAME as TERMS
from hpbrief.assessment.several_years import term_sentence, terms
from hpbrief.assessment.track import FRAME as TRACK
from hpbrief.catalog import Catalog
from hpbrief.dataset import Dataset
from hpbrief.errors import CatalogError
from hpbrief.models import (
    Assessment,
    Goal,
    Judgement,
    Lang,
    Observation,
    ScorecardRecord,
    Source,
)
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

#: Columns of ``Scorecard.to_frame`` in order, with their types.
FRAME: dict[str, ColumnType] = {
    "area": "string",
    "indicator": "string",
    "label": "string",
    "year": "integer",
    "as_of": "date",
    "basis": "string",
    "goal": "number",
    "goal_unit": "string",
    "goal_unit_mult": "integer",
    "bound": "string",
    "value": "number",
    "unit": "string",
    "unit_mult": "integer",
    "series": "string",
    "period": "string",
    "source_id": "string",
    "known_from": "date",
    "yoy_pct": "number",
    "yoy_basis": "string",
    "attainment_pct": "number",
    "expected_share_pct": "number",
    "pace_index": "number",
    "required_per_month": "number",
    "required_growth_pct": "number",
    "authority_forecast": "number",
    "forecast_median": "number",
    "forecast_lo80": "number",
    "forecast_hi80": "number",
    "p_reach": "number",
    "law": "string",
    "history_years": "integer",
    "computed_class": "string",
    "rule_id": "string",
    "confidence": "string",
    "flags": "string",
    "stated_status": "string",
    "stated_reference": "string",
    "stated_on": "date",
    "agreement": "string",
    "one_offs": "number",
    "underlying_value": "number",
    "underlying_attainment_pct": "number",
    "underlying_class": "string",
}

_BASES: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "basis": "string",
    "implied_basis": "string",
    "used": "boolean",
    "goal_period": "string",
    "goal": "number",
    "goal_unit": "string",
    "goal_unit_mult": "integer",
    "bound": "string",
    "set_by": "string",
    "adopted": "date",
    "goal_source_id": "string",
    "value": "number",
    "unit": "string",
    "unit_mult": "integer",
    "period": "string",
    "source_id": "string",
    "attainment_pct": "number",
    "computed_class": "string",
    "rule_id": "string",
    "flags": "string",
}


@dataclass(frozen=True, repr=False)
class Scorecard:
    """Assessments of one area and year as they could be made on one day.

    ``data`` is what was judged: the data set as seen on that day, with its past years; None for a scorecard that
    was made from its record alone.
    """

    record: ScorecardRecord
    catalog: Catalog
    data: Dataset | None = field(default=None, compare=False)
    moves: Callable[[Scorecard, date, Lang], list[dict[str, Any]]] | None = field(default=None, compare=False)
    compared: date | None = field(default=None, compare=False)

    @cached_property
    def assessments(self) -> tuple[ExplainedAssessment, ...]:
        """One an indicator, in the order asked for."""
        return tuple(explained(a) for a in self.record.assessments)

    def __iter__(self) -> Iterator[ExplainedAssessment]:
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)

    def __getitem__(self, indicator: str) -> ExplainedAssessment:
        for a in self.assessments:
            if a.indicator == indicator:
                return a
        raise CatalogError(
            "not_in_scorecard", indicator=indicator, names=", ".join(a.indicator for a in self.assessments)
        )

    def source(self, source_id: str) -> Source:
        """A source that the scorecard cites."""
        return next(s for s in self.record.sources if s.source_id == source_id)

    # -- frames -------------------------------------------------------------------------------------

    def rows(self, lang: Lang = "vi") -> list[dict[str, Any]]:
        """The rows of ``to_frame`` as Python values; what does not apply is None."""
        return [self._row(a, lang) for a in self.assessments]

    def to_frame(self, lang: Lang = "vi") -> pd.DataFrame:
        """One row an indicator, plain columns (see ``FRAME``), no index.

        ``value``, ``required_per_month``, ``authority_forecast`` and the forecasts are in ``unit`` times ten to
        ``unit_mult``, as are ``one_offs`` (what happened once) and ``underlying_value`` (the figure without it)
        (``required_per_month`` of a percentage in points), the goal in its own unit; percentages are percent;
        ``flags`` are joined by ";".
        """
        return tidy_frame(self.rows(lang), FRAME)

    def bases(self, lang: Lang = "vi") -> pd.DataFrame:
        """The figure against every annual goal, one row a basis; ``used`` marks the one that judged."""
        return self._judgements([(a, j) for a in self for j in a.by_basis], lang)

    def portions(self, lang: Lang = "vi") -> pd.DataFrame:
        """Half-year, quarter and other portions of the year, each against its own figure; columns as ``bases``."""
        return self._judgements([(a, j) for a in self for j in a.portions], lang)

    def candidates(self, lang: Lang = "vi") -> pd.DataFrame:
        """Figures that disagree with the one chosen, each judged against the same goal."""
        return self._judgements([(a, j) for a in self for j in a.candidates], lang)

    def changes(self, since: date | str, lang: Lang = "vi") -> pd.DataFrame:
        """What moved since an earlier day, one row an indicator: both classes and probabilities, and why.

        ``p_revision``, ``p_new_figure``, ``p_goal``, ``p_history`` and ``p_other`` are what each cause added to the
        probability; where all are known they add up to ``p_now`` less ``p_before``. ``moved_by`` names the causes
        that moved the class, joined by ";". Empty for a scorecard made from its record alone.
        """
        day = day_from_iso(since) if isinstance(since, str) else since
        return tidy_frame(self.moves(self, day, lang) if self.moves else [], CHANGES)

    def changed(self, since: date, lang: Lang = "vi") -> list[tuple[str, str]]:
        """What moved since a day in words: label and sentence of each indicator that did; [] where nothing is known."""
        rows = self.moves(self, since, lang) if self.moves else []
        return [(r["label"], change_sentence(r, self.catalog, lang)) for r in rows if has_moved(r)]

    @property
    def since(self) -> date:
        """The day since which reports tell what changed: that of ``compared_with``, else a month before."""
        if self.compared is not None:
            return self.compared
        if self.record.as_of <= date.min + timedelta(days=31):
            return date.min
        first = self.record.as_of.replace(day=1) - timedelta(days=1)
        return first.replace(day=min(first.day, self.record.as_of.day))

    def compared_with(self, day: date | str) -> Scorecard:
        """The same scorecard, whose page and note tell what changed since a day."""
        return replace(self, compared=day_from_iso(day) if isinstance(day, str) else day)

    def terms(self, lang: Lang = "vi") -> pd.DataFrame:
        """Goals of several years: what is done, the rate a year so far and needed, where that leads, and the gap.

        Columns and units: ``hpbrief.assessment.several_years``. Empty for a scorecard made from its record alone.
        """
        return tidy_frame((row for row, _ in self.term_rows(lang)), TERMS)

    def term_rows(self, lang: Lang = "vi") -> list[tuple[dict[str, Any], str]]:
        """The rows of ``terms``, each with its sentence."""
        if self.data is None:
            return []
        selection, found = Selection(self.data), []
        for a in self:
            known = self.catalog.indicator(a.indicator)
            for row, goal in terms(selection, known, a.area, self.record.as_of):
                row["label"] = self.label(a, lang)
                found.append((row, term_sentence(row, goal, self.catalog, lang)))
        return found

    def track_record(self, lang: Lang = "vi") -> pd.DataFrame:
        """How far the office's forecasts (F) and estimates (E) lay from what came out, by indicator and office.

        ``bias`` is the mean miss, ``spread`` its standard deviation (NaN of one), ``farthest`` the largest, in
        ``unit``: PT (per cent of what came out) or PP (points); above nought is said too high.
        """
        rows = [
            {"indicator": a.indicator, "label": self.label(a, lang), "unit": "PP" if r.in_points else "PT"}
            | {name: getattr(r, name) for name in TRACK if name in type(r).model_fields}
            for a in self
            for r in a.track
        ]
        return tidy_frame(rows, TRACK)

    def _row(self, a: Assessment, lang: Lang) -> dict[str, Any]:
        figure = a.main.figure if a.main else a.figure
        projection = a.main.projection if a.main else None
        row: dict[str, Any] = dict.fromkeys(FRAME)
        row |= {
            "area": a.area,
            "indicator": a.indicator,
            "label": self.label(a, lang),
            "year": a.year,
            "as_of": a.as_of,
            "computed_class": a.computed_class,
            "rule_id": a.rule_id,
            "confidence": a.confidence,
            "flags": ";".join(a.flags),
            "yoy_pct": a.yoy_pct,
            "yoy_basis": a.yoy_basis,
        }
        if a.goal:
            row |= _goal_cells(a.goal)
        if figure:
            row |= _figure_cells(figure) | {"known_from": self.source(figure.source_id).known_from}
        row |= self._forecast_cell(a, figure)
        if a.main:
            row |= {name: getattr(a.main, name) for name in _MAIN_NUMBERS}
        if projection:
            row |= {
                "forecast_median": projection.median,
                "forecast_lo80": projection.lo80,
                "forecast_hi80": projection.hi80,
                "p_reach": projection.p_reach,
                "law": projection.method,
                "history_years": len(projection.history_years),
            }
        if a.underlying and a.main:
            value = a.underlying.figure.quantity.to(a.main.figure.quantity.unit).value
            row |= {
                "one_offs": a.main.figure.quantity.value - value,
                "underlying_value": value,
                "underlying_attainment_pct": a.underlying.attainment_pct,
                "underlying_class": a.underlying.computed_class,
            }
        if a.stated:
            row |= {
                "stated_status": a.stated.status,
                "stated_reference": a.stated.reference,
                "stated_on": a.stated.stated_on,
                "agreement": a.agreement,
            }
        return row

    @staticmethod
    def _forecast_cell(a: Assessment, figure: Observation | None) -> dict[str, Any]:
        if a.forecast is None:
            return {}
        quantity = a.forecast.quantity
        if figure is not None and figure.quantity.unit.code == quantity.unit.code:
            return {"authority_forecast": quantity.to(figure.quantity.unit).value}
        if figure is None:
            return {
                "authority_forecast": quantity.value,
                "unit": quantity.unit.code,
                "unit_mult": quantity.unit.mult,
            }
        return {}

    def _judgements(self, pairs: list[tuple[Assessment, Judgement]], lang: Lang) -> pd.DataFrame:
        rows = [
            {
                "indicator": a.indicator,
                "label": self.label(a, lang),
                "used": j.goal == a.goal,
                "goal_period": j.goal.period.code,
                "implied_basis": j.goal.implied_basis,
                "set_by": j.goal.set_by,
                "adopted": j.goal.adopted,
                "goal_source_id": j.goal.source_id,
                **_goal_cells(j.goal),
                **_figure_cells(j.figure),
                "attainment_pct": j.attainment_pct,
                "computed_class": j.computed_class,
                "rule_id": j.rule_id,
                "flags": ";".join(j.flags),
            }
            for a, j in pairs
        ]
        return tidy_frame(rows, _BASES)

    # -- words --------------------------------------------------------------------------------------

    def label(self, a: Assessment, lang: Lang, *, short: bool = False) -> str:
        """The name of an assessment's indicator."""
        return self.catalog.indicator(a.indicator).label(lang, short=short)

    def title(self, lang: Lang = "vi") -> str:
        """What the scorecard is of: area, year and day."""
        return words.title(self.record, self.catalog, lang)

    def headline(self, lang: Lang = "vi") -> list[str]:
        """The findings in sentences, counted from the assessments."""
        return words.headline(self.record, self.catalog, lang)

    def cells(self, a: Assessment, lang: Lang = "vi") -> dict[str, str]:
        """An assessment as a row of the table a person reads; "" where nothing is known."""
        return words.cells(a, self.record.sources, self.catalog, lang)

    def __repr__(self) -> str:
        lines = [self.title("en"), *self.headline("en")]
        lines += [
            f"  {words.class_text(a.computed_class, self.catalog, 'en'):22} {self.label(a, 'en')}"
            for a in self
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.to_html("vi")

    def to_html(self, lang: Lang = "vi") -> str:
        """Headline and table as an HTML fragment, as Jupyter shows it."""
        rows = [self.cells(a, lang) for a in self]
        return words.html_fragment(
            self.title(lang), self.headline(lang), words.COLUMNS, rows, self.catalog, lang
        )


_MAIN_NUMBERS = (
    "attainment_pct",
    "expected_share_pct",
    "pace_index",
    "required_per_month",
    "required_growth_pct",
)


def _goal_cells(goal: Goal) -> dict[str, Any]:
    return {
        "basis": goal.basis,
        "goal": goal.quantity.value,
        "goal_unit": goal.quantity.unit.code,
        "goal_unit_mult": goal.quantity.unit.mult,
        "bound": goal.bound,
    }


def _figure_cells(figure: Observation) -> dict[str, Any]:
    return {
        "value": figure.quantity.value,
        "unit": figure.quantity.unit.code,
        "unit_mult": figure.quantity.unit.mult,
        "series": figure.series,
        "period": figure.period.isoformat(),
        "source_id": figure.source_id,
    }
