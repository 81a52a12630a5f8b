"""Numbers, quantities, periods and dates as a person reads them, in Vietnamese and English."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.models import Lang, Measure, Observation, Period, Qualifier, Quantity

_MARKS = {"vi": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}


def format_number(value: Decimal | float, lang: Lang, digits: int | None = None) -> str:
    """A number with thousand marks: ``162.875,05`` in Vietnamese, ``162,875.05`` in English.

    ``digits`` are the decimals shown; by default those a Decimal has, and two for a float.
    A four-digit number is grouped too; the minus is the sign U+2212.
    """
    if digits is None and isinstance(value, float):
        digits = 2
    text = f"{value:,f}" if digits is None else f"{value:,.{digits}f}"
    if text.startswith("-"):
        text = "−" + text[1:] if any(c in "123456789" for c in text) else text[1:]
    return text.translate(_MARKS[lang])


def format_quantity(
    quantity: Quantity,
    lang: Lang,
    *,
    catalog: Catalog | None = None,
    indicator: str | None = None,
    digits: int | None = None,
) -> str:
    """A quantity with its unit words: ``162.875,05 tỷ đồng``, ``VND 162,875.05 billion``.

    A qualifier is put before it ("trên", "over"). ``indicator`` may name what is counted (lượt khách).
    """
    catalog = catalog or load_catalog()
    amount = format_amount(quantity, lang, catalog=catalog, indicator=indicator, digits=digits)
    if quantity.qualifier == Qualifier.EXACT:
        return amount
    return f"{catalog.word('qualifier', quantity.qualifier, lang)} {amount}"


def format_amount(
    quantity: Quantity,
    lang: Lang,
    *,
    catalog: Catalog,
    indicator: str | None = None,
    digits: int | None = None,
) -> str:
    """A quantity without its qualifier."""
    value = quantity.value
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        value = value.quantize(Decimal(1))
    number = format_number(value, lang, digits)
    unit = catalog.unit(quantity.unit.code)
    if unit.tight:
        return f"{number}{unit.noun_vi if lang == 'vi' else unit.noun_en}"
    scale, noun = unit_words(quantity, lang, catalog=catalog, indicator=indicator)
    if lang == "en" and unit.before_en:
        return " ".join(filter(None, (noun, number, scale)))
    return " ".join(filter(None, (number, scale, noun)))


def unit_words(
    quantity: Quantity, lang: Lang, *, catalog: Catalog, indicator: str | None = None
) -> tuple[str, str]:
    """The words of the power of ten and of the unit: ``("tỷ", "đồng")``; a nameless power is written out."""
    unit = catalog.unit(quantity.unit.code)
    own = (unit.scaled_vi if lang == "vi" else unit.scaled_en).get(quantity.unit.mult)
    if own is not None:
        return "", own
    noun = unit.noun_vi if lang == "vi" else unit.noun_en
    known = catalog.indicators.get(indicator or "")
    if known is not None and known.unit.code == quantity.unit.code:
        noun = (known.noun_vi if lang == "vi" else known.noun_en) or noun
    scale = catalog.scales[lang].get(quantity.unit.mult, f"×10^{quantity.unit.mult}")
    return scale, noun


def axis_unit(quantity: Quantity, lang: Lang, *, catalog: Catalog, indicator: str | None = None) -> str:
    """The unit as an axis or a column head names it: ``tỷ đồng``, ``VND billion``, ``%``."""
    scale, noun = unit_words(quantity, lang, catalog=catalog, indicator=indicator)
    first, second = (
        (noun, scale) if lang == "en" and catalog.unit(quantity.unit.code).before_en else (scale, noun)
    )
    return " ".join(filter(None, (first, second)))


def format_observation(o: Observation, lang: Lang, catalog: Catalog) -> str:
    """A figure with its unit words; a rise bears a plus (+33,8%)."""
    text = format_quantity(o.quantity, lang, catalog=catalog, indicator=o.indicator)
    if o.measure in (Measure.YOY_CHANGE, Measure.CHANGE_VS_PREVIOUS):
        return signed(text, o.quantity, lang, catalog)
    return text


def signed(text: str, quantity: Quantity, lang: Lang, catalog: Catalog) -> str:
    """The text of a quantity with a plus before its number where it is a rise."""
    amount = format_amount(quantity, lang, catalog=catalog)
    return text.replace(amount, f"+{amount}") if quantity.value > 0 else text


def format_period(period: Period, lang: Lang, catalog: Catalog | None = None) -> str:
    """A period in words: ``10 tháng 2025``, ``10 months of 2025``, ``Quý I/2025``, ``Q1 2025``."""
    catalog = catalog or load_catalog()
    start, end = period.start, period.end
    roman = ("I", "II", "III", "IV")
    if period.is_instant:
        return format_date(end, lang)
    if period.is_year:
        key, values = "year", {"n": ""}
    elif not period.whole_months:
        key = "to_day" if period.is_year_to_date else "interval"
        values = {"start": format_date(start, lang), "end": format_date(end, lang)}
    elif period.is_year_to_date and end.month not in (1,):
        key, values = "ytd", {"n": str(end.month)}
    elif start.year == end.year and start.month == end.month:
        key, values = "month", {"n": str(end.month), "name": _MONTHS_EN[end.month - 1]}
    elif period.code[5:6] == "Q":
        quarter = end.month // 3
        key, values = "quarter", {"n": str(quarter), "roman": roman[quarter - 1]}
    elif period.code[5:6] == "H":
        key, values = "half", {"n": "2"}
    else:
        key, values = "interval", {"start": format_date(start, lang), "end": format_date(end, lang)}
    return catalog.word("period", key, lang).format(year=end.year, **values)


_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_date(day: date, lang: Lang) -> str:
    """A day: ``6/11/2025`` in Vietnamese, ``6 Nov 2025`` in English."""
    if lang == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


# -- texts of others in files of ours ----------------------------------------------------------------

#: What XML 1.0 cannot hold; and marks that turn the direction of what follows.
_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """A text without the characters that no XML file can hold; line ends become one kind."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """A text for a line or a cell of a document: no control characters, no line ends, nothing that turns it."""
    return " ".join(_TURNING.sub("", plain(text)).split())
