"""The structures that our SDMX-CSV follows, as an SDMX-ML 2.1 message: concepts, code lists, flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from hpbrief.models.terms import (
    AdoptedBasis,
    Basis,
    Bound,
    KnownBasis,
    Measure,
    ObsStatus,
    Qualifier,
    SourceKind,
)

if TYPE_CHECKING:
    from hpbrief.catalog import Catalog
    from hpbrief.models import Goal, Observation, Tables

AGENCY = "HPBRIEF"
VERSION = "1.0"


class Component(NamedTuple):
    """A column of SDMX-CSV: our column, its concept, its role, and its code list where it has one."""

    column: str
    concept: str
    role: str  # dimension, measure or attribute
    codes: str | None = None


_FREQUENCY = Component("", "FREQ", "dimension", "CL_FREQ")
_TIME = Component("period", "TIME_PERIOD", "dimension")
_VALUE = Component("value", "OBS_VALUE", "measure")
SOURCE_COLUMNS = tuple(
    Component(f"sources.{column}", concept, "attribute", codes)
    for column, concept, codes in (
        ("publisher", "SOURCE_PUBLISHER", None),
        ("url", "SOURCE_URL", None),
        ("published", "SOURCE_PUBLISHED", None),
        ("known_from", "SOURCE_KNOWN_FROM", None),
        ("known_basis", "SOURCE_KNOWN_BASIS", "CL_KNOWN_BASIS"),
        ("kind", "SOURCE_KIND", "CL_SOURCE_KIND"),
        ("title", "SOURCE_TITLE", None),
    )
)
_UNITS = (
    Component("unit", "UNIT_MEASURE", "attribute", "CL_UNIT"),
    Component("unit_mult", "UNIT_MULT", "attribute", "CL_UNIT_MULT"),
)

#: The components of each data flow, in the order of their columns.
FLOWS: dict[str, tuple[Component, ...]] = {
    "observations": (
        _FREQUENCY,
        Component("area", "REF_AREA", "dimension", "CL_AREA"),
        Component("indicator", "INDICATOR", "dimension", "CL_INDICATOR"),
        Component("series", "SERIES", "dimension"),
        Component("measure", "MEASURE", "dimension", "CL_MEASURE"),
        Component("plan_basis", "PLAN_BASIS", "dimension", "CL_BASIS"),
        Component("source_id", "SOURCE", "dimension"),
        _TIME,
        _VALUE,
        *_UNITS,
        Component("status", "OBS_STATUS", "attribute", "CL_OBS_STATUS"),
        Component("qualifier", "QUALIFIER", "attribute", "CL_QUALIFIER"),
        Component("plan_words", "PLAN_WORDS", "attribute"),
        Component("note", "COMMENT_OBS", "attribute"),
        *SOURCE_COLUMNS,
    ),
    "goals": (
        _FREQUENCY,
        Component("area", "REF_AREA", "dimension", "CL_AREA"),
        Component("indicator", "INDICATOR", "dimension", "CL_INDICATOR"),
        Component("basis", "BASIS", "dimension", "CL_BASIS"),
        Component("bound", "BOUND", "dimension", "CL_BOUND"),
        Component("print", "PRINT", "dimension"),
        Component("source_id", "SOURCE", "dimension"),
        _TIME,
        _VALUE,
        *_UNITS,
        Component("value_max", "VALUE_MAX", "attribute"),
        Component("set_by", "SET_BY", "attribute"),
        Component("adopted", "ADOPTED", "attribute"),
        Component("adopted_basis", "ADOPTED_BASIS", "attribute", "CL_ADOPTED_BASIS"),
        Component("note", "COMMENT_OBS", "attribute"),
        *SOURCE_COLUMNS,
    ),
}

_URL = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
_MES, _STR, _COM = (f"{{{_URL}/{part}}}" for part in ("message", "structure", "common"))
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS = "CS_HPBRIEF"
#: Codes of the SDMX cross-domain code lists; the other lists are ours.
_FREQ = {
    "A": ("Năm", "Annual"),
    "S": ("Nửa năm", "Half-yearly"),
    "Q": ("Quý", "Quarterly"),
    "M": ("Tháng", "Monthly"),
    "D": ("Ngày", "Daily"),
    "_O": ("Khác (lũy kế hoặc khoảng thời gian bất kỳ)", "Other (year to date, or any stretch of days)"),
}
_NOT_APPLICABLE = ("Không áp dụng", "Not applicable")

Codes = Mapping[str, tuple[str, str]]


def flow_id(table: str) -> str:
    """The id of a data flow, as in ``DF_OBSERVATIONS``."""
    return f"DF_{table.upper()}"


def structure_message(tables: Tables, catalog: Catalog) -> str:
    """The message as XML, with the codes of areas, indicators and units of the data and the whole of our lists."""
    for prefix, part in (("mes", "message"), ("str", "structure"), ("com", "common")):
        ET.register_namespace(prefix, f"{_URL}/{part}")
    root = ET.Element(f"{_MES}Structure")
    header = ET.SubElement(root, f"{_MES}Header")
    ET.SubElement(header, f"{_MES}ID").text = AGENCY
    ET.SubElement(header, f"{_MES}Test").text = "false"
    ET.SubElement(header, f"{_MES}Prepared").text = "1970-01-01T00:00:00"  # the same data, the same file
    ET.SubElement(header, f"{_MES}Sender", id=AGENCY)
    body = ET.SubElement(root, f"{_MES}Structures")
    flows = ET.SubElement(body, f"{_STR}Dataflows")
    for table in FLOWS:
        flow = _item(flows, "Dataflow", flow_id(table), _table_name(table))
        _reference(ET.SubElement(flow, f"{_STR}Structure"), _dsd_id(table), "datastructure", "DataStructure")
    lists = ET.SubElement(body, f"{_STR}Codelists")
    for name, codes in code_lists(tables, catalog).items():
        element = _item(lists, "Codelist", name, (name, name))
        for code, label in codes.items():
            _named(ET.SubElement(element, f"{_STR}Code", id=code), label)
    concepts = _item(
        ET.SubElement(body, f"{_STR}Concepts"), "ConceptScheme", _CONCEPTS, ("Khái niệm", "Concepts")
    )
    for concept in dict.fromkeys(c.concept for components in FLOWS.values() for c in components):
        label = (catalog.word("sdmx", concept, "vi"), catalog.word("sdmx", concept, "en"))
        _named(ET.SubElement(concepts, f"{_STR}Concept", id=concept), label)
    structures = ET.SubElement(body, f"{_STR}DataStructures")
    for table, components in FLOWS.items():
        _structure(structures, table, components)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def code_lists(tables: Tables, catalog: Catalog) -> dict[str, Codes]:
    """Codes by list, each with its Vietnamese and English label."""
    rows: list[Observation | Goal] = [*tables.observations, *tables.goals]

    def words(group: str, codes: Iterable[str]) -> Codes:
        return {code: (catalog.word(group, code, "vi"), catalog.word(group, code, "en")) for code in codes}

    areas = sorted({row.area for row in rows})
    indicators = sorted({row.indicator for row in rows})
    units = sorted({row.quantity.unit.code for row in rows})
    mults = sorted({row.quantity.unit.mult for row in rows})
    return {
        "CL_FREQ": _FREQ,
        "CL_AREA": {a: (catalog.area(a).label_vi, catalog.area(a).label_en) for a in areas},
        "CL_INDICATOR": {
            i: (catalog.indicator(i).label_vi, catalog.indicator(i).label_en) for i in indicators
        },
        "CL_MEASURE": words("measure", list(Measure)),
        "CL_BASIS": {"_Z": _NOT_APPLICABLE, **words("basis", list(Basis))},
        "CL_BOUND": words("bound", list(Bound)),
        "CL_UNIT": {u: (catalog.unit(u).label_vi, catalog.unit(u).label_en) for u in units},
        "CL_UNIT_MULT": {str(m): (f"10^{m}", f"10^{m}") for m in mults},
        "CL_OBS_STATUS": words("obs_status", list(ObsStatus)),
        "CL_QUALIFIER": words("sdmx_qualifier", list(Qualifier)),
        "CL_KNOWN_BASIS": words("known_basis", list(KnownBasis)),
        "CL_SOURCE_KIND": words("source_kind", list(SourceKind)),
        "CL_ADOPTED_BASIS": words("adopted_basis", list(AdoptedBasis)),
    }


def _table_name(table: str) -> tuple[str, str]:
    return {"observations": ("Số liệu", "Figures"), "goals": ("Mục tiêu", "Goals")}[table]


def _dsd_id(table: str) -> str:
    return f"DSD_{table.upper()}"


def _structure(parent: ET.Element, table: str, components: tuple[Component, ...]) -> None:
    dsd = _item(parent, "DataStructure", _dsd_id(table), _table_name(table))
    parts = ET.SubElement(dsd, f"{_STR}DataStructureComponents")
    dimensions = ET.SubElement(parts, f"{_STR}DimensionList", id="DimensionDescriptor")
    measures = ET.SubElement(parts, f"{_STR}MeasureList", id="MeasureDescriptor")
    attributes = ET.SubElement(parts, f"{_STR}AttributeList", id="AttributeDescriptor")
    position = 0
    for component in components:
        if component.role == "dimension":
            position += 1
            kind = "TimeDimension" if component.concept == "TIME_PERIOD" else "Dimension"
            element = ET.SubElement(dimensions, f"{_STR}{kind}", id=component.concept, position=str(position))
        elif component.role == "measure":
            element = ET.SubElement(measures, f"{_STR}PrimaryMeasure", id=component.concept)
        else:
            element = ET.SubElement(
                attributes, f"{_STR}Attribute", id=component.concept, assignmentStatus="Conditional"
            )
        identity = ET.SubElement(element, f"{_STR}ConceptIdentity")
        scheme = {"maintainableParentID": _CONCEPTS, "maintainableParentVersion": VERSION}
        same = {"agencyID": AGENCY, "package": "conceptscheme", "class": "Concept"}
        ET.SubElement(identity, "Ref", {"id": component.concept, **scheme, **same})
        local = ET.SubElement(element, f"{_STR}LocalRepresentation")
        if component.codes:
            _reference(ET.SubElement(local, f"{_STR}Enumeration"), component.codes, "codelist", "Codelist")
        else:
            kind = {"TIME_PERIOD": "ObservationalTimePeriod", "OBS_VALUE": "Double"}.get(
                component.concept, "String"
            )
            ET.SubElement(local, f"{_STR}TextFormat", textType=kind)
        if component.role == "attribute":
            relation = ET.SubElement(element, f"{_STR}AttributeRelationship")
            ET.SubElement(ET.SubElement(relation, f"{_STR}PrimaryMeasure"), "Ref", id="OBS_VALUE")


def _item(parent: ET.Element, tag: str, item_id: str, label: tuple[str, str]) -> ET.Element:
    element = ET.SubElement(
        parent, f"{_STR}{tag}", id=item_id, agencyID=AGENCY, version=VERSION, isFinal="true"
    )
    _named(element, label)
    return element


def _named(element: ET.Element, label: tuple[str, str]) -> None:
    for lang, text in zip(("vi", "en"), label, strict=True):
        ET.SubElement(element, f"{_COM}Name", {_LANG: lang}).text = text


def _reference(parent: ET.Element, item_id: str, package: str, kind: str) -> None:
    same = {"version": VERSION, "agencyID": AGENCY, "package": package, "class": kind}
    ET.SubElement(parent, "Ref", {"id": item_id, **same})
