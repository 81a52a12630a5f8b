"""Where the year may end, in words: a probability by its calibrated word, its range, and how far to trust it."""

from __future__ import annotations

from hpbrief.assessment.words import worked_amount
from hpbrief.catalog import Catalog
from hpbrief.models import Assessment, Judgement, Lang


def likelihood(p: float, catalog: Catalog) -> str:
    """The key of the word for a probability, by the bounds of thresholds.toml.

    >>> from hpbrief.catalog import load_catalog
    >>> [likelihood(p, load_catalog()) for p in (0.997, 0.9, 0.5, 0.0)]
    ['almost_certain', 'very_likely', 'even', 'almost_impossible']
    """
    bounds: dict[str, float] = catalog.thresholds["likelihood"]
    return next(key for key, low in sorted(bounds.items(), key=lambda item: -item[1]) if p >= low)


def chance_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """``ít khả năng đạt (khả năng khoảng 3 trên 10)``; "" where no probability stands behind a judgement."""
    p = j.projection.p_reach if j.projection else None
    if p is None:
        return ""
    return catalog.word("outlook", "chance", lang).format(
        likelihood=catalog.word("likelihood", likelihood(p, catalog), lang), p=odds(p, catalog, lang)
    )


def odds(p: float, catalog: Catalog, lang: Lang) -> str:
    """A probability by one step, ``khoảng 3 trên 10``, as exactly as it is known; never nought or one."""
    if p > 0.99:
        return catalog.word("outlook", "above", lang)
    if p < 0.01:
        return catalog.word("outlook", "below", lang)
    of = 10 if 0.05 <= p <= 0.95 else 20
    return catalog.word("outlook", "about", lang).format(n=min(of - 1, max(1, round(of * p))), of=of)


def range_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Median and 80 % interval of the year; "" where nothing is projected. Without past years by an even pace."""
    p = j.projection
    if p is None:
        return ""
    key = "range" if p.history_years else "range_even"
    return catalog.word("outlook", key, lang).format(
        median=worked_amount(p.median, j.figure, catalog, lang),
        lo=worked_amount(p.lo80, j.figure, catalog, lang),
        hi=worked_amount(p.hi80, j.figure, catalog, lang),
    )


def trust_text(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """How far to trust it, and on which years: ``độ tin cậy thấp, dựa trên số liệu năm 2024``; "" where none."""
    if a.confidence is None:
        return ""
    word = catalog.word
    years = a.main.projection.history_years if a.main and a.main.projection else ()
    ground = (
        word("outlook", "years", lang).format(years=", ".join(map(str, sorted(years))))
        if years
        else word("outlook", "years_none", lang)
    )
    level = word("confidence", a.confidence, lang)
    return f"{word('outlook', 'confidence', lang).format(level=level)}, {ground}"


def outlook_text(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """Chance, range and trust of an open goal in one sentence without its stop; "" where the goal is decided."""
    if a.main is None or a.confidence is None:
        return ""
    chance = chance_text(a.main, catalog, lang) or catalog.word("outlook", "indicative", lang)
    return "; ".join(filter(None, (chance, range_text(a.main, catalog, lang), trust_text(a, catalog, lang))))
