"""Questions that a program may ask of data sets and texts, each number answered with source, day and period; and the
server that speaks the Model Context Protocol (extra ``mcp``).

Read only: what is asked for is one of the data sets it was started with, or words that are sent. No name in a question
is a file or an address, nothing is fetched and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from hpbrief.assessment import assess
from hpbrief.briefing import parse_briefing
from hpbrief.checks import audit, check
from hpbrief.dataset import Dataset
from hpbrief.errors import HpbriefError, ParseError
from hpbrief.models import Goal, Lang, Observation
from hpbrief.models.period import day_from_iso

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

_MOST: Final = 300  # rows of one answer
_LONGEST: Final = 200_000  # characters of a text that is sent
INSTRUCTIONS: Final = (
    "Vietnamese socio-economic figures by province, each with its source. Quote a number only together with the "
    "source, day and period it comes with; where an answer is empty there is no sourced number: say so, do not guess. "
    "as_of (YYYY-MM-DD) shows what was known on a day."
)


class Questions:
    """What may be asked of some data sets, by their names."""

    def __init__(self, datasets: Mapping[str, Dataset]) -> None:
        self.datasets = dict(datasets)

    def tools(self) -> dict[str, Callable[..., Any]]:
        """Each question by its name."""
        asked = (
            self.list_datasets, self.find_indicators, self.figures, self.goals, self.scorecard, self.audit,
            self.check_claims, self.read_text,
        )  # fmt: skip
        return {function.__name__: function for function in asked}

    def list_datasets(self) -> dict[str, Any]:
        """The data sets there are: title, areas, years, how many figures and goals, and the newest day known."""
        return {
            "datasets": [
                {
                    "name": name,
                    "title": ds.title,
                    "areas": list(ds.areas),
                    "years": list(ds.years),
                    "figures": len(ds.tables.observations),
                    "goals": len(ds.tables.goals),
                    "newest": _day(ds.newest),
                }
                for name, ds in self.datasets.items()
            ]
        }

    def find_indicators(self, dataset: str, words: str = "") -> dict[str, Any]:
        """The indicators of a data set with their labels in both languages; only those of which words are part."""
        ds = self._of(dataset)
        known = (ds.catalog.indicator(i) for i in ds.indicators)
        rows = [{"id": i.id, "vi": i.label("vi"), "en": i.label("en"), "unit": str(i.unit)} for i in known]
        wanted = words.casefold()
        return _cut("indicators", [r for r in rows if any(wanted in str(v).casefold() for v in r.values())])

    def figures(
        self, dataset: str, indicator: str, area: str, year: int | None = None, as_of: str | None = None
    ) -> dict[str, Any]:
        """Published figures of an indicator in an area, each with period, status and source; empty where none is."""
        ds = self._of(dataset, as_of)
        wanted, place = ds.catalog.indicator(indicator).id, ds.catalog.area(area).id
        rows = [
            _figure(o, ds)
            for o in ds.tables.observations
            if (o.indicator, o.area) == (wanted, place) and year in (None, o.period.end.year)
        ]
        return _cut("figures", rows)

    def goals(
        self, dataset: str, indicator: str, area: str, year: int | None = None, as_of: str | None = None
    ) -> dict[str, Any]:
        """Goals of an indicator in an area, each with who set it, its period and source; empty where none is."""
        ds = self._of(dataset, as_of)
        wanted, place = ds.catalog.indicator(indicator).id, ds.catalog.area(area).id
        rows = [
            _goal(g, ds)
            for g in ds.tables.goals
            if (g.indicator, g.area) == (wanted, place) and year in (None, g.period.end.year)
        ]
        return _cut("goals", rows)

    def scorecard(
        self, dataset: str, area: str, year: int | None = None, as_of: str | None = None, lang: Lang = "en"
    ) -> dict[str, Any]:
        """Each indicator of an area against its goal for a year: figure, goal, class, rule, what officials stated."""
        ds = self._of(dataset)
        card = assess(ds, ds.catalog.area(area).id, year, _given(as_of))
        rows = []
        for a in card:
            known = card.data or ds
            rows.append(
                {
                    "indicator": a.indicator,
                    "label": card.label(a, lang),
                    "class": a.computed_class.value,
                    "rule": a.rule_id,
                    "attainment_pct": _plain(a.main.attainment_pct if a.main else None),
                    "figure": _figure(a.figure, known) if a.figure else None,
                    "goal": _goal(a.goal, known) if a.goal else None,
                    "stated": a.stated.status.value if a.stated else None,
                    "agreement": a.agreement.value if a.agreement else None,
                    "flags": list(a.flags),
                }
            )
        return {"title": card.title(lang), "as_of": _day(card.record.as_of), **_cut("rows", rows)}

    def audit(self, dataset: str, area: str | None = None, year: int | None = None) -> dict[str, Any]:
        """Figures that cannot both be true, or that ask for a look, each with its values, sources and arithmetic."""
        ds = self._of(dataset)
        rows = audit(ds, area=area and ds.catalog.area(area).id, year=year, lang="en").rows()
        return _cut(
            "findings", [{**row, "sources": [_source(s, ds) for s in row["sources"]]} for row in rows]
        )

    def check_claims(
        self, dataset: str, text: str, as_of: str | None = None, area: str | None = None
    ) -> dict[str, Any]:
        """Hold each claim of a text against a data set: agrees, contradicts or not_checkable, and why, with sources."""
        ds = self._of(dataset)
        found = check(_sent(text), ds, as_of=_given(as_of), area=area, lang="en")
        rows = [{**row, "sources": [_source(s, ds) for s in row["sources"]]} for row in found.rows()]
        return {"counts": found.counts(), **_cut("claims", rows)}

    def read_text(
        self, text: str, document_date: str | None = None, area: str | None = None
    ) -> dict[str, Any]:
        """What a Vietnamese text says: figures, goals, verdicts and tasks, each with its place in the text."""
        brief = parse_briefing(_sent(text), document_date=_given(document_date), area=area)
        return _cut("facts", [{k: v for k, v in row.items() if v is not None} for row in brief.to_records()])

    def _of(self, name: str, as_of: str | None = None) -> Dataset:
        if name not in self.datasets:
            raise HpbriefError("no_such_dataset_here", name=name[:80], names=", ".join(self.datasets))
        ds = self.datasets[name]
        day = _given(as_of)
        return ds.as_of(day) if day else ds


def serve(datasets: Mapping[str, Dataset]) -> MCPServer:
    """A server of the Model Context Protocol that answers :class:`Questions`; ``.run()`` speaks on standard streams.

    Raises HpbriefError where the extra ``mcp`` is not installed.
    """
    try:
        from mcp.server.mcpserver import MCPServer
    except ImportError as error:
        raise HpbriefError("needs_extra", what="hpbrief mcp", extra="mcp") from error
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    def told(function: Callable[..., Any]) -> Callable[..., Any]:
        """The question, its errors said in words that the one who asks can act on."""

        @wraps(function)
        def answer(*args: Any, **kwargs: Any) -> Any:
            try:
                return function(*args, **kwargs)
            except HpbriefError as error:
                raise ToolError(error.en) from error

        return answer

    server = MCPServer("hpbrief", instructions=INSTRUCTIONS)
    hints = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name, function in Questions(datasets).tools().items():
        server.tool(name=name, annotations=hints)(told(function))
    return server


# -- answers -----------------------------------------------------------------------------------------


def _figure(o: Observation, ds: Dataset) -> dict[str, Any]:
    return {
        "value": _plain(o.quantity.value),
        "unit": o.quantity.unit.code,
        "unit_mult": o.quantity.unit.mult,
        "qualifier": o.quantity.qualifier.value,
        "measure": o.measure.value,
        "plan_basis": o.plan_basis.value if o.plan_basis else None,
        "series": o.series or None,
        "period": o.period.isoformat(),
        "status": o.status.value,
        "source": _source(o.source_id, ds),
    }


def _goal(g: Goal, ds: Dataset) -> dict[str, Any]:
    return {
        "value": _plain(g.quantity.value),
        "unit": g.quantity.unit.code,
        "unit_mult": g.quantity.unit.mult,
        "bound": g.bound.value,
        "basis": g.basis.value,
        "set_by": g.set_by or None,
        "period": g.period.isoformat(),
        "worked_out": bool(g.interval),
        "source": _source(g.source_id, ds),
    }


def _source(source_id: str, ds: Dataset) -> dict[str, Any]:
    source = ds.source(source_id)
    return {
        "id": source_id,
        "publisher": source.publisher,
        "title": source.title or None,
        "url": source.url or None,
        "published": _day(source.published),
        "known_from": _day(source.known_from),
    }


def _cut(name: str, rows: list[Any]) -> dict[str, Any]:
    """The rows, so many as fit one answer, and how many were left off."""
    return {name: rows[:_MOST], "left_off": max(0, len(rows) - _MOST)}


def _plain(value: Decimal | float | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _given(day: str | None) -> date | None:
    return day_from_iso(day) if day else None


def _sent(text: str) -> str:
    if len(text) > _LONGEST:
        raise ParseError("text_too_long", count=len(text), most=_LONGEST)
    return text
