from __future__ import annotations

import inspect
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import hpbrief as hb
from hpbrief import models as m

MODELS: dict[str, type[BaseModel]] = {
    name: value
    for name in m.__all__
    if inspect.isclass(value := getattr(m, name)) and issubclass(value, BaseModel)
}

WORDS = st.text(max_size=12)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
AREAS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
SLUGS = st.from_regex(r"[A-Za-z0-9._-]{1,10}", fullmatch=True)
DATES = st.dates(date(1990, 1, 1), date(2050, 12, 31))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
PLACES = st.integers(1, 9)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def _periods(draw: st.DrawFn) -> m.Period:
    start, end = sorted((draw(DATES), draw(DATES)))
    return m.Period(start, end)


@st.composite
def _spans(draw: st.DrawFn) -> m.Span:
    start, quote = draw(st.integers(0, 99)), draw(WORDS)
    return m.Span(
        start=start, end=start + len(quote), quote=quote, at=draw(st.none() | st.from_type(m.PageBox))
    )


@st.composite
def _headlines(draw: st.DrawFn) -> m.HeadlineVerdict:
    total = draw(st.integers(1, 20))
    rest = {
        name: draw(st.from_type(field.annotation) if name != "source_id" else st.none() | SLUGS)
        for name, field in m.HeadlineVerdict.model_fields.items()
        if name not in ("count", "of_total")
    }
    return m.HeadlineVerdict(count=draw(st.integers(0, total)), of_total=total, **rest)


st.register_type_strategy(m.Period, _periods())
st.register_type_strategy(m.Span, _spans())
st.register_type_strategy(m.PageBox, st.builds(m.PageBox, PLACES, *[FLOATS] * 5, st.none() | FLOATS))
st.register_type_strategy(
    m.TextLine,
    st.builds(
        m.TextLine,
        *[PLACES] * 3,
        *[FLOATS] * 2,
        st.lists(st.tuples(PLACES, FLOATS), max_size=3).map(tuple),
        FLOATS,
        st.none() | FLOATS,
    ),
)
st.register_type_strategy(m.HeadlineVerdict, _headlines())

#: Fields that pydantic holds to a pattern or a range; all others are drawn from their types.
SPECIAL: dict[str, dict[str, Any]] = {
    "Unit": {"code": st.text(min_size=1, max_size=4), "mult": st.integers(-9, 18)},
    "Interval": {"lo": st.none() | NUMBERS, "hi": st.none() | NUMBERS},
    "Quantity": {"value": NUMBERS},
    "Source": {"source_id": SLUGS},
    "Cell": {
        "row": PLACES,
        "column": PLACES,
        "page": st.none() | PLACES,
        "table": st.none() | PLACES,
        "span": st.none() | _spans(),
    },
    "Table": {
        "number": PLACES,
        "start": PLACES,
        "end": PLACES,
        "page": st.none() | PLACES,
        "first_row": PLACES,
        "first_column": PLACES,
    },
    "Locator": {"paragraph": st.integers(1, 99)},
    "Observation": {"source_id": SLUGS},
    "Goal": {"source_id": SLUGS, "grown_from": st.none() | SLUGS, "other_end": st.none() | NUMBERS},
    "Adjustment": {"source_id": SLUGS},
    "Verdict": {"source_id": st.none() | SLUGS, "of_total": st.none() | st.integers(1, 20)},
    "Statement": {"value": NUMBERS, "value_max": st.none() | NUMBERS, "of": st.none() | NUMBERS},
    "Issue": {"best_reading": st.none() | NUMBERS},
    "Indicator": {"id": IDS},
    "Area": {"id": AREAS, "code": st.from_regex(r"[0-9]{2}", fullmatch=True)},
    "Judgement": {"months": NUMBERS},
    "HistoryYear": {"to_date": NUMBERS, "total": NUMBERS},
}


def _field(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation is float:
        return FLOATS
    if annotation == float | None:
        return st.none() | FLOATS
    if annotation is str:
        return WORDS
    if getattr(annotation, "__origin__", None) is tuple:
        return st.lists(_field(annotation.__args__[0]), max_size=2).map(tuple)
    return st.from_type(annotation)


def strategy(name: str) -> st.SearchStrategy[Any]:
    model = MODELS[name]
    if name in ("Span", "HeadlineVerdict"):
        return st.from_type(model)
    special = SPECIAL.get(name, {})
    fields = {
        f: special[f] if f in special else _field(info.annotation) for f, info in model.model_fields.items()
    }
    return st.builds(model, **fields)


for _name, _model in MODELS.items():
    if _name not in ("Span", "HeadlineVerdict"):
        st.register_type_strategy(_model, lambda _, n=_name: strategy(n))


def test_every_model_is_tested() -> None:
    assert len(MODELS) >= 30
    assert set(SPECIAL) <= set(MODELS)


@pytest.mark.parametrize("name", sorted(MODELS))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)
@given(data=st.data())
def test_json_round_trip_is_exact(name: str, data: st.DataObject) -> None:
    model = data.draw(strategy(name))
    text = model.model_dump_json()
    again = MODELS[name].model_validate_json(text)
    assert again == model
    assert again.model_dump_json() == text
    assert MODELS[name].model_validate(json.loads(text)) == model


@pytest.mark.parametrize("printed", ["9.50", "165000", "1.65E+5", "-0.00", "0.0000001", "162875.05"])
def test_decimals_keep_their_digits(printed: str) -> None:
    quantity = m.Quantity.model_validate({"value": printed, "unit": {"code": "VND"}})
    again = m.Quantity.model_validate_json(quantity.model_dump_json())
    assert again.value.as_tuple() == Decimal(printed).as_tuple()


@pytest.mark.parametrize("name", hb.list_datasets())
def test_bundled_tables_round_trip(name: str) -> None:
    tables = hb.load_dataset(name).tables
    text = tables.model_dump_json()
    again = m.Tables.model_validate_json(text)
    assert again == tables
    assert [str(o.quantity.value) for o in again.observations] == [
        str(o.quantity.value) for o in tables.observations
    ]
    assert again.model_dump_json() == text


def test_a_scorecard_round_trips() -> None:
    record = hb.assess(hb.load_dataset("haiphong-2025")).record
    text = record.model_dump_json()
    again = m.ScorecardRecord.model_validate_json(text)
    assert again == record
    assert again.model_dump_json() == text


@pytest.mark.parametrize("name", sorted(MODELS))
def test_models_are_frozen_and_closed(name: str) -> None:
    model = MODELS[name]
    assert model.model_config.get("frozen") is True
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate({"no_such_field": 1})


def test_a_record_cannot_be_changed() -> None:
    source = m.Source(source_id="a", publisher="A")
    with pytest.raises(ValidationError, match="frozen"):
        source.publisher = "b"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_json_schema_is_closed(name: str) -> None:
    schema = MODELS[name].model_json_schema()
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(MODELS[name].model_fields)


@pytest.mark.parametrize("bad", ["NaN", "Infinity"])
def test_json_refuses_numbers_that_are_none(bad: str) -> None:
    with pytest.raises(ValidationError):
        m.Quantity.model_validate_json(f'{{"value": "{bad}", "unit": {{"code": "VND"}}}}')
    with pytest.raises(ValidationError):
        m.Projection(method="x", mu=float(bad), scale=1, df=1, median=1, lo80=1, hi80=1, p_reach=None)


def test_evidence_and_counts_must_fit() -> None:
    with pytest.raises(ValidationError, match="does not have the length"):
        m.Span(start=0, end=3, quote="ab")
    with pytest.raises(ValidationError, match="10 of 9"):
        m.HeadlineVerdict(
            period=m.Period.year(2025),
            area="x",
            count=10,
            of_total=9,
            status=m.VerdictStatus.MET,
            reference=m.Reference.SCENARIO,
        )
